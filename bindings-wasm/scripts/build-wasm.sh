#!/bin/bash
# Builds the engines into dist/core.wasm, which browsers, Node and wazero load,
# and the same with less for those who do not want all: the light engines with
# Redis, with AMQP and alone, and Lox alone. Compiles them for GOOS=js, which
# keeps that possible. With names of modules, builds those and nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p dist
only=("$@")
module() { # module FILE TAGS
  [[ ${#only[@]} == 0 || " ${only[*]} " == *" $1 "* ]] || return 0
  GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -tags "$2" \
    -ldflags "-s -w -X main.version=$(cat ../version.txt)" -o "dist/$1" ./wasm
}
module core.wasm hostfs
module redis.wasm hostfs,noamqp,nolox
module amqp.wasm hostfs,noredis,nolox
module light.wasm hostfs,noredis,noamqp,nolox
module lox.wasm noredis,noamqp,nolight
[[ ${#only[@]} != 0 ]] || GOOS=js GOARCH=wasm go build -o /dev/null ./wasm
