package amqptest_test

import (
	"testing"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server/amqp/amqptest"
)

func channel(t *testing.T, b *amqptest.Broker) *amqp091.Channel {
	conn, err := amqp091.DialConfig(b.URL, amqp091.Config{Dial: b.Dial})
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	ch, err := conn.Channel()
	require.NoError(t, err)
	return ch
}

func TestPublishAndConsumeWithoutASocket(t *testing.T) {
	ch := channel(t, amqptest.New(t))
	q, err := ch.QueueDeclare("", false, true, true, false, nil)
	require.NoError(t, err)
	require.NoError(t, ch.PublishWithContext(t.Context(), "", q.Name, false, false, amqp091.Publishing{Body: []byte("hello")}))
	deliveries, err := ch.Consume(q.Name, "", false, false, false, false, nil)
	require.NoError(t, err)
	d := <-deliveries
	assert.Equal(t, "hello", string(d.Body))
	require.NoError(t, d.Ack(false))
}

func TestTimeIsTheTests(t *testing.T) {
	b := amqptest.New(t, amqptest.WithManualClock(time.Unix(1e9, 0)))
	ch := channel(t, b)
	_, err := ch.QueueDeclare("dead", false, false, false, false, nil)
	require.NoError(t, err)
	_, err = ch.QueueDeclare("hour", false, false, false, false, amqp091.Table{
		"x-message-ttl": 3600_000, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dead",
	})
	require.NoError(t, err)
	require.NoError(t, ch.PublishWithContext(t.Context(), "", "hour", false, false, amqp091.Publishing{Body: []byte("late")}))
	deliveries, err := ch.Consume("dead", "", true, false, false, false, nil)
	require.NoError(t, err)
	b.Advance(59 * time.Minute)
	select {
	case <-deliveries:
		t.Fatal("it came too early")
	default:
	}
	b.Advance(time.Minute)
	assert.Equal(t, "late", string((<-deliveries).Body))
}
