#!/bin/bash
# Runs the tests of core as WebAssembly: for GOOS=js in Node, for GOOS=wasip1
# in wazero, and the files that a host gives (hostfs) in Node. Arguments are
# packages; all of core without any.
#
# needs: scripts/build.sh, for the host's half of hostfs
set -euo pipefail
cd "$(dirname "$0")/../.."
packages=("${@:-./core/...}")
exec_dir=$(go env GOROOT)/lib/wasm

# Go's runners hand on the environment, and js has room for 12 KiB of it.
clean=(env -i PATH="$PATH" HOME="$HOME" GOFLAGS="${GOFLAGS:-}" GOCACHE="$(go env GOCACHE)" GOMODCACHE="$(go env GOMODCACHE)"
  GOPROXY="$(go env GOPROXY)" GOARCH=wasm)

echo "GOOS=js, Node:"
"${clean[@]}" GOOS=js go test -short -exec="$exec_dir/go_js_wasm_exec" "${packages[@]}"

echo "GOOS=wasip1, wazero:"
mkdir -p .cache/bin
go build -o .cache/bin/wazero github.com/tetratelabs/wazero/cmd/wazero
"${clean[@]}" PATH="$PWD/.cache/bin:$PATH" GOWASIRUNTIME=wazero GOOS=wasip1 \
  go test -short -exec="$exec_dir/go_wasip1_wasm_exec" "${packages[@]}"

echo "GOOS=wasip1 with the host's files, Node: a folder, then the OPFS pool:"
runner=$PWD/bindings-wasm/scripts/wasiexec.mjs
"${clean[@]}" GOOS=wasip1 go test -short -tags hostfs -exec="$runner" ./core/vfs/hostfs
"${clean[@]}" GOOS=wasip1 go test -short -tags hostfs -exec="$runner --opfs" ./core/vfs/hostfs
