#!/usr/bin/env bash
# Installs node_modules, where the lock file has changed since it was last done.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! cmp -s package-lock.json node_modules/package-lock.json; then
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/
fi
