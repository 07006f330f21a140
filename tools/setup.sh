#!/usr/bin/env bash
# Installs what checks and tests need, once: Debian's packages (as root),
# .cache/venv (Python), node_modules (TypeScript), .cache/bin (golangci-lint),
# and the clients of tools/clients.sh. What is there already is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."
golangci_lint=v2.15.0

# Debian's packages, by a command that each brings.
missing=()
while read -r command package; do
  command -v "$command" >/dev/null || missing+=("$package")
done <<'END'
redis-server redis-server
redis-cli redis-tools
rabbitmq-server rabbitmq-server
chromium chromium
chromedriver chromium-driver
gcc gcc
lua5.4 lua5.4
curl curl
amqp-publish amqp-tools
php php-cli
javac default-jdk-headless
mvn maven
END
[[ -e /usr/share/php/PhpAmqpLib/autoload.php ]] || missing+=(php-amqplib)
"${PYTHON:-python3}" -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
if ((${#missing[@]})); then
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get -o Acquire::Retries=5 update -qq
    # RUNLEVEL=1 keeps Debian's maintainer scripts from starting a
    # redis-server or rabbitmq-server: the tests start their own.
    RUNLEVEL=1 apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "setup: these Debian packages are missing, and only root can install them: ${missing[*]}" >&2
  fi
fi

# Python: made anew when the pins change.
venv=.cache/venv
if ! cmp -s bindings-python/requirements-dev.txt "$venv/requirements.txt"; then
  rm -rf "$venv"
  "${PYTHON:-python3}" -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r bindings-python/requirements-dev.txt
  cp bindings-python/requirements-dev.txt "$venv/requirements.txt"
fi

# TypeScript.
tools/npm.sh

# golangci-lint is built apart from our modules, so that its two hundred
# dependencies stay out of every go.sum.
if [[ ! -x .cache/bin/golangci-lint-$golangci_lint ]]; then
  GOBIN=$PWD/.cache/bin GOFLAGS= go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$golangci_lint"
  cp .cache/bin/golangci-lint ".cache/bin/golangci-lint-$golangci_lint"
fi

tools/clients.sh >/dev/null
