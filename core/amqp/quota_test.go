package amqp_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// limit is one of a virtual host or user.
func limit(name string, most int64) wire.Table { return wire.Table{{Name: name, Value: most}} }

// The texts are those of RabbitMQ 3.10.8.
func TestLimits(t *testing.T) {
	r := restartable(t)
	r.declare("one")
	r.on(func(tx *amqp.Tx, _ *amqp.Channel) {
		require.NoError(t, tx.SetVhostLimits("/", limit(amqp.MaxQueues, 2)))
		require.NoError(t, tx.SetUserLimits("guest", limit(amqp.MaxChannels, 2)))
	})
	for range 2 {
		r.on(func(tx *amqp.Tx, ch *amqp.Channel) {
			for _, name := range []string{"one", "two"} { // declared before, and the last there may be
				_, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: name})
				require.True(t, err == nil || name == "one", err)
			}
			_, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "three"})
			require.EqualError(t, err, "PRECONDITION_FAILED - cannot declare queue 'three': queue limit in vhost '/' (2) is reached")
			_, err = tx.OpenChannel(ch.Conn(), 2)
			require.NoError(t, err)
			_, err = tx.OpenChannel(ch.Conn(), 3)
			require.EqualError(t, err, "NOT_ALLOWED - number of channels opened for user 'guest' has reached the maximum allowed user limit of (2)")
		})
		r.again(small, 0)
	}
}

func TestLimitsOfConnections(t *testing.T) {
	r := restartable(t)
	connect := func(tx *amqp.Tx, want string) {
		t.Helper()
		_, err := tx.Connect("guest", "/", amqp.Client{})
		if want == "" {
			require.NoError(t, err)
			return
		}
		require.EqualError(t, err, want)
	}
	r.on(func(tx *amqp.Tx, _ *amqp.Channel) { // which is one connection
		ofVhost := "NOT_ALLOWED - access to vhost '/' refused for user 'guest': connection limit (2) is reached"
		require.NoError(t, tx.SetVhostLimits("/", limit(amqp.MaxConnections, 2)))
		connect(tx, "")
		connect(tx, ofVhost)
		require.NoError(t, tx.SetUserLimits("guest", limit(amqp.MaxConnections, 0)))
		connect(tx, ofVhost)
		require.NoError(t, tx.SetVhostLimits("/", limit(amqp.MaxConnections, -1)))
		connect(tx, "NOT_ALLOWED - connection refused for user 'guest': user connection limit (0) is reached")
		require.NoError(t, tx.SetUserLimits("guest", nil))
		connect(tx, "")
	})
}

func TestLimitsThatAreNone(t *testing.T) {
	r := newRuled(t)
	r.do(func(tx *amqp.Tx, _ *amqp.Channel) {
		for want, err := range map[string]error{
			"NOT_FOUND - no vhost 'none'": tx.SetVhostLimits("none", nil),
			"NOT_FOUND - no user 'none'":  tx.SetUserLimits("none", nil),
			"PRECONDITION_FAILED - Validation failed\n\nUnrecognised terms [{<<\"max-channels\">>,1}] in limits\n": tx.SetVhostLimits("/", limit(amqp.MaxChannels, 1)),
			"PRECONDITION_FAILED - Unrecognised terms [{<<\"max-queues\">>,1}] in user-limits":                     tx.SetUserLimits("guest", limit(amqp.MaxQueues, 1)),
			"PRECONDITION_FAILED - max-channels should be a number, actually was 1.5":                              tx.PutAccount(amqp.Account{Name: "x", Limits: wire.Table{{Name: amqp.MaxChannels, Value: 1.5}}}),
		} {
			require.EqualError(t, err, want)
		}
	})
}
