package session_test

import (
	"strings"
	"testing"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// BenchmarkPublishDeliverAck takes 100 messages of 1 KiB per round from a
// publisher in confirm mode through a queue to a consumer that acknowledges
// each, all as bytes.
func BenchmarkPublishDeliverAck(b *testing.B) {
	const batch = 100
	broker := newBroker(b, amqp.Options{}, session.Options{})
	publisher, consumer := broker.client(1), broker.client(1)
	publisher.send(1, &wire.QueueDeclare{Queue: "q"}, &wire.ConfirmSelect{})
	consumer.send(1, &wire.BasicQos{PrefetchCount: 1000}, &wire.BasicConsume{Queue: "q", ConsumerTag: "c"})
	publisher.read()
	consumer.read()
	messages := []byte(strings.Repeat(string(publishFrames(1, &wire.BasicPublish{RoutingKey: "q"}, strings.Repeat("x", 1024))), batch))
	tag := uint64(0)
	var acks []byte
	drain := func(c *client) (n int) {
		for out := c.conn.Out(); len(out) > 0; out = c.conn.Out() {
			n += len(out)
			c.feed(nil)
		}
		return n
	}
	b.ReportAllocs()
	b.SetBytes(batch * 1024)
	for b.Loop() {
		publisher.feed(messages)
		drain(publisher)
		consumer.feed(nil)
		if drain(consumer) < batch*1024 {
			b.Fatal("messages are missing")
		}
		acks = acks[:0]
		for range batch {
			tag++
			acks = wire.AppendAck(acks, 1, tag, false)
		}
		consumer.feed(acks)
	}
}

// BenchmarkFanout publishes one message of 1 KiB to ten queues with a consumer
// each, without acknowledgements.
func BenchmarkFanout(b *testing.B) {
	broker := newBroker(b, amqp.Options{}, session.Options{})
	publisher := broker.client(1)
	var consumers []*client
	for range 10 {
		c := broker.client(1)
		c.send(1, &wire.QueueDeclare{Exclusive: true}, &wire.QueueBind{Exchange: "amq.fanout"}, &wire.BasicConsume{ConsumerTag: "c", NoAck: true})
		c.read()
		consumers = append(consumers, c)
	}
	message := publishFrames(1, &wire.BasicPublish{Exchange: "amq.fanout"}, strings.Repeat("x", 1024))
	b.ReportAllocs()
	for b.Loop() {
		publisher.feed(message)
		for _, c := range consumers {
			c.feed(nil)
			if len(c.conn.Out()) == 0 {
				b.Fatal("a message is missing")
			}
		}
	}
}
