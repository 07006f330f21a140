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
