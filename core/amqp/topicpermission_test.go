package amqp_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// TestTopicPermissions tries keys that RabbitMQ 3.10.8 has been asked for with
// the same patterns, before and after a restart.
func TestTopicPermissions(t *testing.T) {
	r := restartable(t)
	r.declare("q")
	r.on(func(tx *amqp.Tx, ch *amqp.Channel) {
		require.NoError(t, ch.ExchangeDeclare(tx, amqp.ExchangeDeclare{Name: "other", Type: "topic", Durable: true}))
		for _, p := range []amqp.TopicPermission{
			{User: "guest", Vhost: "/", Exchange: "amq.topic", Write: "^a", Read: "^{username}-b"},
			{User: "guest", Vhost: "/", Exchange: "other"},
			{User: "guest", Vhost: "/", Exchange: "amq.fanout"}, // no topic exchange
		} {
			require.NoError(t, tx.SetTopicPermission(p))
		}
		require.Error(t, tx.SetTopicPermission(amqp.TopicPermission{User: "nobody", Vhost: "/"}))
		require.Error(t, tx.SetTopicPermission(amqp.TopicPermission{User: "guest", Vhost: "nowhere"}))
		require.Error(t, tx.SetTopicPermission(amqp.TopicPermission{User: "guest", Vhost: "/", Read: "("}))
	})
	for range 2 {
		tryTopics(t, r)
		r.again(small, 0)
	}
	r.on(func(tx *amqp.Tx, ch *amqp.Channel) {
		require.Len(t, tx.TopicPermissions(), 3)
		require.True(t, tx.ClearTopicPermissions("guest", "/"))
		require.False(t, tx.ClearTopicPermissions("guest", "/"))
		require.NoError(t, ch.Publish(tx, amqp.Publish{Exchange: []byte("amq.topic"), Key: []byte("b.a")}))
	})
	r.again(small, 0)
	r.on(func(tx *amqp.Tx, _ *amqp.Channel) { require.Empty(t, tx.TopicPermissions()) })
}

func tryTopics(t *testing.T, r *restarts) {
	t.Helper()
	publish := func(exchange, key string) func(*amqp.Tx, *amqp.Channel) error {
		return func(tx *amqp.Tx, ch *amqp.Channel) error {
			return ch.Publish(tx, amqp.Publish{Exchange: []byte(exchange), Key: []byte(key)})
		}
	}
	bind := func(b amqp.Bind) func(*amqp.Tx, *amqp.Channel) error {
		return func(tx *amqp.Tx, ch *amqp.Channel) error { return ch.Bind(tx, b) }
	}
	for _, tc := range []struct {
		name  string
		try   func(*amqp.Tx, *amqp.Channel) error
		topic string // of the refusal; "" is none
	}{
		{"a key that is allowed", publish("amq.topic", "a.b"), ""},
		{"a key that is not", publish("amq.topic", "b.a"), "topic 'b.a' in exchange 'amq.topic'"},
		{"another type of exchange", publish("amq.fanout", "b.a"), ""},
		{"empty patterns", publish("other", "x"), "topic 'x' in exchange 'other'"},
		{"empty patterns and key", publish("other", ""), ""},
		{"binding", bind(amqp.Bind{Source: "amq.topic", Destination: "q", Key: "guest-b"}), ""},
		{"binding with another key", bind(amqp.Bind{Source: "amq.topic", Destination: "q", Key: "x"}), "topic 'x' in exchange 'amq.topic'"},
		{"exchange to exchange", bind(amqp.Bind{Source: "amq.topic", Destination: "amq.fanout", ToExchange: true, Key: "x"}), "topic 'x' in exchange 'amq.topic'"},
		{"unbinding", func(tx *amqp.Tx, ch *amqp.Channel) error {
			return ch.Unbind(tx, amqp.Bind{Source: "amq.topic", Destination: "q", Key: "x"})
		}, "topic 'x' in exchange 'amq.topic'"},
	} {
		r.on(func(tx *amqp.Tx, ch *amqp.Channel) {
			err := tc.try(tx, ch)
			if tc.topic == "" {
				require.NoError(t, err, tc.name)
				return
			}
			require.EqualError(t, err, "ACCESS_REFUSED - access to "+tc.topic+" in vhost '/' refused for user 'guest'", tc.name)
		})
	}
}
