package amqp_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/faultfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
)

// fill publishes messages of a kibibyte about, all in one Tx.
func (l *library) fill(messages int) {
	l.Helper()
	l.do(func(tx *amqp.Tx) {
		for n := range messages {
			require.NoError(l, l.ch.Publish(tx, amqp.Publish{Key: []byte("s"), Body: []byte(bodyOf(n, 1000))}))
		}
	})
}

// TestStreamReadersShareTheirBuffers has many readers far behind, who take one
// message each: what was read with it stays within what all may use, and is
// free again when they have gone.
func TestStreamReadersShareTheirBuffers(t *testing.T) {
	l := newLibrary(t, memfs.New())
	l.fill(3000)
	const readers = 400 // times 64 KiB is more than all may use
	l.do(func(tx *amqp.Tx) {
		require.NoError(t, l.ch.Qos(tx, 0, 1, false))
		for range readers {
			_, err := l.ch.Consume(tx, amqp.Consume{Queue: "s", Arguments: wire.Table{{Name: "x-stream-offset", Value: "first"}}})
			require.NoError(t, err)
		}
	})
	events := l.conn.Drain(nil)
	require.Len(t, events, readers)
	assert.Greater(t, l.Cursors(), int64(amqp.AheadMost/2))
	assert.LessOrEqual(t, l.Cursors(), int64(amqp.AheadMost))
	require.NoError(t, l.CheckAccounts())

	l.do(func(tx *amqp.Tx) { tx.CloseChannel(l.ch) })
	assert.Zero(t, l.Cursors())
	require.NoError(t, l.CheckAccounts())
}

// TestStreamAccountsHoldWhileItDrops has readers behind, in the middle and at
// the end of a stream whose oldest messages go.
func TestStreamAccountsHoldWhileItDrops(t *testing.T) {
	l := newLibrary(t, memfs.New(), "x-stream-max-segment-size-bytes", int32(100_000), "x-max-length-bytes", int32(300_000))
	for _, offset := range []any{"first", int64(700), "next"} {
		l.consume(offset)
		l.fill(700)
		require.NoError(t, l.CheckAccounts())
		l.got()
		require.NoError(t, l.CheckAccounts())
	}
}

// TestStreamWaitsForItsDisk has a reader whose first message can't be read for
// a while: it gets all of them, later.
func TestStreamWaitsForItsDisk(t *testing.T) {
	faults := faultfs.New(memfs.New())
	l := newLibrary(t, faults)
	l.fill(3000)
	mend := faults.Add(faultfs.Rule{Ops: faultfs.Read, Name: "*.seg", Err: vfs.ErrIO})
	l.consume("first")
	assert.Empty(t, l.got())
	mend()
	assert.Empty(t, l.got(), "it rests")
	l.clock.Advance(time.Minute)
	l.Tick(l.clock.Now())
	assert.True(t, strings.HasPrefix(l.got(), "0:"))
	require.NoError(t, l.CheckAccounts())
}
