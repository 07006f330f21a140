#!/usr/bin/env bash
# The C client librabbitmq, by the commands of Debian's amqp-tools: declare,
# publish, get, consume, delete, and how it takes a refusal.
set -uo pipefail
if ! command -v amqp-publish >/dev/null; then
  echo "SKIP librabbitmq: no amqp-publish here: apt-get install amqp-tools"
  exit 0
fi
url=${AMQP_URL%/} # to librabbitmq a trailing slash is the virtual host ""
queue=librabbitmq-$$ failed=0

# expect NAME CODE OUTPUT COMMAND...: the exit code and all that it printed.
expect() {
  local name=$1 code=$2 want=$3 got
  shift 3
  got=$("$@" 2>&1)
  if [[ $? == "$code" && $got == "$want" ]]; then
    echo "PASS $name"
  else
    echo "FAIL $name: want $want, got: ${got//$'\n'/ | }"
    failed=1
  fi
}

# listen waits for a message of a topic that comes after the binding: it is
# published again until it has come.
listen() {
  local out
  out=$(mktemp)
  timeout 20 amqp-consume -u "$url" -e amq.topic -r "$queue.#" -c 1 cat >"$out" 2>/dev/null &
  local consumer=$!
  while kill -0 "$consumer" 2>/dev/null; do
    amqp-publish -u "$url" -e amq.topic -r "$queue.b.c" -b heard
    sleep 0.05
  done
  wait "$consumer" && cat "$out"
  rm -f "$out"
}

expect "declare" 0 "$queue" amqp-declare-queue -u "$url" -d -q "$queue"
for body in one two three; do
  expect "publish $body" 0 "" amqp-publish -u "$url" -r "$queue" -p -C text/plain -b "$body"
done
expect "get" 0 one amqp-get -u "$url" -q "$queue"
expect "consume" 0 twothree amqp-consume -u "$url" -q "$queue" -c 2 -p 1 cat
expect "get from an empty queue" 2 "" amqp-get -u "$url" -q "$queue"
expect "a topic" 0 heard listen
expect "delete" 0 0 amqp-delete-queue -u "$url" -q "$queue"
expect "a queue that is not there" 1 "basic.get: server channel error 404, message: NOT_FOUND - no queue '$queue' in vhost '/'" \
  amqp-get -u "$url" -q "$queue"
expect "a wrong password" 1 "logging in to AMQP server: server connection error 403, message: ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile." \
  amqp-declare-queue -u "${url/guest:guest/guest:wrong}" -q "$queue"
expect "no such virtual host" 1 "logging in to AMQP server: server connection error 530, message: NOT_ALLOWED - vhost nowhere not found" \
  amqp-declare-queue -u "$url/nowhere" -q "$queue"
exit $failed
