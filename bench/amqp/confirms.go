package main

import "fmt"

// windows of unconfirmed messages, and the groups of the bare loop beside them.
var windows = []int{1, 100, 1000}

// windowTask names the task of a window.
func windowTask(n int) string { return "publish, window " + thousands(float64(n)) }

// confirms publishes to one durable queue without consumers, a new one in each
// round: a queue that is long already may be slower.
func confirms(r *run) {
	for _, window := range windows {
		r.warm("warm", window)
		r.repeat(windowTask(window), func() []figure {
			queue := fmt.Sprintf("confirms-%d", window)
			ch := open(r.broker.URL())
			ch.durable(queue)
			defer r.forget(queue)
			defer ch.close()
			cpu := r.cpu()
			c := publishConfirmed(ch, "", queue, window, during(r.perRound))
			return append(append([]figure{{throughput, perSecond, c.rate()}}, latencies(c.latencies)...), cpu()...)
		})
	}
}

// warm publishes for a fraction of a round: connections, files and the
// collectors' targets are as in the middle of work then.
func (r *run) warm(queue string, window int) {
	ch := open(r.broker.URL())
	defer ch.close()
	ch.durable(queue)
	publishConfirmed(ch, "", queue, window, during(r.perRound/4))
	r.forget(queue)
}

// forget deletes a queue, over a connection of its own.
func (r *run) forget(queue string) {
	ch := open(r.broker.URL())
	defer ch.close()
	ch.drop(queue)
}
