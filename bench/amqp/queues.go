package main

import (
	"fmt"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// queues declares many durable queues, publishes one persistent message to
// each, and consumes all of them over one channel.
func queues(r *run) {
	count := r.of(1000)
	name := func(i int) string { return fmt.Sprintf("many-%d", i) }
	ch := open(r.broker.URL())
	defer ch.close()

	began := time.Now()
	for i := range count {
		ch.durable(name(i))
	}
	declared := time.Since(began)

	began = time.Now()
	publishToEach(open(r.broker.URL()), count, name)
	published := time.Since(began)
	held := r.settled()

	// The window of the whole channel, not of each consumer, holds all: one
	// acknowledgement of many ends it.
	began = time.Now()
	check(ch.Qos(count, 0, true))
	var last amqp091.Delivery
	for i := range count {
		last = <-must(ch.Consume(name(i), "", false, false, false, false, nil))
	}
	check(last.Ack(true))
	ch.barrier(name(0))
	consumed := time.Since(began)
	r.record("1,000 queues",
		figure{"declare all", seconds, declared.Seconds()},
		figure{"publish one to each, confirmed", seconds, published.Seconds()},
		figure{memory, bytes, held},
		figure{"consume one from each", seconds, consumed.Seconds()})
}

// publishToEach publishes one message to each queue and waits for all confirms.
func publishToEach(ch channel, count int, queue func(i int) string) {
	defer ch.close()
	check(ch.Confirm(false))
	message := amqp091.Publishing{DeliveryMode: amqp091.Persistent, Body: newBody()}
	confirms := make([]*amqp091.DeferredConfirmation, count)
	for i := range confirms {
		confirms[i] = must(ch.PublishWithDeferredConfirm("", queue(i), false, false, message))
	}
	for _, c := range confirms {
		if !c.Wait() {
			panic("bench: a message was refused")
		}
	}
}
