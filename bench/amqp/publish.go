package main

import (
	"context"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// confirmed is what a publisher saw.
type confirmed struct {
	count     int
	took      time.Duration   // from the first publish to the last confirm
	latencies []time.Duration // of each message, from before its publish to its confirm
}

// rate is messages a second.
func (c confirmed) rate() float64 { return float64(c.count) / c.took.Seconds() }

// publishConfirmed publishes persistent messages with at most window of them
// unconfirmed, as long as more says so, and waits for the last confirm. The
// channel must be new: it is put into confirm mode.
func publishConfirmed(ch channel, exchange, key string, window int, more func(published int) bool) confirmed {
	check(ch.Confirm(false))
	confirms := ch.NotifyPublish(make(chan amqp091.Confirmation, window))
	slots := make(chan struct{}, window)
	// Confirms come in order from this client, so no two messages that are
	// under way share a place here.
	sent := make([]time.Time, window)
	done := make(chan []time.Duration)
	go func() {
		var latencies []time.Duration
		// The client closes the Go channel when the AMQP channel closes.
		for c := range confirms {
			if !c.Ack {
				panic("bench: a message was refused")
			}
			latencies = append(latencies, time.Since(sent[int(c.DeliveryTag)%window]))
			<-slots
		}
		done <- latencies
	}()

	message := amqp091.Publishing{DeliveryMode: amqp091.Persistent, Body: newBody()}
	began, n := time.Now(), 0
	for more(n) {
		slots <- struct{}{}
		n++
		sent[n%window] = time.Now()
		check(ch.PublishWithContext(context.Background(), exchange, key, false, false, message))
	}
	for range window { // all slots are free: nothing is unconfirmed
		slots <- struct{}{}
	}
	took := time.Since(began)
	check(ch.Close()) // closes confirms too
	return confirmed{n, took, <-done}
}

// during is for publishConfirmed: for so long.
func during(d time.Duration) func(int) bool {
	end := time.Now().Add(d)
	return func(int) bool { return time.Now().Before(end) }
}

// upTo is for publishConfirmed: so many.
func upTo(count int) func(int) bool { return func(n int) bool { return n < count } }

// fill puts persistent messages into a queue as fast as the broker takes them.
func fill(url, queue string, count int) confirmed {
	ch := open(url)
	defer ch.close()
	const window = 2000
	return publishConfirmed(ch, "", queue, window, upTo(count))
}
