#!/usr/bin/env bash
# Installs the clients that we did not write, at the versions pinned in
# requirements.txt, package-lock.json and pom.xml: .cache/amqp-clients/venv,
# node_modules here, and the Java program with its jars in
# .cache/amqp-clients/java. Does nothing where they are there.
set -euo pipefail
cd "$(dirname "$0")"
cache=$PWD/../../../.cache/amqp-clients
mkdir -p "$cache"

if ! cmp -s requirements.txt "$cache/venv/requirements.txt"; then
  rm -rf "$cache/venv"
  "${PYTHON:-python3}" -m venv "$cache/venv"
  "$cache/venv/bin/pip" install --quiet --disable-pip-version-check -r requirements.txt
  cp requirements.txt "$cache/venv/"
fi

if ! cmp -s package-lock.json node_modules/package-lock.json; then
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/
fi

# Java is built anew when one of its files changes.
built=$(cat java/pom.xml java/src/main/java/judge/*.java | sha256sum)
if [[ ! -f $cache/java/built || $(<"$cache/java/built") != "$built" ]]; then
  mvn -q -B -f java/pom.xml -DbuildDirectory="$cache/java" compile dependency:copy-dependencies
  echo "$built" >"$cache/java/built"
fi
