package amqp_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// fill opens connections with consumers, queues and messages.
func fill(t testing.TB, db *amqp.DB, conns, queues, messages int) (list []*amqp.Conn) {
	t.Helper()
	require.NoError(t, db.Update(func(tx *amqp.Tx) error {
		for i := range conns {
			c, err := tx.Connect("guest", "/", amqp.Client{})
			if err != nil {
				return err
			}
			list = append(list, c)
			ch, err := tx.OpenChannel(c, 1)
			if err != nil {
				return err
			}
			for j := range queues {
				name := "q" + strconv.Itoa(i) + "." + strconv.Itoa(j)
				if _, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: name, Durable: true}); err != nil {
					return err
				}
				if _, err := ch.Consume(tx, amqp.Consume{Queue: name}); err != nil {
					return err
				}
				for range messages {
					if err := ch.Publish(tx, amqp.Publish{Key: []byte(name), Body: []byte("hello")}); err != nil {
						return err
					}
				}
			}
		}
		return nil
	}))
	return list
}

func TestResetWithConnectionsOpen(t *testing.T) {
	for _, w := range []world.World{{}, {FS: memfs.New()}} {
		db, err := amqp.Open(w, amqp.Options{InMemory: w.FS == nil})
		require.NoError(t, err)
		empty := db.Stats()
		conns := fill(t, db, 3, 4, 5)
		require.NoError(t, db.Reset())
		for _, c := range conns {
			events := c.Drain(nil)
			last := events[len(events)-1]
			assert.Equal(t, amqp.ConnGone, last.Kind)
			assert.Contains(t, last.Err.Text, "CONNECTION_FORCED")
		}
		stats := db.Stats()
		stats.LogBytes, empty.LogBytes = 0, 0
		assert.Equal(t, empty, stats)
		fill(t, db, 1, 1, 1) // it works as if just opened
		assert.Equal(t, 1, db.Stats().MessagesUnacked)
		require.NoError(t, db.Close())
	}
}

// BenchmarkReset empties a broker as a test leaves it behind: ten connections,
// a hundred queues with a consumer and ten messages each. What fills it is
// not timed.
func BenchmarkReset(b *testing.B) {
	db, err := amqp.Open(world.World{}, amqp.Options{InMemory: true})
	require.NoError(b, err)
	for b.Loop() {
		b.StopTimer()
		fill(b, db, 10, 10, 10)
		b.StartTimer()
		if err := db.Reset(); err != nil {
			b.Fatal(err)
		}
	}
}
