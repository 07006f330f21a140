#!/usr/bin/env bash
# Installs the clients that we did not write and that `make run` and the
# end-to-end tests drive: redis-cli (Debian's package, as root), redis-py and
# pika (.cache/clients/venv), ioredis and amqplib (tests/clients/node_modules).
# Does nothing where they are there. Prints the environment in which to run them.
#
#   eval "$(tools/clients.sh)"
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
clients=tests/clients
cache=.cache/clients
mkdir -p "$cache"

{
  if ! command -v redis-cli >/dev/null; then
    if [[ $(id -u) == 0 ]] && command -v apt-get; then
      apt-get -o Acquire::Retries=5 update -qq && apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends redis-tools
    else
      echo "redis-cli is not there, and only root can install it: apt-get install redis-tools"
    fi
  fi

  if ! cmp -s "$clients/requirements.txt" "$cache/venv/requirements.txt"; then
    rm -rf "$cache/venv"
    "${PYTHON:-python3}" -m venv "$cache/venv"
    "$cache/venv/bin/pip" install --quiet --disable-pip-version-check -r "$clients/requirements.txt"
    cp "$clients/requirements.txt" "$cache/venv/"
  fi

  if ! cmp -s "$clients/package-lock.json" "$clients/node_modules/package-lock.json"; then
    npm ci --prefix "$clients" --no-audit --no-fund --loglevel=error
    cp "$clients/package-lock.json" "$clients/node_modules/"
  fi
} >&2

echo "export PATH='$root/$cache/venv/bin':\"\$PATH\" NODE_PATH='$root/$clients/node_modules'"
