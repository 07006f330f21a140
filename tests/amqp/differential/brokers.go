package main

import (
	"context"
	"errors"
	"net"
	"net/url"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/world"
	server "github.com/twelvefold/twelvefold/server/amqp"
	"github.com/twelvefold/twelvefold/tests/amqp/rabbitmq"
)

// brokers are the addresses of the two that are compared, and what ends them.
type brokers struct {
	ours, theirs string
	ends         []func() error
	tally        tally // of what RabbitMQ did
	verbose      bool  // print every sequence
}

// start starts ours, of the sources as they are, and a rabbitmq-server.
func start(ctx context.Context) (b brokers, err error) {
	real, err := rabbitmq.Start(ctx, rabbitmq.Options{WithoutManagement: true})
	if err != nil {
		return b, err
	}
	b.ends = append(b.ends, real.Stop)
	u, err := url.Parse(real.AMQPURL)
	if err == nil {
		b.theirs = u.Host
		err = b.serve()
	}
	if err != nil {
		return b, errors.Join(err, b.stop())
	}
	return b, nil
}

// serve puts a broker of ours behind a socket.
func (b *brokers) serve() error {
	db, err := amqp.Open(world.World{}, amqp.Options{InMemory: true})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return errors.Join(err, db.Close())
	}
	b.ours = listener.Addr().String()
	service := server.NewService(db, server.Options{})
	done, served := make(chan struct{}), make(chan error, 1)
	go func() { served <- service.Serve(listener) }()
	go tick(db, done)
	b.ends = append(b.ends, func() error {
		close(done)
		err := service.Shutdown(context.Background())
		return errors.Join(err, <-served, db.Close())
	})
	return nil
}

// tick has the broker do what has become due.
func tick(db *amqp.DB, done <-chan struct{}) {
	for t := time.NewTicker(time.Millisecond); ; {
		select {
		case <-done:
			t.Stop()
			return
		case now := <-t.C:
			db.Tick(now)
		}
	}
}

func (b *brokers) stop() error {
	var errs []error
	for _, end := range b.ends {
		errs = append(errs, end())
	}
	return errors.Join(errs...)
}
