package null_test

import (
	"net"
	"testing"

	amqp091 "github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/bench/amqp/null"
)

func dial(t *testing.T) *amqp091.Channel {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() { _ = null.Serve(l) }() // until the listener closes
	conn, err := amqp091.Dial("amqp://guest:guest@" + l.Addr().String() + "/")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	ch, err := conn.Channel()
	require.NoError(t, err)
	return ch
}

func TestConfirmsEverything(t *testing.T) {
	ch := dial(t)
	require.NoError(t, ch.Confirm(false))
	for _, body := range [][]byte{nil, []byte("small"), make([]byte, 10_000)} {
		confirm, err := ch.PublishWithDeferredConfirm("", "anything", false, false, amqp091.Publishing{Body: body})
		require.NoError(t, err)
		require.True(t, confirm.Wait())
	}
}

// TestDeliversForEver: as many as the prefetch allows, and one more for each
// acknowledgement.
func TestDeliversForEver(t *testing.T) {
	ch := dial(t)
	require.NoError(t, ch.Qos(2, 0, false))
	deliveries, err := ch.Consume("anything", "", false, false, false, false, nil)
	require.NoError(t, err)
	for tag := uint64(1); tag < 1000; tag++ {
		d := <-deliveries
		require.Equal(t, tag, d.DeliveryTag)
		require.Len(t, d.Body, null.BodySize)
		require.NoError(t, d.Ack(false))
	}
}

// TestEcho hands on what was published, and nothing else.
func TestEcho(t *testing.T) {
	ch := dial(t)
	const queue = null.EchoPrefix + "-x"
	deliveries, err := ch.Consume(queue, "", false, false, false, false, nil)
	require.NoError(t, err)
	for _, body := range []string{"one", "", "three"} {
		require.NoError(t, ch.Publish("", queue, false, false, amqp091.Publishing{Body: []byte(body)}))
		require.Equal(t, body, string((<-deliveries).Body))
	}
}
