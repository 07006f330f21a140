package amqp_test

import (
	"strings"
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

// TestQueuesGoInOrder is of what takes many queues away at once: the same seed
// tells of it in the same order.
func TestQueuesGoInOrder(t *testing.T) {
	names := strings.Split("abcdefghijklmnopqrstuvwxyz", "") // so many that a map's order is hardly ever theirs
	for _, tc := range []struct {
		name, vhost string
		exclusive   bool
		remove      func(*amqp.Tx, *amqp.Conn) error
	}{
		{"a client's own", "/", true, func(tx *amqp.Tx, conn *amqp.Conn) error { tx.Disconnect(conn); return nil }},
		{"a virtual host's", "v", false, func(tx *amqp.Tx, _ *amqp.Conn) error { return tx.DeleteVhost("v") }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			hub := event.NewHub(100)
			heard := hub.Subscribe(nil)
			defer heard.Close()
			db, err := amqp.Open(world.World{Events: hub}, amqp.Options{InMemory: true})
			require.NoError(t, err)
			require.NoError(t, db.Update(func(tx *amqp.Tx) error {
				conn, ch := enterVhost(t, tx, tc.vhost)
				for _, name := range names {
					_, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: name, Exclusive: tc.exclusive})
					require.NoError(t, err)
				}
				return tc.remove(tx, conn)
			}))
			var list [100]event.Event
			n, missed := heard.Read(list[:])
			require.Zero(t, missed)
			var gone []string
			for _, e := range list[:n] {
				if e.Type == event.Deleted {
					gone = append(gone, e.Key[strings.LastIndexByte(e.Key, '/')+1:])
				}
			}
			require.Equal(t, names, gone)
		})
	}
}

// enterVhost connects guest to a virtual host, which it makes if need be.
func enterVhost(t *testing.T, tx *amqp.Tx, vhost string) (*amqp.Conn, *amqp.Channel) {
	tx.PutVhost(vhost, "", nil)
	require.NoError(t, tx.SetPermission(amqp.Permission{User: "guest", Vhost: vhost, Configure: ".*", Write: ".*", Read: ".*"}))
	conn, err := tx.Connect("guest", vhost, amqp.Client{})
	require.NoError(t, err)
	ch, err := tx.OpenChannel(conn, 1)
	require.NoError(t, err)
	return conn, ch
}
