package session_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// TestCloseOkWaitsForTheLog closes a connection right behind a declaration
// that is not synced: neither answer may go before the sync, nor be lost by it.
func TestCloseOkWaitsForTheLog(t *testing.T) {
	db, err := amqp.Open(world.World{FS: memfs.New()}, amqp.Options{})
	require.NoError(t, err)
	defer db.Close()
	now := time.Now()
	c := session.New(db, session.Options{})
	wakes := 0
	c.Wake(func() { wakes++ })
	in := []byte(wire.ProtocolHeader)
	for _, m := range []wire.Method{
		&wire.ConnectionStartOk{Mechanism: "PLAIN", Response: "\x00guest\x00guest"},
		&wire.ConnectionTuneOk{}, &wire.ConnectionOpen{VirtualHost: "/"},
	} {
		in = wire.AppendMethodFrame(in, 0, m)
	}
	in = wire.AppendMethodFrame(in, 1, &wire.ChannelOpen{})
	c.Feed(now, in)
	require.NotEmpty(t, c.Out())

	db.OnDirty(func() {}) // from here on somebody else syncs
	c.Feed(now, wire.AppendMethodFrame(
		wire.AppendMethodFrame(nil, 1, &wire.QueueDeclare{Queue: "q", Durable: true}),
		0, &wire.ConnectionClose{ReplyCode: wire.ReplySuccess}))
	assert.Empty(t, c.Out())
	assert.False(t, c.Done(), "it has something to say yet")
	before := wakes
	require.NoError(t, db.Commit())
	assert.Greater(t, wakes, before)
	c.Feed(now, nil)
	want := wire.AppendMethodFrame(nil, 1, &wire.QueueDeclareOk{Queue: "q"})
	assert.Equal(t, wire.AppendMethodFrame(want, 0, &wire.ConnectionCloseOk{}), c.Out())

	c.Feed(now, wire.AppendMethodFrame(nil, 1, &wire.QueueDeclare{Queue: "late"}))
	assert.Empty(t, c.Out(), "what comes after the close is ignored")
	assert.False(t, c.Done(), "the client closes its end first")
	c.Feed(c.Deadline(), nil)
	assert.True(t, c.Done(), "or its time is up")
}
