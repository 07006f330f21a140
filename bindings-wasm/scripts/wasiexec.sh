#!/bin/bash
# wasiexec.mjs, and once more where V8 has crashed: the optimizing compiler of
# Node 20 does so now and then (one run in four of core/seglog's tests, whatever
# the stack), the other never did.
script=$(dirname "$0")/wasiexec.mjs
"$script" "$@"
code=$?
((code == 139)) || exit "$code"
echo "V8 crashed; once more without its optimizing compiler" >&2
exec node --no-warnings --stack-size=8192 --liftoff-only "$script" "$@"
