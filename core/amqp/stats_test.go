package amqp_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/world"
)

func TestStatsCount(t *testing.T) {
	db, err := amqp.Open(world.World{}, amqp.Options{InMemory: true})
	require.NoError(t, err)
	require.NoError(t, crashBroker{DB: db}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
		_, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "q"})
		require.NoError(t, err)
		require.NoError(t, ch.ConfirmSelect())
		for range 3 {
			require.NoError(t, ch.Publish(tx, amqp.Publish{Key: []byte("q"), Body: []byte("x")}))
		}
		ch.Confirms(func(uint64, bool, bool) {})
		got, _, err := ch.Get(tx, "q", false)
		require.NoError(t, err)
		return ch.Ack(tx, got.Tag, false)
	}))
	s := db.Stats()
	assert.Equal(t, amqp.Stats{
		Exchanges: 7, Queues: 1, MessagesReady: 2, MessageBytes: s.MessageBytes,
		Published: 3, Confirmed: 3, Delivered: 1, Acknowledged: 1,
	}, s)
	assert.Positive(t, s.MessageBytes)
}

// TestStatsOutliveTheVirtualHost counts one of each in a virtual host that is
// deleted then: counters are since Open, wherever it was.
func TestStatsOutliveTheVirtualHost(t *testing.T) {
	db, err := amqp.Open(world.World{}, amqp.Options{InMemory: true})
	require.NoError(t, err)
	var ch *amqp.Channel
	require.NoError(t, db.Update(func(tx *amqp.Tx) error {
		_, ch = enterVhost(t, tx, "v")
		require.NoError(t, ch.ConfirmSelect())
		_, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "q"})
		require.NoError(t, err)
		for _, p := range []amqp.Publish{
			{Key: []byte("q")}, {Key: []byte("nowhere")}, {Key: []byte("nowhere"), Mandatory: true},
		} {
			require.NoError(t, ch.Publish(tx, p))
		}
		got, _, err := ch.Get(tx, "q", false)
		require.NoError(t, err)
		require.NoError(t, ch.Nack(tx, got.Tag, false, true))
		again, _, err := ch.Get(tx, "q", false)
		require.NoError(t, err)
		require.True(t, again.Redelivered)
		require.NoError(t, ch.Nack(tx, again.Tag, false, true))
		_, err = ch.Consume(tx, amqp.Consume{Queue: "q"})
		return err
	}))
	ch.Confirms(func(uint64, bool, bool) {})
	require.NoError(t, db.Update(func(tx *amqp.Tx) error { return ch.Ack(tx, 3, false) }))
	counted := amqp.Stats{
		Exchanges: 7, Published: 3, Confirmed: 3, Delivered: 3, Redelivered: 1,
		Acknowledged: 1, Returned: 1, Unroutable: 2,
	}
	before := counted
	before.Connections, before.Channels, before.Exchanges, before.Queues, before.Consumers = 1, 1, 14, 1, 1
	assert.Equal(t, before, db.Stats())
	require.NoError(t, db.Update(func(tx *amqp.Tx) error { return tx.DeleteVhost("v") }))
	assert.Equal(t, counted, db.Stats())
}
