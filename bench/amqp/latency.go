package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"runtime"
	"syscall"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"

	"github.com/twelvefold/twelvefold/bench/amqp/null"
)

// rates at which messages are meant to leave, each second.
var rates = []int{100, 1000, 5000}

// latencyTask names the task of a rate.
func latencyTask(rate int) string { return "latency at " + thousands(float64(rate)) + "/s" }

// latency runs an open loop: the n-th message is meant to leave at n/rate, and
// its latency counts from then, however late it could be sent. A stall so
// counts for every message that it delays, not only for the first.
func latency(r *run) {
	r.warm("warm", 100)
	for _, rate := range rates {
		r.repeat(latencyTask(rate), func() []figure {
			return latencies(r.openLoop(rate, 2*r.perRound))
		})
	}
}

// openLoop publishes persistent messages in confirm mode to a durable queue,
// whose consumer acknowledges each.
func (r *run) openLoop(rate int, d time.Duration) []time.Duration {
	const queue = null.EchoPrefix + "-latency"
	count := int(float64(rate) * d.Seconds())
	in := open(r.broker.URL())
	in.durable(queue)
	deliveries := in.deliveries(queue, 1000)
	out := open(r.broker.URL())
	check(out.Confirm(false))

	interval := time.Second / time.Duration(rate)
	began := time.Now().Add(10 * time.Millisecond) // the consumer is ready by then
	sample := make([]time.Duration, 0, count)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range count {
			d := <-deliveries
			// The number in the body tells when it was meant to leave; both
			// ends read the same clock, since they are one process.
			n := binary.BigEndian.Uint64(d.Body)
			sample = append(sample, time.Since(began.Add(time.Duration(n)*interval)))
			check(d.Ack(false))
		}
	}()
	sendOnTime(out, queue, count, began, interval)
	select {
	case <-done:
	case <-time.After(time.Minute):
		panic(fmt.Sprintf("bench: %s lost messages at %d a second", r.who, rate))
	}
	out.close()
	in.close()
	r.forget(queue)
	return sample
}

// sendOnTime publishes numbered messages. It sleeps by the system's own call on
// a thread of its own, since the timers of the Go runtime may be a millisecond
// late.
func sendOnTime(ch channel, queue string, count int, began time.Time, interval time.Duration) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	message := amqp091.Publishing{DeliveryMode: amqp091.Persistent, Body: newBody()}
	for n := range count {
		if wait := time.Until(began.Add(time.Duration(n) * interval)); wait > 0 {
			pause := syscall.NsecToTimespec(wait.Nanoseconds())
			_ = syscall.Nanosleep(&pause, nil) // woken early, it sends early by no more than a signal takes
		}
		binary.BigEndian.PutUint64(message.Body, uint64(n))
		check(ch.PublishWithContext(context.Background(), "", queue, false, false, message))
	}
}
