#!/usr/bin/env bash
# `make run`: at a terminal, serve on the usual ports until Ctrl-C. Without one
# (CI, a script), serve on free ports, run each client line that the server
# prints, show the replies, and end: 0 if every line worked.
set -euo pipefail
cd "$(dirname "$0")/.."
server=bin/twelvefold

if [[ -t 0 && -t 1 ]]; then
  exec "$server" serve "$@"
fi

eval "$(tools/clients.sh)"
work=$(mktemp -d)
"$server" serve --ports auto --ready-file "$work/ready.json" "$@" >"$work/out" &
pid=$!
finish() {
  kill -TERM "$pid" 2>/dev/null || true
  wait "$pid" || true
  rm -rf "$work"
}
trap finish EXIT

# What the server prints comes after the ready file; both come, or it ends.
until [[ -s $work/out ]]; do
  kill -0 "$pid" 2>/dev/null || { echo "run: the server did not start" >&2; exit 1; }
  sleep 0.05
done
cat "$work/out"
echo

# worked OUTPUT-FILE tells an error reply that a client printed and did not
# exit for.
worked() { ! grep -qE '^(\(error\) )?(ERR|WRONGTYPE|NOAUTH) ' "$1"; }

passed=0 failed=0 skipped=0 client=
while IFS= read -r text; do
  case $text in
    '    $ '*)
      line=${text#'    $ '}
      echo "--- $client: $line"
      if ! command -v "${line%% *}" >/dev/null; then
        echo "skipped: ${line%% *} is not installed"
        skipped=$((skipped + 1))
      elif timeout 120 bash -c "$line" >"$work/reply" 2>&1 </dev/null && worked "$work/reply"; then
        cat "$work/reply"
        passed=$((passed + 1))
      else
        cat "$work/reply"
        echo "FAILED"
        failed=$((failed + 1))
      fi
      ;;
    '  '[!\ ]*) client=${text#  } ;;
  esac
done <"$work/out"

echo "$passed passed, $failed failed, $skipped skipped"
[[ $failed == 0 && $passed -gt 0 ]]
