package main

import (
	"fmt"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// stream declares a stream that has the numbers up to n, all confirmed.
func (j judge) stream(n int) string {
	q := must(j.QueueDeclare(unique("stream"), true, false, false, false, amqp091.Table{"x-queue-type": "stream"})).Name
	do(j.Confirm(false))
	j.write(q, 0, n)
	return q
}

// write publishes the numbers from one up to another, and waits for their
// confirms, one by one: RabbitMQ then has each in a chunk of its own.
func (j judge) write(q string, from, to int) {
	for i := from; i < to; i++ {
		equal(true, must(j.PublishWithDeferredConfirm("", q, false, false, text(fmt.Sprint(i)))).Wait())
	}
}

// readFrom consumes from an offset on, on a channel of its own.
func (j judge) readFrom(q string, offset any) <-chan amqp091.Delivery {
	ch := must(j.conn.Channel())
	do(ch.Qos(7, 0, false))
	return must(ch.Consume(q, "", false, false, false, false, amqp091.Table{"x-stream-offset": offset}))
}

// expect takes the numbers from one up to another, each at its offset.
func expect(deliveries <-chan amqp091.Delivery, from, to int) {
	for i := from; i < to; i++ {
		d := next(fmt.Sprint("offset ", i), deliveries)
		equal(int64(i), d.Headers["x-stream-offset"].(int64))
		equal(fmt.Sprint(i), string(d.Body))
		do(d.Ack(false))
	}
}

func streamOffsets(j judge) {
	q := j.stream(30)
	expect(j.readFrom(q, "first"), 0, 30)
	expect(j.readFrom(q, int64(12)), 12, 30)
	expect(j.readFrom(q, "last"), 29, 30)
	expect(j.readFrom(q, "1h"), 0, 30)
	expect(j.readFrom(q, time.Unix(1_600_000_000, 0)), 0, 30)
	must(j.QueueDelete(q, false, false, false))
}

func streamReaders(j judge) {
	q := j.stream(20)
	atEnd, late, all := j.readFrom(q, "next"), j.readFrom(q, int64(25)), j.readFrom(q, "first")
	j.write(q, 20, 40)
	expect(atEnd, 20, 40)
	expect(late, 25, 40)
	expect(all, 0, 40)
	must(j.QueueDelete(q, false, false, false))
}
