package session_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

func TestTenThousandChannels(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{})
	c := b.client()
	opened := 0
	for id := uint16(1); id <= 10_000; id++ {
		c.send(id, &wire.ChannelOpen{})
		out := c.read()
		if len(out) == 1 && strings.HasSuffix(out[0], " channel.open-ok") {
			opened++
			continue
		}
		require.Len(t, out, 1)
		require.Contains(t, out[0], "0 connection.close 530 NOT_ALLOWED - ")
		break
	}
	require.Equal(t, 2047, opened)
	require.Zero(t, b.db.Stats().Channels)
}

// TestAnnouncedBodiesTakeNoMemory: what counts is what came.
func TestAnnouncedBodiesTakeNoMemory(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{})
	c := b.client()
	var in []byte
	for id := uint16(1); id <= 2000; id++ {
		in = append(in, method(id, &wire.ChannelOpen{})+method(id, &wire.BasicPublish{RoutingKey: "q"})+
			header(id, 60, 100<<20, "\x00\x00")+body(id, "x")...)
	}
	before := heapInUse()
	c.feed(in)
	require.Len(t, c.read(), 2000)
	assert.Less(t, heapInUse()-before, int64(64<<20))
}

func TestUnfinishedMessagesAreBounded(t *testing.T) {
	b := newBroker(t, amqp.Options{MaxMessageSize: 1 << 20}, session.Options{})
	c := b.client(1, 2, 3)
	piece := strings.Repeat("x", 100_000)
	begin := func(ch uint16) string {
		return method(ch, &wire.BasicPublish{RoutingKey: "q"}) + header(ch, 60, 1<<20, "\x00\x00") + strings.Repeat(body(ch, piece), 9)
	}
	c.feed([]byte(begin(1) + begin(2)))
	c.wants()
	rest := strings.Repeat("x", 1<<20-900_000)
	c.feed([]byte(body(1, rest[:100_000]) + body(1, rest[100_000:]))) // whole: it counts no more
	c.feed([]byte(begin(3)))
	c.wants()
	c.feed([]byte(method(1, &wire.BasicPublish{RoutingKey: "q"}) + header(1, 60, 1<<20, "\x00\x00") + strings.Repeat(body(1, piece), 3)))
	c.wants("0 connection.close 506 RESOURCE_ERROR - more than 2097152 bytes of unfinished messages")
}

func TestPublishersAreHeldWhileMemoryIsShort(t *testing.T) {
	b := newBroker(t, amqp.Options{MemoryAlarm: 10_000}, session.Options{})
	publisher, idle, consumer := b.client(1), b.client(1), b.client(1)
	publisher.send(1, &wire.QueueDeclare{Queue: "q"}, &wire.ConfirmSelect{})
	publisher.read()
	text := strings.Repeat("x", 4000)
	for range 3 { // the third goes over the limit
		publisher.publish(1, "q", text)
	}
	publisher.read()
	require.False(t, publisher.conn.Held(), "who does not publish is not held")
	publisher.publish(1, "q", text) // is taken, and the last
	publisher.publish(1, "q", text)
	publisher.wants("0 connection.blocked {Reason:low on memory}", "1 basic.ack {DeliveryTag:4 Multiple:false}")
	require.True(t, publisher.conn.Held())
	publisher.publish(1, "q", text)
	publisher.wants()
	require.Equal(t, 4, b.db.Stats().MessagesReady)

	idle.send(1, &wire.QueueDeclare{Queue: "other"})
	idle.wants("1 queue.declare-ok *")
	woken := publisher.wakes
	for range 4 {
		consumer.send(1, &wire.BasicGet{Queue: "q", NoAck: true})
	}
	require.Greater(t, publisher.wakes, woken)
	publisher.feed(nil)
	publisher.wants("0 connection.unblocked", "1 basic.ack {DeliveryTag:6 Multiple:true}")
	require.Equal(t, 2, b.db.Stats().MessagesReady, "what was sent while blocked has come")
}

// TestClientThatReadsNothing: its consumers are passed over once its outbox is
// full, and get on when it reads.
func TestClientThatReadsNothing(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{})
	deaf, publisher := b.client(1), b.client(1)
	deaf.send(1, &wire.QueueDeclare{Queue: "q"}, &wire.BasicConsume{Queue: "q", ConsumerTag: "deaf", NoAck: true})
	deaf.read()
	text := strings.Repeat("x", 10_000)
	const messages = 1000
	for range messages {
		publisher.publish(1, "q", text)
		deaf.feed(nil) // woken; but nothing takes its output
	}
	ready := b.db.Stats().MessagesReady
	assert.Greater(t, ready, messages*6/10, "a megabyte waits in the outbox, and one as output")
	listener := b.client(1)
	listener.send(1, &wire.BasicConsume{Queue: "q", ConsumerTag: "listener", NoAck: true})
	assert.Len(t, listener.read(), 1+3*ready, "others get what it does not take")
	assert.Len(t, deaf.read(), 3*(messages-ready))
	publisher.publish(1, "q", "again")
	publisher.publish(1, "q", "again")
	deaf.feed(nil)
	assert.Len(t, deaf.read(), 3)
	listener.feed(nil)
	assert.Len(t, listener.read(), 3)
}

// TestInputIsTakenWhileDeliveriesWait has a consumer that reads nothing, and
// publishes and cancels all the same.
func TestInputIsTakenWhileDeliveriesWait(t *testing.T) {
	const backlog = 100
	b := newBroker(t, amqp.Options{}, session.Options{OutputLimit: 4096})
	c, other := b.client(1), b.client(1)
	other.send(1, &wire.QueueDeclare{Queue: "q"}, &wire.QueueDeclare{Queue: "r"})
	for range backlog {
		other.publish(1, "q", strings.Repeat("x", 1000))
	}
	other.read()
	c.feed([]byte(method(1, &wire.BasicConsume{Queue: "q", ConsumerTag: "c", NoAck: true})))
	require.False(t, c.conn.Held(), "deliveries are no answers")
	c.feed([]byte(method(1, &wire.BasicPublish{RoutingKey: "r"}) + header(1, 60, 1, "\x00\x00") + body(1, "a")))
	other.send(1, &wire.BasicGet{Queue: "r", NoAck: true})
	require.Contains(t, strings.Join(other.read(), "\n"), "basic.get-ok")

	// Answers are held to the limit.
	for range backlog {
		c.feed([]byte(method(1, &wire.QueueDeclare{Queue: "r", Passive: true})))
	}
	require.False(t, c.conn.Held())
	for range 2 * backlog {
		c.feed([]byte(method(1, &wire.QueueDeclare{Queue: "r", Passive: true})))
	}
	require.True(t, c.conn.Held())
	c.conn.Out()
	require.False(t, c.conn.Held())
}

// TestErrorOfTheStreamCanBeRead: the connection is not closed at once behind
// a frame that is too large, since what is still coming would reset it.
func TestErrorOfTheStreamCanBeRead(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{})
	c := b.client(1)
	c.feed([]byte("\x02\x00\x01\x00\x10\x00\x00"))
	require.Len(t, c.read(), 1)
	c.feed([]byte(strings.Repeat("x", 1<<20)))
	require.False(t, c.conn.Done())
	b.clock.Advance(3 * time.Second)
	c.conn.Feed(b.clock.Now(), nil)
	require.True(t, c.conn.Done())
}
