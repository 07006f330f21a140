#!/bin/bash
# Builds the engines into dist/core.wasm, which browsers, Node and wazero load,
# and the same with less for those who do not want all: the light engines with
# Redis, with AMQP and alone, and Lox alone. Compiles them for GOOS=js, which
# keeps that possible.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p dist
module() { # module FILE TAGS
  GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -tags "$2" \
    -ldflags "-s -w -X main.version=$(cat ../version.txt)" -o "dist/$1" ./wasm
}
module core.wasm hostfs
module redis.wasm hostfs,noamqp,nolox
module amqp.wasm hostfs,noredis,nolox
module light.wasm hostfs,noredis,noamqp,nolox
module lox.wasm noredis,noamqp,nolight
GOOS=js GOARCH=wasm go build -o /dev/null ./wasm
