// Command amqp091 sends a message through a durable queue with amqp091-go and
// takes it back. Usage: amqp091 URL.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	body, err := roundTrip(ctx, os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(body)
}

func roundTrip(ctx context.Context, url string) (string, error) {
	conn, err := amqp.Dial(url)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	ch, err := conn.Channel()
	if err != nil {
		return "", err
	}
	if err := ch.Confirm(false); err != nil {
		return "", err
	}
	q, err := ch.QueueDeclare("greetings.go", true, false, false, false, nil)
	if err != nil {
		return "", err
	}
	defer ch.QueueDelete(q.Name, false, false, false)
	confirm, err := ch.PublishWithDeferredConfirmWithContext(ctx, "", q.Name, true, false,
		amqp.Publishing{DeliveryMode: amqp.Persistent, Body: []byte("hello")})
	if err != nil {
		return "", err
	}
	if ok, err := confirm.WaitContext(ctx); err != nil || !ok {
		return "", fmt.Errorf("not confirmed: %v", err)
	}
	d, _, err := ch.Get(q.Name, false)
	if err != nil {
		return "", err
	}
	return string(d.Body), d.Ack(false)
}
