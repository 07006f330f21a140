#!/usr/bin/env bash
# Runs the PHP program, where Debian's php-amqplib is.
cd "$(dirname "$0")" || exit
if ! command -v php >/dev/null || [[ ! -e /usr/share/php/PhpAmqpLib/autoload.php ]]; then
  echo "SKIP php-amqplib: it is not here: apt-get install php-cli php-amqplib"
  exit 0
fi
exec php -d include_path=/usr/share/php amqplib.php
