package command_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/command"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

func TestBodiesBesideTheText(t *testing.T) {
	_, s := open(t)
	body := []byte("\xff\x00body")
	do := func(op, args string, body []byte) (string, []byte) {
		t.Helper()
		reply, content, err := s.DoBody(epoch, op, []byte(args), body)
		require.NoError(t, err, op)
		return string(reply), content
	}
	do("queue.declare", `{"queue":"q"}`, nil)
	_, content := do("basic.get", `{"queue":"q"}`, nil)
	require.Nil(t, content, "no message")

	do("basic.publish", `{"routing_key":"q"}`, body)
	do("basic.publish", `{"routing_key":"q","body":"named"}`, body)
	do("basic.publish", `{"routing_key":"q"}`, nil)
	reply, content := do("basic.get", `{"queue":"q"}`, nil)
	require.Equal(t, `{"delivery_tag":1,"redelivered":false,"exchange":"","routing_key":"q","message_count":2,"properties":{}}`, reply)
	require.Equal(t, body, content)

	do("basic.consume", `{"queue":"q","consumer_tag":"c"}`, nil)
	reply, content = do("next", "", nil)
	require.Contains(t, reply, `"delivery_tag":2`)
	require.NotContains(t, reply, "body")
	require.Equal(t, "named", string(content))
	_, content = do("next", "", nil)
	require.NotNil(t, content, "a message without a body is a message")
	require.Empty(t, content)
}

func TestPublishTellsItsOutcome(t *testing.T) {
	_, s := open(t)
	publish := func(args string, confirm bool) error { return s.Publish(epoch, []byte(args), []byte("b"), confirm) }
	run(t, s, []call{
		{op: "queue.declare", args: `{"queue":"q","arguments":{"x-max-length":1,"x-overflow":"reject-publish"}}`,
			reply: `{"queue":"q","message_count":0,"consumer_count":0}`},
	})
	require.NoError(t, publish(`{"routing_key":"q"}`, true))
	require.ErrorIs(t, publish(`{"routing_key":"q"}`, true), command.ErrNacked)
	require.NoError(t, publish(`{"routing_key":"q"}`, false), "nobody asked")

	var refusal *amqp.Error
	for _, confirm := range []bool{true, false} {
		require.ErrorAs(t, publish(`{"routing_key":"nobody","mandatory":true}`, confirm), &refusal)
		require.EqualValues(t, wire.NoRoute, refusal.Reply)
	}
	require.NoError(t, publish(`{"routing_key":"nobody"}`, true))
	run(t, s, []call{
		{op: "next", reply: `null`}, // neither confirms nor returns are left over
		{op: "queue.purge", args: `{"queue":"q"}`, reply: `{"message_count":1}`},
	})
	require.ErrorContains(t, publish(`{"exchange":"none"}`, true), "NOT_FOUND - no exchange 'none' in vhost '/'")
	require.ErrorIs(t, publish(`{"routing_key":"q"}`, true), amqp.ErrClosed)
}

// TestOutcomesAreOnDisk has nobody but the session sync: what OnDirty is given
// does nothing.
func TestOutcomesAreOnDisk(t *testing.T) {
	db, err := amqp.Open(world.World{FS: memfs.New(), Clock: clock.NewManual(epoch), Seed: 1}, amqp.Options{})
	require.NoError(t, err)
	db.OnDirty(func() {})
	s, err := command.New(db, command.Options{})
	require.NoError(t, err)
	end := func() uint64 { return db.Synced() }

	before := end()
	_, err = s.Do(epoch, "queue.declare", []byte(`{"queue":"q","durable":true}`))
	require.NoError(t, err)
	declared := end()
	require.Greater(t, declared, before)
	args := []byte(`{"routing_key":"q","properties":{"delivery_mode":2}}`)
	require.NoError(t, s.Publish(epoch, args, nil, false))
	require.Equal(t, declared, end(), "nobody waits for it")
	require.NoError(t, s.Publish(epoch, args, nil, true))
	require.Greater(t, end(), declared)
	require.NoError(t, s.Close())
	require.NoError(t, db.Close())
}
