#!/bin/bash
# Builds the whole package into dist/: the module, the TypeScript, and the
# REST client, which has a workspace of its own and goes along as
# twelvefold/client.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf dist
node scripts/generate.mjs
bash scripts/build-wasm.sh
npx tsc -p tsconfig.json
npm run build --silent --workspace @twelvefold/client --prefix ..
cp -r ../clients-ts/dist dist/client
cp ../LICENSE LICENSE
