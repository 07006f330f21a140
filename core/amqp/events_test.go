package amqp_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

func TestEventsOfQueuesExchangesAndDeaths(t *testing.T) {
	hub := event.NewHub(100)
	heard := hub.Subscribe(nil)
	defer heard.Close()
	w := world.World{FS: memfs.New(), Events: hub}
	db, err := amqp.Open(w, amqp.Options{})
	require.NoError(t, err)
	require.NoError(t, crashBroker{DB: db}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
		tx.PutVhost("a b", "", nil)
		require.NoError(t, tx.Import(amqp.Definitions{Queues: []amqp.QueueDefinition{{Vhost: "a b", Name: "ü", Durable: true}}}))
		require.NoError(t, ch.ExchangeDeclare(tx, amqp.ExchangeDeclare{Name: "x", Type: amqp.Topic}))
		limit := amqp.QueueDeclare{Name: "q", Durable: true}
		limit.Arguments.Set("x-max-length", int32(1))
		for range 2 { // the second time it is there
			_, err := ch.QueueDeclare(tx, limit)
			require.NoError(t, err)
		}
		for range 2 {
			require.NoError(t, ch.Publish(tx, amqp.Publish{Key: []byte("q")}))
		}
		g, _, err := ch.Get(tx, "q", false)
		require.NoError(t, err)
		require.NoError(t, ch.Nack(tx, g.Tag, false, false))
		require.NoError(t, ch.ExchangeDelete(tx, "x", false))
		require.NoError(t, tx.DeleteVhost("a b"))
		return nil
	}))
	require.NoError(t, db.Close())
	db, err = amqp.Open(w, amqp.Options{}) // what is read back tells nothing
	require.NoError(t, err)
	require.NoError(t, db.Reset())
	require.NoError(t, db.Close())

	var list [20]event.Event
	n, missed := heard.Read(list[:])
	require.Zero(t, missed)
	var got []string
	for _, e := range list[:n] {
		require.Equal(t, "amqp", e.Engine)
		got = append(got, string(e.Type)+" "+e.Key+" "+e.Reason)
	}
	require.Equal(t, []string{
		"set queues/a%20b/%C3%BC ", "set exchanges/%2F/x ", "set queues/%2F/q ",
		"died queues/%2F/q maxlen", "died queues/%2F/q rejected",
		"deleted exchanges/%2F/x ", "deleted queues/a%20b/%C3%BC ", "flushed  ",
	}, got)
}
