package command_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/command"
	"github.com/twelvefold/twelvefold/core/world"
)

// TestOperate does what an operator does, in order, and looks at each answer.
func TestOperate(t *testing.T) {
	db, err := amqp.Open(world.World{}, amqp.Options{InMemory: true})
	require.NoError(t, err)
	s, err := command.New(db, command.Options{})
	require.NoError(t, err)
	for _, step := range []struct{ op, args, want string }{
		{"queue.declare", `{"queue":"dead"}`, ``},
		{"queue.declare", `{"queue":"work","arguments":{"x-dead-letter-exchange":"","x-dead-letter-routing-key":"dead"}}`, ``},
		{"basic.publish", `{"routing_key":"work","body":"a"}`, ``},
		{"basic.publish", `{"routing_key":"work","body":"b"}`, ``},
		{"basic.get", `{"queue":"work"}`, ``},
		{"basic.reject", `{"delivery_tag":1,"requeue":false}`, ``},
		{"broker.queues", ``, `{"queues":[
			{"name":"dead","type":"classic","durable":false,"messages_ready":1,"messages_unacknowledged":0,"message_bytes_ready":1,"consumers":0},
			{"name":"work","type":"classic","durable":false,"messages_ready":1,"messages_unacknowledged":0,"message_bytes_ready":1,"consumers":0}]}`},
		{"broker.peek", `{"queue":"work","count":5}`, `{"messages":[
			{"seq":2,"redelivered":false,"exchange":"","routing_key":"work","properties":{},"body":"b"}]}`},
		{"broker.return_dead_letters", `{"queue":"dead","preview":true}`, `{"message_count":1,"messages":[{"seq":1,"to":"work","body":"a"}]}`},
		{"broker.return_dead_letters", `{"queue":"dead"}`, `{"message_count":1,"messages":[{"seq":1,"to":"work","body":"a"}]}`},
		{"broker.move", `{"queue":"work","to":"dead","count":1}`, `{"message_count":1,"messages":[{"seq":2,"to":"dead","body":"b"}]}`},
		{"broker.peek", `{"queue":"work"}`, `{"messages":[
			{"seq":3,"redelivered":false,"exchange":"","routing_key":"work","properties":{},"body":"a"}]}`},
		{"queue.declare", `{"queue":"log","durable":true,"arguments":{"x-queue-type":"stream"}}`, ``},
		{"basic.publish", `{"routing_key":"log","body":"a"}`, ``},
		{"basic.publish", `{"routing_key":"log","body":"b"}`, ``},
		{"broker.peek", `{"queue":"log","count":1,"offset":1}`, `{"messages":[{"seq":2,"redelivered":false,"offset":1,"exchange":"",
			"routing_key":"log","properties":{"headers":{"x-stream-offset":1}},"body":"b"}]}`},
		{"broker.peek", `{"queue":"log","offset":"next"}`, `{"messages":[]}`},
		{"broker.peek", `{"queue":"log","offset":{"timestamp":9999999999}}`, `{"messages":[]}`},
	} {
		reply, err := s.Do(time.Now(), step.op, []byte(step.args))
		require.NoError(t, err, step.op)
		if step.want != "" {
			assert.JSONEq(t, step.want, string(reply), step.op)
		}
	}
	for args, want := range map[string]string{
		`{"queue":"dead","offset":0}`:      "PRECONDITION_FAILED - an offset is for streams: queue 'dead' in vhost '/' is of type classic",
		`{"queue":"log","offset":"never"}`: "PRECONDITION_FAILED - invalid arg 'x-stream-offset' for queue 'log' in vhost '/': {invalid_stream_offset_arg,{longstr,<<\"never\">>}}",
	} {
		_, err = s.Do(time.Now(), "broker.peek", []byte(args))
		require.EqualError(t, err, want)
		_, err = s.Do(time.Now(), "channel.open", nil)
		require.NoError(t, err)
	}
	_, err = s.Do(time.Now(), "broker.peek", []byte(`{"queue":"none"}`))
	assert.EqualError(t, err, "NOT_FOUND - no queue 'none' in vhost '/'")
}
