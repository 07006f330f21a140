package main

import (
	"errors"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// publishers: two share the first queue, one has the second, one reaches three
// by a fanout exchange, so that a message is in many queues.
var publishers = []publisher{
	{number: 0, key: "alone-1", queues: []string{"alone-1"}},
	{number: 1, key: "alone-1", queues: []string{"alone-1"}},
	{number: 2, key: "alone-2", queues: []string{"alone-2"}},
	{number: 3, exchange: fanout, queues: []string{"fan-1", "fan-2", "fan-3"}},
}

const fanout = "kill-fanout"

// queues lists every queue once.
func queues() (names []string) {
	return []string{"alone-1", "alone-2", "fan-1", "fan-2", "fan-3"}
}

// declare makes the durable exchange, queues and bindings.
func declare(url string) error {
	conn, err := amqp091.Dial(url)
	if err != nil {
		return err
	}
	defer conn.Close()
	ch, err := conn.Channel()
	if err != nil {
		return err
	}
	errs := []error{ch.ExchangeDeclare(fanout, "fanout", true, false, false, false, nil)}
	for _, queue := range queues() {
		_, err := ch.QueueDeclare(queue, true, false, false, false, nil)
		errs = append(errs, err)
	}
	for _, queue := range publishers[3].queues {
		errs = append(errs, ch.QueueBind(queue, "", fanout, false, nil))
	}
	return errors.Join(errs...)
}
