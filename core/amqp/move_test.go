package amqp_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// brokers are one in memory, and one on a disk whose messages do not fit into
// memory.
var brokers = map[string]func() (*amqp.DB, error){
	"in memory": func() (*amqp.DB, error) { return amqp.Open(world.World{}, amqp.Options{InMemory: true}) },
	"paged":     func() (*amqp.DB, error) { return amqp.Open(world.World{FS: memfs.New()}, amqp.Options{MemoryLimit: 1}) },
}

func bodies(t *testing.T, tx *amqp.Tx, queue string) string {
	list, err := tx.Peek("/", queue, -1)
	require.NoError(t, err)
	var all []string
	for _, p := range list {
		all = append(all, string(p.Message.Body))
	}
	return strings.Join(all, " ")
}

// onBrokers runs f on a channel of each broker, with queues work (rejected
// messages go to dead) and dead.
func onBrokers(t *testing.T, f func(t *testing.T, tx *amqp.Tx, ch *amqp.Channel)) {
	for name, open := range brokers {
		t.Run(name, func(t *testing.T) {
			db, err := open()
			require.NoError(t, err)
			defer db.Close()
			require.NoError(t, crashBroker{DB: db}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
				for queue, args := range map[string]wire.Table{
					"work": {{Name: "x-dead-letter-exchange", Value: ""}, {Name: "x-dead-letter-routing-key", Value: "dead"}},
					"dead": nil,
				} {
					_, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: queue, Durable: true, Arguments: args})
					require.NoError(t, err)
				}
				for _, body := range []string{"1", "2", "3", "4"} {
					require.NoError(t, ch.Publish(tx, amqp.Publish{Key: []byte("work"), Properties: persistent, Body: []byte(body)}))
				}
				f(t, tx, ch)
				return nil
			}))
		})
	}
}

func TestPeekLeavesAndSorts(t *testing.T) {
	onBrokers(t, func(t *testing.T, tx *amqp.Tx, ch *amqp.Channel) {
		got, _, err := ch.Get(tx, "work", false)
		require.NoError(t, err)
		assert.Equal(t, "2 3 4", bodies(t, tx, "work"))
		require.NoError(t, ch.Nack(tx, got.Tag, false, true))
		assert.Equal(t, "1 2 3 4", bodies(t, tx, "work"), "what came back is in its place")
		list, err := tx.Peek("/", "work", 2)
		require.NoError(t, err)
		assert.Len(t, list, 2)
		assert.True(t, list[0].Redelivered)
		_, err = tx.Peek("/", "none", 1)
		assert.EqualError(t, err, "NOT_FOUND - no queue 'none' in vhost '/'")
	})
}

func TestMove(t *testing.T) {
	onBrokers(t, func(t *testing.T, tx *amqp.Tx, ch *amqp.Channel) {
		plan, err := tx.Move("/", "work", "dead", 3, true)
		require.NoError(t, err)
		assert.Len(t, plan, 3)
		assert.Equal(t, "1 2 3 4", bodies(t, tx, "work"), "a preview moves nothing")
		_, err = tx.Move("/", "work", "dead", 3, false)
		require.NoError(t, err)
		assert.Equal(t, "4", bodies(t, tx, "work"))
		assert.Equal(t, "1 2 3", bodies(t, tx, "dead"))
	})
}

func TestReturnDeadLetters(t *testing.T) {
	onBrokers(t, func(t *testing.T, tx *amqp.Tx, ch *amqp.Channel) {
		for range 2 {
			got, _, err := ch.Get(tx, "work", false)
			require.NoError(t, err)
			require.NoError(t, ch.Nack(tx, got.Tag, false, false))
		}
		require.NoError(t, ch.Publish(tx, amqp.Publish{Key: []byte("dead"), Body: []byte("never died")}))
		list, err := tx.Peek("/", "dead", -1)
		require.NoError(t, err)
		require.Len(t, list, 3)
		assert.Equal(t, &amqp.Origin{Queue: "work", Reason: "rejected", Exchange: "", Key: "work", Deaths: 1}, list[0].Origin)
		assert.Nil(t, list[2].Origin)

		moved, err := tx.ReturnDeadLetters("/", "dead", -1, false)
		require.NoError(t, err)
		assert.Equal(t, []string{"work", "work", ""}, []string{moved[0].To, moved[1].To, moved[2].To})
		assert.Equal(t, "3 4 1 2", bodies(t, tx, "work"))
		assert.Equal(t, "never died", bodies(t, tx, "dead"))
		list, err = tx.Peek("/", "work", -1)
		require.NoError(t, err)
		assert.Nil(t, list[3].Message.Headers(), "its deaths are forgotten")
	})
}
