package main

import (
	"context"
	"time"
)

// backlogSize is in messages.
const backlogSize = 1_000_000

const backlogTask = "1,000,000 messages"

// backlog fills a queue, restarts the broker over it, once in order and once
// after SIGKILL, and drains it.
func backlog(r *run) {
	const queue = "backlog"
	count := r.of(backlogSize)
	ch := open(r.broker.URL())
	ch.durable(queue)
	ch.close()

	// The window is wide and no message is waited for by itself: this is about
	// what the broker holds, confirms.go is about how fast it takes them.
	peak := r.peak()
	filled := fill(r.broker.URL(), queue, count)
	highest := peak()
	r.record(backlogTask,
		figure{"fill, window 2,000", perSecond, filled.rate()},
		figure{"memory, highest while filling", bytes, highest},
		figure{memory, bytes, r.settled()},
		figure{"restart in order, to the first delivery", seconds, r.firstDelivery(queue, broker.Shutdown)},
		figure{"restart after SIGKILL, to the first delivery", seconds, r.firstDelivery(queue, broker.Kill)},
		figure{"memory, after the restarts", bytes, r.settled()})

	// Every message is delivered again after two restarts, and each exactly
	// once: the queue has to be empty at the end.
	ch = open(r.broker.URL())
	defer ch.close()
	peak = r.peak()
	began := time.Now()
	ch.drain(queue, 1000, upTo(count))
	r.record(backlogTask,
		figure{"drain, prefetch 1,000", perSecond, float64(count) / time.Since(began).Seconds()},
		figure{"memory, highest while draining", bytes, peak()})
	if ch.barrier(queue).Messages != 0 {
		panic("bench: the backlog has more messages than were published")
	}
}

// firstDelivery ends the broker and tells how long after its new start the
// first message comes, which goes back then. Seconds.
func (r *run) firstDelivery(queue string, end func(broker) error) float64 {
	check(end(r.broker))
	began := time.Now()
	check(r.broker.Restart(context.Background()))
	ch := open(r.broker.URL())
	<-ch.deliveries(queue, 1)
	took := time.Since(began)
	ch.close()
	return took.Seconds()
}
