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

func (ch channel) drop(queue string) { must(ch.QueueDelete(queue, false, false, false)) }

func must[T any](v T, err error) T {
	check(err)
	return v
}

func check(err error) {
	if err != nil {
		panic(fmt.Sprint("bench: ", err))
	}
}
