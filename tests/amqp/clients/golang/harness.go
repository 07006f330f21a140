// Command golang judges a broker with amqp091-go, beyond that client's own
// tests: what a program of it does in daily use. tests/amqp/clients runs it.
package main

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// patience is how long a case waits for what must happen, on a machine that has
// much else to do.
const patience = time.Minute

var names atomic.Int64

// judge is one case. Its checks panic; run makes a verdict of that.
type judge struct {
	*amqp091.Channel
	conn *amqp091.Connection
}

func main() {
	failed := false
	for _, c := range cases {
		if err := run(c.body); err != nil {
			failed = true
			fmt.Printf("FAIL %s: %s\n", c.name, strings.ReplaceAll(err.Error(), "\n", " "))
			continue
		}
		fmt.Printf("PASS %s\n", c.name)
	}
	if failed {
		os.Exit(1)
	}
}

// run runs one case on a connection and channel of its own.
func run(body func(j judge)) (err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("%v", problem)
		}
	}()
	conn := must(amqp091.Dial(os.Getenv("AMQP_URL")))
	defer conn.Close()
	body(judge{must(conn.Channel()), conn})
	return nil
}

// must gives a call's value, or ends the case.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// do ends the case if a call failed.
func do(err error) {
	if err != nil {
		panic(err)
	}
}

// equal ends the case if two values differ.
func equal[T comparable](want, got T) {
	if want != got {
		panic(fmt.Sprintf("want %v, got %v", want, got))
	}
}

// next takes from a channel within patience.
func next[T any](what string, from <-chan T) T {
	select {
	case value, open := <-from:
		if !open {
			panic(what + ": the channel closed")
		}
		return value
	case <-time.After(patience):
		panic(what + ": nothing came")
	}
}

// unique gives a name that no other case or program uses.
func unique(kind string) string {
	return fmt.Sprintf("%s.go.%d.%d", kind, os.Getpid(), names.Add(1))
}

// queue declares a queue that goes with the connection.
func (j judge) queue(arguments amqp091.Table) string {
	return must(j.QueueDeclare("", false, false, true, false, arguments)).Name
}

// put publishes to a queue.
func (j judge) put(queue string, message amqp091.Publishing) {
	do(j.Publish("", queue, false, false, message))
}

// consume consumes with acknowledgements by hand.
func (j judge) consume(queue string) <-chan amqp091.Delivery {
	return must(j.Consume(queue, "", false, false, false, false, nil))
}

// text is a message that is only a text.
func text(body string) amqp091.Publishing {
	return amqp091.Publishing{DeliveryMode: amqp091.Persistent, Body: []byte(body)}
}
