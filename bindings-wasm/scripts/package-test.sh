#!/bin/bash
# Uses the package as its users do: packs it, installs the tarball into a
# folder outside the repository, and there runs a Node program, type-checks a
# strict TypeScript one, builds a page with Vite, and drives that page in
# headless Chromium.
#
#   package-test.sh [--no-browser]      needs: scripts/build.sh
set -euo pipefail
cd "$(dirname "$0")/.."
root=$(cd .. && pwd)
browser=${1:-}
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT

npm pack --silent --pack-destination "$here" >/dev/null
cp -r tests/consumer/. "$here"
cd "$here"
npm install --silent --no-audit --no-fund ./twelvefold-*.tgz

echo "node:"
node program.mjs

echo "tsc --strict:"
"$root/node_modules/.bin/tsc" -p .

echo "vite build:"
"$root/node_modules/.bin/vite" build --logLevel warn
# The module must have become an asset of the page, by its own content type.
ls dist/assets | grep -q '\.wasm$'

if [ "$browser" != --no-browser ]; then
  echo "chromium:"
  node "$root/bindings-wasm/tests/browser/run.mjs" "$here/dist"
fi
echo "the packed package works"
