package amqp_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
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
