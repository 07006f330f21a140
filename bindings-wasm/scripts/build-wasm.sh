#!/bin/bash
# Builds the engines into dist/core.wasm, the one module that browsers, Node
# and wazero load, and compiles them for GOOS=js, which keeps that possible.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p dist
GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -tags hostfs -trimpath -ldflags "-s -w" -o dist/core.wasm ./wasm
GOOS=js GOARCH=wasm go build -o /dev/null ./wasm
