#!/usr/bin/env bash
# RabbitMQ's own rabbitmqadmin, as the management API serves it at
# /cli/rabbitmqadmin or else as Debian's package brings it, does a day's work.
set -uo pipefail
address=${MANAGEMENT_URL#http://}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
queue=admin-q-$$ exchange=admin-x-$$ failed=0

admin() { "${PYTHON:-python3}" "$work/rabbitmqadmin" --host "${address%:*}" --port "${address#*:}" "$@" 2>&1; }

# expect NAME PATTERN COMMAND...: the output matches an extended regular
# expression.
expect() {
  local name=$1 pattern=$2 output
  shift 2
  if output=$("$@") && [[ $output =~ $pattern ]]; then
    echo "PASS $name"
  else
    echo "FAIL $name: want $pattern, got: ${output//$'\n'/ | }"
    failed=1
  fi
}

# within SECONDS COMMAND...: the management API's counts come a little later.
within() {
  local end=$((SECONDS + $1)) pattern=$2
  shift 2
  until output=$("$@") && [[ $output =~ $pattern ]]; do
    ((SECONDS < end)) || break
    sleep 0.2
  done
  echo "$output"
}

if curl -sf -u guest:guest "$MANAGEMENT_URL/cli/rabbitmqadmin" -o "$work/rabbitmqadmin"; then
  echo "PASS the API serves rabbitmqadmin"
else
  script=$(command -v rabbitmqadmin) && cp "$script" "$work/" || exit 1
  echo "SKIP the API serves rabbitmqadmin: it does not; Debian's copy is used"
fi

tsv=(-f tsv -q)
expect "show overview" "rabbitmq_version" admin show overview
expect "list vhosts" "^/" admin "${tsv[@]}" list vhosts name
expect "list users" "guest" admin "${tsv[@]}" list users name tags
expect "list permissions" "guest.*/.*\.\*" admin "${tsv[@]}" list permissions user vhost configure
expect "list nodes" "rabbit@|twelvefold" admin "${tsv[@]}" list nodes name
expect "list exchanges" "amq\.direct" admin "${tsv[@]}" list exchanges name type
expect "declare a queue" "queue declared" admin declare queue name="$queue" durable=true 'arguments={"x-max-length": 100}'
expect "declare an exchange" "exchange declared" admin declare exchange name="$exchange" type=topic
expect "declare a binding" "binding declared" admin declare binding source="$exchange" destination="$queue" routing_key='a.#'
expect "list bindings" "$exchange.*$queue.*a\.#" admin "${tsv[@]}" list bindings source destination routing_key
expect "publish by exchange" "Message published" admin publish exchange="$exchange" routing_key=a.b payload=hello properties='{"delivery_mode":2}'
expect "publish to nobody" "NOT routed" admin publish exchange="$exchange" routing_key=b payload=lost
for i in 1 2; do admin publish routing_key="$queue" payload="more $i" >/dev/null; done
expect "count in the list" "$queue[[:space:]]+3" within 60 "$queue[[:space:]]+3" admin "${tsv[@]}" list queues name messages
expect "get and requeue" "hello" admin "${tsv[@]}" get queue="$queue" ackmode=ack_requeue_true
expect "get again: redelivered" "a\.b.*hello.*True" admin "${tsv[@]}" get queue="$queue" ackmode=ack_requeue_false
expect "get several" "more 1.*more 2" admin get queue="$queue" count=5 ackmode=ack_requeue_true
expect "purge" "purged|Queue purged" admin purge queue name="$queue"
expect "empty" "$queue[[:space:]]+0" within 60 "$queue[[:space:]]+0" admin "${tsv[@]}" list queues name messages
expect "declare a policy" "policy declared" admin declare policy name="policy-$$" pattern="^$queue\$" definition='{"max-length":7}' apply-to=queues
expect "list policies" "policy-$$" admin "${tsv[@]}" list policies name
expect "declare a user" "user declared" admin declare user name="user-$$" password=secret tags=management
expect "declare a vhost" "vhost declared" admin declare vhost name="vhost-$$"
expect "declare a permission" "permission declared" admin declare permission vhost="vhost-$$" user="user-$$" configure='.*' write='.*' read='.*'
expect "come in as the new user" "vhost-$$" admin -u "user-$$" -p secret -V "vhost-$$" "${tsv[@]}" list vhosts name
expect "export" "Exported definitions" admin export "$work/definitions.json"
expect "the export names the queue" "\"name\": ?\"$queue\"" cat "$work/definitions.json"
expect "delete the queue" "queue deleted" admin delete queue name="$queue"
expect "delete the exchange" "exchange deleted" admin delete exchange name="$exchange"
expect "import" "[Uu]ploaded definitions|Imported definitions" admin import "$work/definitions.json"
expect "the import brought the binding back" "$exchange.*$queue" admin "${tsv[@]}" list bindings source destination
for thing in "queue name=$queue" "exchange name=$exchange" "policy name=policy-$$" "user name=user-$$" "vhost name=vhost-$$"; do
  # shellcheck disable=SC2086 # two words
  expect "delete the ${thing%% *} again" "deleted" admin delete $thing
done
expect "a queue that is not there" "Not found" bash -c "! \"$(command -v "${PYTHON:-python3}")\" $work/rabbitmqadmin --host ${address%:*} --port ${address#*:} get queue=nothing-$$ 2>&1"
expect "a wrong password" "Access refused|401" bash -c "! \"$(command -v "${PYTHON:-python3}")\" $work/rabbitmqadmin --host ${address%:*} --port ${address#*:} -p wrong list queues 2>&1"
exit $failed
