#!/bin/bash
# Builds the whole package into dist/: the module, the TypeScript, and the
# REST client of clients-ts, where that has been built.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf dist
bash scripts/build-wasm.sh
npx tsc -p tsconfig.json
cp ../LICENSE LICENSE
