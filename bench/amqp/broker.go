package main

import (
	"context"
	"time"

	"github.com/twelvefold/twelvefold/tests/amqp/rabbitmq"
)

// The contenders, as the report calls them.
const (
	whoOurs   = "twelvefold"
	whoRabbit = "RabbitMQ 3.10.8"
	whoNull   = "null broker"
	whoLoop   = "append, fdatasync"
)

// broker is one that runs, with its data in a folder of its own.
type broker interface {
	URL() string
	PID() int                      // the root of its process tree
	StartTime() time.Duration      // of the last start, from the process to a client's handshake
	Shutdown() error               // in order; the data stays
	Kill() error                   // SIGKILL; the data stays
	Restart(context.Context) error // on the same data, after Shutdown or Kill
	Stop() error                   // for good
}

// contender is a broker that can be started.
type contender struct {
	who    string
	stores bool // false: the null broker, which only some tasks can use
	start  func(dir string) (broker, error)
}

// contenders in the order in which they run: limits first, and the two brokers
// next to each other, so that a machine that drifts drifts for both.
func contenders(bin string) []contender {
	return []contender{
		{whoNull, false, startNull},
		{whoRabbit, true, startRabbit},
		{whoOurs, true, func(dir string) (broker, error) { return startTwelvefold(bin, dir) }},
	}
}

// rabbit is Debian's server, configured as it comes: no plugin is loaded.
type rabbit struct{ *rabbitmq.Server }

func startRabbit(dir string) (broker, error) {
	s, err := rabbitmq.Start(context.Background(), rabbitmq.Options{Dir: dir, WithoutManagement: true})
	return rabbit{s}, err
}

// URL is a method here because Server has it as a field.
func (r rabbit) URL() string { return r.AMQPURL }

// PID is the Erlang machine's; what it starts (disk and memory monitors, name
// resolvers) are its children. The port mapper is not counted.
func (r rabbit) PID() int { return r.Server.PID }
