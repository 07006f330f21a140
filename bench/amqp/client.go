package main

import (
	"fmt"
	"math/rand/v2"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// bodySize of every message, bytes.
const bodySize = 1024

// newBody is random, so that no file system or broker can make it smaller.
func newBody() []byte {
	random := rand.NewChaCha8([32]byte{})
	body := make([]byte, bodySize)
	_, _ = random.Read(body) // never fails
	return body
}

// channel is an open channel on a connection of its own.
type channel struct {
	*amqp091.Channel
	conn *amqp091.Connection
}

// open gives every publisher and every consumer a connection of its own, as
// RabbitMQ's documentation advises: one that is held back by flow control does
// not hold back the other.
func open(url string) channel {
	conn := must(amqp091.Dial(url))
	return channel{must(conn.Channel()), conn}
}

// close ends the connection, and with it the channel.
func (ch channel) close() { check(ch.conn.Close()) }

// barrier waits until the broker has done all that was sent on the channel:
// methods of one channel are answered in order.
func (ch channel) barrier(queue string) amqp091.Queue {
	return must(ch.QueueDeclarePassive(queue, true, false, false, false, nil))
}

// durable declares an empty durable queue.
func (ch channel) durable(queue string) {
	must(ch.QueueDeclare(queue, true, false, false, false, nil))
}

// drop deletes a queue and all that is in it.
func (ch channel) drop(queue string) { must(ch.QueueDelete(queue, false, false, false)) }

// must gives the value of a call that cannot be allowed to fail.
func must[T any](v T, err error) T {
	check(err)
	return v
}

// check ends the run: a figure for a failed operation is none. The kernel ends
// the brokers with us, see spawn.
func check(err error) {
	if err != nil {
		panic(fmt.Sprint("bench: ", err))
	}
}
