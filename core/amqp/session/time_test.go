package session_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

func TestHeartbeatsBothWays(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{})
	c := b.open(wire.ConnectionTuneOk{Heartbeat: 10})
	beats := 0
	for range 11 { // the client beats, too
		require.Equal(t, b.clock.Now().Add(5*time.Second), c.conn.Deadline())
		b.advance(5 * time.Second)
		c.feed(wire.AppendHeartbeat(nil))
		for _, line := range c.read() {
			require.Equal(t, "0 heartbeat", line)
			beats++
		}
	}
	require.Equal(t, 11, beats)

	for range 3 { // now it is silent
		b.advance(5 * time.Second)
		c.feed(nil)
		c.wants("0 heartbeat")
	}
	b.advance(5 * time.Second)
	c.feed(nil)
	require.True(t, c.conn.Done(), "after twice the interval")
}

func TestOutputCountsAsHeartbeat(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{})
	c := b.open(wire.ConnectionTuneOk{Heartbeat: 10}, 1)
	b.advance(4 * time.Second)
	c.send(1, &wire.QueueDeclare{Queue: "q"})
	c.wants("1 queue.declare-ok *")
	b.advance(4 * time.Second)
	c.feed(nil)
	c.wants()
	require.Equal(t, b.clock.Now().Add(time.Second), c.conn.Deadline())
}

func TestNoHeartbeatWhereNoneWasAgreedOn(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{})
	c := b.client()
	require.True(t, c.conn.Deadline().IsZero())
	b.advance(24 * time.Hour)
	c.feed(nil)
	c.wants()
	require.False(t, c.conn.Done())
}

func TestNoHeartbeatWhereTheClockLeaps(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{NoHeartbeats: true})
	c := b.open(wire.ConnectionTuneOk{Heartbeat: 10})
	require.True(t, c.conn.Deadline().IsZero())
	b.advance(24 * time.Hour)
	c.feed(nil)
	c.wants()
	require.False(t, c.conn.Done())
}

func TestBlockedClientNeedNotBeat(t *testing.T) {
	b := newBroker(t, amqp.Options{MemoryAlarm: 100}, session.Options{})
	c, consumer := b.open(wire.ConnectionTuneOk{Heartbeat: 10}, 1), b.client(1)
	c.send(1, &wire.QueueDeclare{Queue: "q"})
	c.publish(1, "q", "one")
	c.publish(1, "q", "two")
	c.wants("1 queue.declare-ok *", "0 connection.blocked *")
	for range 10 { // nobody reads what it sends
		b.advance(10 * time.Second)
		c.feed(nil)
		c.wants("0 heartbeat")
		require.False(t, c.conn.Done())
	}
	consumer.send(1, &wire.QueuePurge{Queue: "q"})
	c.feed(nil)
	c.wants("0 connection.unblocked")
	b.advance(20 * time.Second)
	c.feed(nil)
	require.True(t, c.conn.Done(), "the rule is in force again")
}

func TestConsumerThatNeverAcknowledges(t *testing.T) {
	b := newBroker(t, amqp.Options{ConsumerTimeout: time.Minute}, session.Options{})
	lazy, other := b.client(1, 2), b.client(1)
	lazy.send(1, &wire.QueueDeclare{Queue: "q"}, &wire.BasicConsume{Queue: "q", ConsumerTag: "lazy"})
	lazy.publish(2, "q", "1")
	b.advance(30 * time.Second)
	lazy.publish(2, "q", "2")
	lazy.send(1, &wire.BasicAck{DeliveryTag: 1})
	lazy.read()
	b.advance(59 * time.Second) // the first would be over, and the second is not
	lazy.feed(nil)
	lazy.wants()
	other.send(1, &wire.BasicConsume{Queue: "q", ConsumerTag: "other"})
	other.wants("1 basic.consume-ok *")
	b.advance(time.Second)
	lazy.feed(nil)
	lazy.wants("1 channel.close 406 PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. " +
		"Timeout value used: 60000 ms. This timeout value can be configured, see consumers doc guide to learn more")
	other.feed(nil)
	other.wants("1 basic.deliver other 1 redelivered=true", "1 header 1", "1 body 2")
	lazy.send(1, &wire.ChannelCloseOk{})
	lazy.send(2, &wire.QueueDeclare{Queue: "q", Passive: true})
	lazy.wants("2 queue.declare-ok *")
	assert.Equal(t, 2, b.db.Stats().Channels)
}

func TestClientThatVanishes(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{})
	lost, heir := b.client(1, 2), b.client(1)
	lost.send(1, &wire.QueueDeclare{Queue: "q"}, &wire.QueueDeclare{Queue: "own", Exclusive: true},
		&wire.BasicConsume{Queue: "q", ConsumerTag: "lost"})
	for _, text := range []string{"1", "2", "3"} {
		lost.publish(2, "q", text)
	}
	lost.send(1, &wire.BasicAck{DeliveryTag: 2})
	lost.conn.Close(nil)
	lost.conn.Close(nil)
	assert.Equal(t, amqp.Stats{Connections: 1, Channels: 1, Exchanges: 7, Queues: 1, MessagesReady: 2}, sizes(b.db.Stats()))
	heir.send(1, &wire.BasicConsume{Queue: "q", ConsumerTag: "heir", NoAck: true})
	heir.wants("1 basic.consume-ok *", "1 basic.deliver heir 1 redelivered=true", "1 header 1", "1 body 1",
		"1 basic.deliver heir 2 redelivered=true", "1 header 1", "1 body 3")
}

// sizes leaves the counters out.
func sizes(s amqp.Stats) amqp.Stats {
	return amqp.Stats{Connections: s.Connections, Channels: s.Channels, Exchanges: s.Exchanges, Queues: s.Queues,
		Consumers: s.Consumers, MessagesReady: s.MessagesReady, MessagesUnacked: s.MessagesUnacked}
}
