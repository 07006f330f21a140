package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestGenerateRepeats holds that a seed makes the same sequence, others
// others, and that each kind of operation comes up.
func TestGenerateRepeats(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(200) {
		s := generate(seed, 60)
		seen["streams"] = seen["streams"] || s.streams
		require.Equal(t, s, generate(seed, 60), "seed %d", seed)
		require.NotEqual(t, s.operations, generate(seed+1, 60).operations, "seed %d", seed)
		for _, o := range s.operations {
			seen[o.name] = true
			require.NotPanics(t, func() { o.arguments() })
			require.False(t, (s.keeps || s.streams) && o.name == "basic.recover", "seed %d", seed)
		}
	}
	for _, name := range strings.Fields(`queue.declare queue.delete queue.bind queue.unbind queue.purge exchange.declare
		exchange.delete exchange.bind exchange.unbind basic.publish basic.consume basic.cancel basic.get basic.qos basic.ack
		streams basic.nack basic.reject basic.recover tx.select tx.commit tx.rollback confirm.select channel.close connection.close`) {
		require.True(t, seen[name], name)
	}
}

// ours is our broker twice.
func ours(t *testing.T) *brokers {
	b := &brokers{tally: tally{}}
	require.NoError(t, b.serve())
	b.theirs = b.ours
	require.NoError(t, b.serve())
	t.Cleanup(func() { require.NoError(t, b.stop()) })
	return b
}

// TestSameBrokerTwice plays to two brokers of ours: they never differ, and
// leave nothing behind that the next sequence would see.
func TestSameBrokerTwice(t *testing.T) {
	b := ours(t)
	for seed := range uint64(24) {
		s := generate(seed, 30)
		if s.brief {
			continue // whether a millisecond is over is no matter of the broker
		}
		d, err := b.compare(s, pace{})
		require.NoError(t, err, "seed %d", seed)
		require.Nil(t, d, "go run ./tests/amqp/differential -seed %d -rounds 1 -length 30\n%s", seed, d)
	}
	require.Positive(t, b.tally["basic.deliver"])
	require.Positive(t, b.tally["refused"])
}

// TestDifferenceIsFoundAndShrunk gives one broker a queue that no sequence can
// delete, and expects the one operation that shows it.
func TestDifferenceIsFoundAndShrunk(t *testing.T) {
	b := ours(t)
	extra := &player{addr: b.theirs, names: names{}}
	c, err := extra.client(place{1, 1})
	require.NoError(t, err)
	defer c.Close()
	_, err = c.Do(1, "queue.declare", object{"queue": "kept", "exclusive": true})
	require.NoError(t, err)
	s := generate(3, 20)
	require.False(t, s.brief, "another seed is needed: it would wait for milliseconds")
	passive := operation{place: place{2, 1}, name: "queue.declare", args: `{"queue":"kept","passive":true}`}
	s.operations = append(s.operations[:10:10], append([]operation{passive}, s.operations[10:]...)...)
	d, err := b.compare(s, pace{})
	require.NoError(t, err)
	require.NotNil(t, d)
	d = b.shrink(s, d)
	require.Len(t, d.steps, 1)
	require.Contains(t, d.ours, "NOT_FOUND - no queue 'kept'")
	require.Contains(t, d.theirs, "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'kept'")
	require.Contains(t, d.String(), `do: [queue.declare, {"passive":true,"queue":"kept"}]`)
}

// TestPlainNames holds that what servers name is compared by its order.
func TestPlainNames(t *testing.T) {
	n := names{}
	const a, b = "amq.gen-aaaaaaaaaaaaaaaaaaaaaa", "amq.ctag-bbbbbbbbbbb_bb-bbbbbbb"
	require.Equal(t, "amq.gen#1 amq.ctag#2 amq.gen#1 amq.gen-short", n.plain(a+" "+b+" "+a+" amq.gen-short"))
}

// TestFields shows what of a method is compared.
func TestFields(t *testing.T) {
	require.Equal(t, `body="x" count=1:int64 headers={time=a time} list=[1:int32, true]`, fields(object{
		"event": "basic.deliver", "channel": uint16(1), "delivery_tag": uint64(7), "body": "x", "count": int64(1),
		"headers": object{"time": object{"timestamp": uint64(5)}}, "list": []any{int32(1), true},
	}))
	require.Equal(t, "tag=7", fields(object{"event": "basic.ack", "delivery_tag": uint64(7), "multiple": false}))
}
