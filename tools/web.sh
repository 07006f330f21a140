#!/usr/bin/env bash
# Builds the pages that the binary embeds into web/dist/site, where something
# that they are made of has changed since: their own sources, the npm package,
# or an engine in its module. Without npm they are left out, and the binary has
# a page in their place that says so.
set -euo pipefail
cd "$(dirname "$0")/.."
built=web/dist/site/index.html

if ! command -v npm >/dev/null; then
  echo "web: npm is not installed: the binary is built without the playground" >&2
  exit 0
fi
changed() {
  [[ ! -e $built ]] || [[ -n $(find web bindings-wasm core package-lock.json go.mod version.txt tools/web.sh \
    \( -path web/dist -o -path web/tests -o -path bindings-wasm/dist -o -path bindings-wasm/tests -o -name '*_test.go' -o -name testdata -o -name node_modules \) -prune \
    -o -type f -newer "$built" -print -quit) ]]
}
changed || exit 0

tools/npm.sh
# Of the package, the page needs its TypeScript and the one module.
node bindings-wasm/scripts/generate.mjs
bindings-wasm/scripts/build-wasm.sh lox.wasm
npx tsc -p bindings-wasm/tsconfig.json
npm run --silent build -w @twelvefold/web -- --logLevel warn
