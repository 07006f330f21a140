#!/bin/bash
# Runs the tests of core as WebAssembly: all of them for GOOS=wasip1, which is
# what we ship, with files that the host gives (hostfs), on disk and in the OPFS
# pool; for GOOS=js, whose machine code is the same, what the system is part of.
# Arguments are packages, for both.
#
# needs: scripts/build.sh, for the host's half of hostfs
set -euo pipefail
cd "$(dirname "$0")/../.."
packages=("${@:-./core/...}")
system=("$@")
[[ $# != 0 ]] || system=(./core/world/... ./core/clock/... ./core/vfs/... ./core/crash/... ./core/seglog/... ./core/bitcask/...)
exec_dir=$(go env GOROOT)/lib/wasm

# Go's runners hand on the environment, and js has room for 12 KiB of it.
clean=(env -i PATH="$PATH" HOME="$HOME" GOFLAGS="${GOFLAGS:-}" GOCACHE="$(go env GOCACHE)" GOMODCACHE="$(go env GOMODCACHE)"
  GOPROXY="$(go env GOPROXY)" GOARCH=wasm)

echo "GOOS=js, Node:"
"${clean[@]}" GOOS=js go test -short -exec="$exec_dir/go_js_wasm_exec" "${system[@]}"

# In Node too: wazero compiles each test binary for seconds before it runs it.
echo "GOOS=wasip1, Node, files of the host in a folder:"
runner=$PWD/bindings-wasm/scripts/wasiexec.mjs
"${clean[@]}" GOOS=wasip1 go test -short -tags hostfs -exec="$runner" "${packages[@]}"

echo "the OPFS pool:"
"${clean[@]}" GOOS=wasip1 go test -short -tags hostfs -exec="$runner --opfs" ./core/vfs/hostfs
