package main

import (
	"context"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// transient publishes to a transient queue without consumers. Time ends when
// the broker has them all, not when the client has sent them.
func transient(r *run) {
	r.repeat("no confirms", func() []figure {
		const queue = "transient"
		ch := open(r.broker.URL())
		defer ch.close()
		must(ch.QueueDeclare(queue, false, false, false, false, nil))
		message := amqp091.Publishing{DeliveryMode: amqp091.Transient, Body: newBody()}
		cpu := r.cpu()
		began, n := time.Now(), 0
		for more := during(r.perRound); more(n); n++ {
			check(ch.PublishWithContext(context.Background(), "", queue, false, false, message))
		}
		kept := must(ch.QueueDeclarePassive(queue, false, false, false, false, nil)).Messages
		rate := float64(n) / time.Since(began).Seconds()
		if r.stores && kept != n {
			panic("bench: transient messages are missing")
		}
		busy := cpu()
		ch.drop(queue)
		return append([]figure{{throughput, perSecond, rate}}, busy...)
	})
}
