package server_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server"
	"github.com/twelvefold/twelvefold/server/config"
)

// dialAMQP connects a client, which has a queue "q".
func dialAMQP(t *testing.T, srv *server.Server) (*amqp091.Connection, *amqp091.Channel) {
	t.Helper()
	conn, err := amqp091.Dial("amqp://guest:guest@" + listener(t, srv, "amqp").Addr + "/")
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.CloseDeadline(time.Now()) }) // nobody would read from it while it is blocked
	ch, err := conn.Channel()
	require.NoError(t, err)
	_, err = ch.QueueDeclare("q", true, false, false, false, nil)
	require.NoError(t, err)
	return conn, ch
}

// soon gives what comes, or fails.
func soon[T any](t *testing.T, from <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-from:
	case <-time.After(patience):
		require.Fail(t, "nothing came")
	}
	return v
}

// publish sends a message, and gives its confirm where the channel has such.
func publish(t *testing.T, ch *amqp091.Channel, size int) *amqp091.DeferredConfirmation {
	t.Helper()
	confirm, err := ch.PublishWithDeferredConfirm("", "q", false, false, amqp091.Publishing{Body: bytes.Repeat([]byte("x"), size)})
	require.NoError(t, err)
	return confirm
}

// node asks the management API.
func node(t *testing.T, srv *server.Server) (fields map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, listener(t, srv, "management").URL+"/api/nodes/twelvefold@localhost", nil)
	require.NoError(t, err)
	r.SetBasicAuth("guest", "guest")
	res, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &fields), "%s", text)
	return fields
}

func TestMaxMessageSize(t *testing.T) {
	srv := start(t, func(c *config.Config) { c.AMQPMaxMessageSize = 1000 })
	_, ch := dialAMQP(t, srv)
	closed := ch.NotifyClose(make(chan *amqp091.Error, 1))
	require.NoError(t, ch.Confirm(false))
	soon(t, publish(t, ch, 1000).Done())
	publish(t, ch, 1001)
	err := soon(t, closed)
	require.Equal(t, 406, err.Code)
	require.Equal(t, "PRECONDITION_FAILED - message size 1001 is larger than configured max size 1000", err.Reason)
}

func TestMemoryAlarm(t *testing.T) {
	srv := start(t, func(c *config.Config) { c.AMQPMemoryAlarm = 1000 })
	conn, ch := dialAMQP(t, srv)
	blocked := conn.NotifyBlocked(make(chan amqp091.Blocking, 2))
	require.NoError(t, ch.Confirm(false))
	soon(t, publish(t, ch, 1000).Done()) // what comes in one read with it is not over the limit yet
	publish(t, ch, 1)
	require.Equal(t, amqp091.Blocking{Active: true, Reason: "low on memory"}, soon(t, blocked))
	fields := node(t, srv)
	require.Equal(t, true, fields["mem_alarm"])
	require.EqualValues(t, 1000, fields["mem_limit"])
	require.NotContains(t, fields, "disk_free", "in memory there is no disk to be full")
}

func TestDiskFreeLimit(t *testing.T) {
	srv := start(t, func(c *config.Config) { c.Data, c.AMQPDiskFreeLimit = t.TempDir(), 1<<62 })
	fields := node(t, srv)
	if fields["disk_free"] == nil {
		t.Skip("this system is not asked for its free space")
	}
	require.Equal(t, true, fields["disk_free_alarm"])
	require.EqualValues(t, 1<<62, fields["disk_free_limit"])
	require.Positive(t, fields["disk_free"])
	conn, ch := dialAMQP(t, srv)
	blocked := conn.NotifyBlocked(make(chan amqp091.Blocking, 2))
	publish(t, ch, 1)
	require.Equal(t, amqp091.Blocking{Active: true, Reason: "low on disk"}, soon(t, blocked))
}

func TestBrokerThatMayFillTheDisk(t *testing.T) {
	srv := start(t, func(c *config.Config) { c.Data, c.AMQPDiskFreeLimit = t.TempDir(), -1 })
	require.Equal(t, false, node(t, srv)["disk_free_alarm"])
}
