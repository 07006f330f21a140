package amqp_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

func TestFork(t *testing.T) {
	for name, w := range map[string]world.World{"into memory": {}, "onto a disk": {FS: memfs.New()}} {
		t.Run(name, func(t *testing.T) {
			db, err := amqp.Open(world.World{FS: memfs.New()}, amqp.Options{})
			require.NoError(t, err)
			defer db.Close()
			conn := crashBroker{DB: db}
			require.NoError(t, conn.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
				for _, q := range []amqp.QueueDeclare{{Name: "durable", Durable: true}, {Name: "transient"}} {
					_, err := ch.QueueDeclare(tx, q)
					require.NoError(t, err)
					require.NoError(t, ch.Bind(tx, amqp.Bind{Source: "amq.fanout", Destination: q.Name}))
				}
				for _, body := range []string{"1", "2", "3"} {
					require.NoError(t, ch.Publish(tx, amqp.Publish{Exchange: []byte("amq.fanout"), Properties: persistent, Body: []byte(body)}))
				}
				return nil
			}))
			fork, err := db.Fork(w)
			require.NoError(t, err)
			require.NoError(t, db.Reset())
			require.NoError(t, fork.Update(func(tx *amqp.Tx) error {
				assert.Equal(t, "1 2 3", bodies(t, tx, "durable"))
				assert.Equal(t, "1 2 3", bodies(t, tx, "transient"))
				return nil
			}))
			require.NoError(t, crashBroker{DB: fork}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
				return ch.Publish(tx, amqp.Publish{Exchange: []byte("amq.fanout"), Properties: persistent, Body: []byte("4")})
			}))
			require.NoError(t, fork.Close())
			if w.FS == nil {
				return
			}
			again, err := amqp.Open(w, amqp.Options{})
			require.NoError(t, err)
			defer again.Close()
			require.NoError(t, again.Update(func(tx *amqp.Tx) error {
				assert.Equal(t, "1 2 3 4", bodies(t, tx, "durable"))
				return nil
			}))
		})
	}
}

// What a message has gone through goes with it.
func TestForkKeepsTimesAndDeliveries(t *testing.T) {
	r := restartable(t)
	r.declare("q", deadLetters, deadKey)
	r.declare("dead")
	r.declare("later")
	r.declare("quorum", wire.Field{Name: "x-queue-type", Value: "quorum"}, wire.Field{Name: "x-delivery-limit", Value: int32(1)})
	r.on(func(tx *amqp.Tx, ch *amqp.Channel) {
		require.NoError(t, ch.ExchangeDeclare(tx, amqp.ExchangeDeclare{Name: "delay", Type: amqp.Delayed, Durable: true,
			Arguments: wire.Table{{Name: "x-delayed-type", Value: "fanout"}}}))
		require.NoError(t, ch.Bind(tx, amqp.Bind{Source: "delay", Destination: "later"}))
	})
	r.send("", "q", "first", wire.Properties{})
	r.send("", "q", "second", wire.Properties{Expiration: "5000"})
	r.send("", "quorum", "once", wire.Properties{})
	r.send("delay", "", "delayed", wire.Properties{Headers: wire.Table{{Name: "x-delay", Value: int32(3000)}}})
	r.on(func(tx *amqp.Tx, ch *amqp.Channel) {
		g, _, err := ch.Get(tx, "quorum", false)
		require.NoError(t, err)
		require.NoError(t, ch.Nack(tx, g.Tag, false, true))
	})
	fork := &restarts{t: t, disk: memfs.New(), clock: r.clock}
	require.NoError(t, r.Update(func(tx *amqp.Tx) error { // outstanding when the fork is made
		conn, err := tx.Connect("guest", "/", amqp.Client{})
		require.NoError(t, err)
		ch, err := tx.OpenChannel(conn, 1)
		require.NoError(t, err)
		_, ok, err := ch.Get(tx, "q", false)
		require.True(t, ok)
		return err
	}))
	r.clock.Advance(time.Second)
	db, err := r.Fork(world.World{FS: fork.disk, Clock: fork.clock, Seed: 2})
	require.NoError(t, err)
	fork.crashBroker = crashBroker{DB: db}
	for range 2 { // also after a restart of the copy
		assert.Equal(t, []string{"first", "second"}, fork.has("q"))
		require.NoError(t, fork.Update(func(tx *amqp.Tx) error {
			all, err := tx.Peek("/", "q", -1)
			require.NoError(t, err)
			assert.True(t, all[0].Redelivered)
			assert.Equal(t, int64(1_600_000_005_000), all[1].Expires)
			return nil
		}))
		fork.again(small, 0)
	}
	fork.clock.Advance(2 * time.Second)
	fork.Tick(fork.clock.Now())
	assert.Equal(t, []string{"delayed"}, fork.has("later"))
	fork.on(func(tx *amqp.Tx, ch *amqp.Channel) {
		g, _, err := ch.Get(tx, "quorum", false)
		require.NoError(t, err)
		assert.True(t, g.Redelivered)
		require.NoError(t, ch.Nack(tx, g.Tag, false, true))
	})
	assert.Empty(t, fork.has("quorum"), "it has come back twice")
	fork.on(func(tx *amqp.Tx, ch *amqp.Channel) { // nothing expires behind a message that lives
		_, _, err := ch.Get(tx, "q", true)
		require.NoError(t, err)
	})
	fork.clock.Advance(10 * time.Second)
	fork.Tick(fork.clock.Now())
	assert.Equal(t, []string{"second"}, fork.has("dead"))
}
