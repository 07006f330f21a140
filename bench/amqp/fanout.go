package main

import "fmt"

// fanoutQueues get a copy of every message.
const fanoutQueues = 10

// fanout counts messages published, each of which is stored in every queue
// before its confirm.
func fanout(r *run) {
	const exchange, window = "fan", 100
	r.repeat("fan-out to 10 queues, window 100", func() []figure {
		ch := open(r.broker.URL())
		defer ch.close()
		check(ch.ExchangeDeclare(exchange, "fanout", true, false, false, false, nil))
		for i := range fanoutQueues {
			queue := fmt.Sprintf("fan-%d", i)
			ch.durable(queue) // all are empty, and all are dropped after the round
			check(ch.QueueBind(queue, "", exchange, false, nil))
			defer r.forget(queue)
		}
		cpu := r.cpu()
		c := publishConfirmed(ch, exchange, "", window, during(r.perRound))
		return append(append([]figure{{throughput, perSecond, c.rate()}}, latencies(c.latencies)...), cpu()...)
	})
}
