#!/bin/bash
# Builds the engines into dist/core.wasm, the one module that browsers, Node
# and wazero load, and into dist/light.wasm, the same without Redis; compiles
# them for GOOS=js, which keeps that possible.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p dist
module() { # module FILE TAGS
  GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -tags "$2" \
    -ldflags "-s -w -X main.version=$(cat ../version.txt)" -o "dist/$1" ./wasm
}
module core.wasm hostfs
module light.wasm hostfs,light
GOOS=js GOARCH=wasm go build -o /dev/null ./wasm
