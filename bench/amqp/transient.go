package main

import (
	"context"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// transient publishes to a transient queue without consumers. Time ends when
// the broker has them all, not when the client has sent them.
func transient(r *run) {
	r.repeat("publish transient", func() []figure {
		const queue = "transient"
		ch := open(r.broker.URL())
		defer ch.close()
		must(ch.QueueDeclare(queue, false, false, false, false, nil))
		message := amqp091.Publishing{DeliveryMode: amqp091.Transient, Body: newBody()}
		cpu := r.cpu()
		began, n := time.Now(), 0
		// No confirm holds the publisher back, only the socket, when the broker
		// does not read.
		for more := during(r.perRound); more(n); n++ {
			check(ch.PublishWithContext(context.Background(), "", queue, false, false, message))
		}
		ch.awaitCount(queue, n, r.stores)
		rate := float64(n) / time.Since(began).Seconds()
		busy := cpu()
		ch.drop(queue)
		return append([]figure{{throughput, perSecond, rate}}, busy...)
	})
}

// awaitCount asks until a transient queue holds so many. A broker that counts
// nothing is asked once, which still waits until it has read everything.
// RabbitMQ has to be asked again: its queues answer before they have taken in
// what waits for them.
func (ch channel) awaitCount(queue string, count int, counts bool) {
	for patience := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		kept := must(ch.QueueDeclarePassive(queue, false, false, false, false, nil)).Messages
		if kept == count || !counts {
			return
		}
		if kept > count || time.Now().After(patience) {
			panic("bench: transient messages are missing, or are too many")
		}
	}
}
