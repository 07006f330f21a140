#!/usr/bin/env bash
# Runs every fuzz target for a while: tools/fuzz.sh [time per target, 60s]
# What a target finds, go keeps under the package's testdata/fuzz: commit it.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-60s}

# At the end of its time go's fuzzer may fail with its own deadline where it was
# just minimizing an input (golang/go#75804). Nothing was found then: a finding
# names the file it is written to.
fuzz() {
  local out
  out=$(mktemp)
  if ! go test -run '^$' -fuzz "^$2\$" -fuzztime "$time" -fuzzminimizetime 10x -parallel 2 "$1" </dev/null 2>&1 | tee "$out"; then
    grep -q '^ *context deadline exceeded$' "$out" && ! grep -q 'Failing input written to' "$out" ||
      { rm "$out"; return 1; }
    echo "the fuzzer was stopped by its own deadline: no finding"
  fi
  rm "$out"
}

git ls-files '*_test.go' | xargs grep -H '^func Fuzz' |
  sed -E 's/^(.*)\/[^/]+\.go:func (Fuzz[A-Za-z0-9_]*)\(.*/\1 \2/' |
  while read -r package target; do
    echo "--- $package $target"
    fuzz "./$package" "$target"
  done
