package main

import (
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// prefetches are how many deliveries may be unacknowledged.
var prefetches = []int{1, 100, 1000}

// filledTask and besideTask name the tasks of a prefetch.
func filledTask(prefetch int) string {
	return "consume a filled queue, prefetch " + thousands(float64(prefetch))
}

func besideTask(prefetch int) string {
	return "consume beside a producer, prefetch " + thousands(float64(prefetch))
}

// consume drains a queue that was filled before, and then follows a producer.
func consume(r *run) {
	for _, prefetch := range prefetches {
		count := r.of(50_000)
		if prefetch == 1 { // a round trip for each: fewer take as long
			count = r.of(10_000)
		}
		r.repeat(filledTask(prefetch), func() []figure { return r.consumeFilled(prefetch, count) })
	}
	for _, prefetch := range prefetches {
		r.repeat(besideTask(prefetch), func() []figure { return r.consumeBeside(prefetch) })
	}
}

// consumeFilled drains as many as were published. The null broker has endless
// messages, and so nothing to publish before.
func (r *run) consumeFilled(prefetch, count int) []figure {
	const queue = "filled"
	ch := open(r.broker.URL())
	defer ch.close()
	ch.durable(queue)
	if r.stores {
		fill(r.broker.URL(), queue, count)
	}
	cpu := r.cpu()
	began := time.Now()
	ch.drain(queue, prefetch, upTo(count))
	rate := float64(count) / time.Since(began).Seconds()
	busy := cpu()
	if left := ch.barrier(queue).Messages; left != 0 {
		panic("bench: messages are left, or are more than were published")
	}
	ch.drop(queue)
	return append([]figure{{throughput, perSecond, rate}}, busy...)
}

// drain receives and acknowledges one by one, as long as more says so, until
// the broker has the last acknowledgement.
func (ch channel) drain(queue string, prefetch int, more func(received int) bool) (received int) {
	deliveries := ch.deliveries(queue, prefetch)
	for more(received) {
		check((<-deliveries).Ack(false))
		received++
	}
	ch.barrier(queue)
	return received
}

// deliveries begins to consume with manual acknowledgement.
func (ch channel) deliveries(queue string, prefetch int) <-chan amqp091.Delivery {
	check(ch.Qos(prefetch, 0, false))
	return must(ch.Consume(queue, "", false, false, false, false, nil))
}

// consumeBeside has a producer with a window of 1000 on a connection of its
// own, for as long as the consumer is measured. If the producer is the faster
// one, the queue grows meanwhile.
func (r *run) consumeBeside(prefetch int) []figure {
	const queue, window = "beside", 1000
	ch := open(r.broker.URL())
	ch.durable(queue)
	producer := open(r.broker.URL())
	published := make(chan confirmed)
	go func() {
		published <- publishConfirmed(producer, "", queue, window, during(r.perRound+r.perRound/4))
	}()
	cpu := r.cpu()
	began := time.Now()
	received := ch.drain(queue, prefetch, during(r.perRound))
	rate := float64(received) / time.Since(began).Seconds()
	busy := cpu()
	beside := <-published
	producer.close()
	ch.close()
	r.forget(queue)
	return append([]figure{{throughput, perSecond, rate}, {"producer beside it", perSecond, beside.rate()}}, busy...)
}
