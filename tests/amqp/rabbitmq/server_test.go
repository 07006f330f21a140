package rabbitmq_test

import (
	"errors"
	"net"
	"strconv"
	"strings"
	"syscall"
	"testing"

	amqp091 "github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/tests/amqp/rabbitmq"
)

// TestServer starts a real server, kills it, and finds a durable message again
// on the same address; at the end no process of it is left.
func TestServer(t *testing.T) {
	s, err := rabbitmq.Start(t.Context(), rabbitmq.Options{})
	if errors.Is(err, rabbitmq.ErrNotInstalled) {
		t.Skip(err)
	}
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Stop()) }()
	t.Logf("ready after %s", s.StartTime())

	conn, err := amqp091.Dial(s.AMQPURL)
	require.NoError(t, err)
	require.Equal(t, "3.10.8", conn.Properties["version"])
	ch, err := conn.Channel()
	require.NoError(t, err)
	require.NoError(t, ch.Confirm(false))
	_, err = ch.QueueDeclare("kept", true, false, false, false, nil)
	require.NoError(t, err)
	confirm, err := ch.PublishWithDeferredConfirm("", "kept", false, false,
		amqp091.Publishing{DeliveryMode: amqp091.Persistent, Body: []byte("hello")})
	require.NoError(t, err)
	require.True(t, confirm.Wait())

	require.NoError(t, s.Kill())
	require.NoError(t, s.Restart(t.Context()))
	t.Logf("ready again after %s", s.StartTime())
	conn, err = amqp091.Dial(s.AMQPURL)
	require.NoError(t, err)
	ch, err = conn.Channel()
	require.NoError(t, err)
	message, ok, err := ch.Get("kept", true)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "hello", string(message.Body))

	require.NoError(t, s.Stop())
	require.ErrorIs(t, syscall.Kill(s.PID, 0), syscall.ESRCH)
	require.NoDirExists(t, s.Dir)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.ManagementURL, "http://"))
	number, err := strconv.Atoi(port)
	require.NoError(t, err)
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: number})
	require.NoError(t, err, "the port is free again")
	require.NoError(t, l.Close())
}
