package command_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/command"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/world"
)

var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func open(t *testing.T) (*amqp.DB, *command.Session) {
	t.Helper()
	db, err := amqp.Open(world.World{Clock: clock.NewManual(epoch), Seed: 1}, amqp.Options{InMemory: true})
	require.NoError(t, err)
	s, err := command.New(db, command.Options{Name: "test"})
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, s.Close())
		require.NoError(t, db.Close())
	})
	return db, s
}

// call is one line of a table: an operation and what it answers, or its error.
type call struct{ op, args, reply, err string }

func run(t *testing.T, s *command.Session, calls []call) {
	t.Helper()
	for _, c := range calls {
		reply, err := s.Do(epoch, c.op, []byte(c.args))
		if c.err != "" {
			require.EqualError(t, err, c.err, c.op+" "+c.args)
			continue
		}
		require.NoError(t, err, c.op+" "+c.args)
		require.Equal(t, c.reply, string(reply), c.op+" "+c.args)
	}
}

func TestDo(t *testing.T) {
	_, s := open(t)
	run(t, s, []call{
		{op: "queue.declare", args: `{"queue":"q","durable":true}`, reply: `{"queue":"q","message_count":0,"consumer_count":0}`},
		{op: "basic.get", args: `{"queue":"q"}`, reply: `null`},
		{op: "confirm.select", reply: `{}`},
		{op: "basic.publish", args: `{"routing_key":"q","body":"hello","properties":{"delivery_mode":2,"headers":{"n":1,"f":1.5,"t":{"timestamp":7}}}}`, reply: `{}`},
		{op: "next", reply: `{"event":"basic.ack","channel":1,"delivery_tag":1,"multiple":false}`},
		{op: "next", reply: `null`},
		{op: "basic.consume", args: `{"queue":"q","consumer_tag":"c"}`, reply: `{"consumer_tag":"c"}`},
		{op: "next", args: `{"event":"basic.return"}`, reply: `null`},
		{op: "next", reply: `{"event":"basic.deliver","channel":1,"consumer_tag":"c","delivery_tag":1,"redelivered":false,"exchange":"","routing_key":"q",` +
			`"properties":{"headers":{"n":1,"f":1.5,"t":{"timestamp":7}},"delivery_mode":2},"body":"hello"}`},
		{op: "basic.ack", args: `{"delivery_tag":1}`, reply: `{}`},
		{op: "basic.publish", args: `{"routing_key":"nobody","body":{"b64":"/w=="},"mandatory":true}`, reply: `{}`},
		{op: "next", reply: `{"event":"basic.return","channel":1,"reply_code":312,"reply_text":"NO_ROUTE","exchange":"","routing_key":"nobody","properties":{},"body":{"b64":"/w=="}}`},
		{op: "basic.ack", args: `{"delivery_tag":9}`, err: "PRECONDITION_FAILED - unknown delivery tag 9"},
		{op: "basic.get", args: `{"queue":"q"}`, err: amqp.ErrClosed.Error()},
		{op: "channel.open", reply: `{}`},
		{op: "basic.get", args: `{"queue":"q"}`, reply: `null`},
	})
}

// TestHardErrorEndsTheSession holds what a refusal of the whole connection
// does.
func TestHardErrorEndsTheSession(t *testing.T) {
	db, s := open(t)
	run(t, s, []call{
		{op: "queue.declare", args: `{"queue":"own","exclusive":true}`, reply: `{"queue":"own","message_count":0,"consumer_count":0}`},
		{op: "basic.recover", args: `{"requeue":false}`, err: "NOT_IMPLEMENTED - requeue=false"},
		{op: "channel.open", args: `{"channel":2}`, err: amqp.ErrClosed.Error()},
		{op: "next", reply: `null`},
	})
	require.Zero(t, db.Stats().Queues)
	require.Zero(t, db.Stats().Connections)
}

func TestArguments(t *testing.T) {
	_, s := open(t)
	run(t, s, []call{
		{op: "queue.rename", err: "amqp: unknown operation: queue.rename"},
		{op: "queue.declare", args: `[]`, err: "amqp: wrong arguments: they are not a JSON object"},
		{op: "queue.declare", args: `{"queue":1}`, err: `amqp: wrong arguments: "queue" is not a string or {"b64": "..."}`},
		{op: "queue.declare", args: `{"name":"q"}`, err: `amqp: wrong arguments: there is no argument "name"`},
		{op: "queue.declare", args: `{"channel":0}`, err: `amqp: wrong arguments: "channel" is not an integer from 1 to 65535`},
		{op: "queue.declare", args: `{"durable":1}`, err: `amqp: wrong arguments: "durable" is not true or false`},
		{op: "queue.declare", args: `{"arguments":3}`, err: `amqp: wrong arguments: "arguments" is not an object`},
		{op: "basic.ack", args: `{"delivery_tag":-1}`, err: `amqp: wrong arguments: "delivery_tag" is not an integer from 0 to 9223372036854775807`},
		{op: "basic.publish", args: `{"properties":{"priority":256}}`, err: `amqp: wrong arguments: "priority" is not an integer from 0 to 255`},
		{op: "basic.publish", args: `{"properties":{"colour":"red"}}`, err: `amqp: wrong arguments: there is no argument "colour"`},
	})
	_, err := s.Do(epoch, "queue.rename", nil)
	require.Equal(t, code.UnknownCommand, code.Of(err))
	_, err = s.Do(epoch, "queue.declare", []byte(`{"queue":1}`))
	require.Equal(t, code.InvalidArgument, code.Of(err))
}
