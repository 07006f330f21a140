#!/usr/bin/env bash
# Runs every fuzz target for a while: tools/fuzz.sh [time per target, 60s]
# What a target finds, go keeps under the package's testdata/fuzz: commit it.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-60s}

git ls-files '*_test.go' | xargs grep -H '^func Fuzz' |
  sed -E 's/^(.*)\/[^/]+\.go:func (Fuzz[A-Za-z0-9_]*)\(.*/\1 \2/' |
  while read -r package target; do
    echo "--- $package $target"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 10x -parallel 2 "./$package" </dev/null
  done
