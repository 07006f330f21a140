package main

import (
	"fmt"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// drain takes all that the queues hold. In each publisher's messages it expects
// the order in which they were sent.
func drain(url string, l *ledger) error {
	conn, err := amqp091.Dial(url)
	if err != nil {
		return err
	}
	defer conn.Close()
	for _, queue := range queues() {
		if err := drainQueue(conn, queue, l); err != nil {
			return fmt.Errorf("queue %s: %w", queue, err)
		}
	}
	return nil
}

// drainQueue consumes as many messages as the queue says it holds; with no
// other client there, these are all.
func drainQueue(conn *amqp091.Connection, queue string, l *ledger) error {
	ch, err := conn.Channel()
	if err != nil {
		return err
	}
	defer ch.Close()
	if err := ch.Qos(1000, 0, false); err != nil {
		return err
	}
	found, err := ch.QueueDeclarePassive(queue, true, false, false, false, nil)
	if err != nil || found.Messages == 0 {
		return err
	}
	deliveries, err := ch.Consume(queue, "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	c := &consumer{queue: queue, ledger: l, last: map[int]int{}}
	var last amqp091.Delivery
	for n := range found.Messages {
		d, open := <-deliveries
		if !open {
			return fmt.Errorf("closed after %d of %d messages", n, found.Messages)
		}
		if id, ok := c.see(d.Body); ok {
			l.set(queue, []identity{id}, acked)
		}
		if last = d; n%500 == 499 {
			if err := d.Ack(true); err != nil {
				return err
			}
		}
	}
	_ = last.Ack(true) // of the rest; there may be none
	// Closing the channel in order has the acknowledgements arrive.
	return ch.Close()
}
