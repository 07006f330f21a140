// Package broker starts the broker that a judge in tests/amqp looks at, ours or
// the real one, behind one face.
//
//	b, err := broker.Start(ctx, broker.Twelvefold, broker.Options{})
//	...
//	defer b.Stop()
//	conn, err := amqp091.Dial(b.AMQPURL)
package broker

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// Kind is whose broker it is.
type Kind string

// The brokers that there are.
const (
	Twelvefold Kind = "twelvefold" // the binary of `make build`
	RabbitMQ   Kind = "rabbitmq"   // Debian's rabbitmq-server
)

// Options of a broker; the zero value is good.
type Options struct {
	Binary         string // of twelvefold; "" is bin/twelvefold
	Dir            string // folder of its data; "" is a new one, removed by Stop
	AMQPPort       int    // 0 is a free one
	ManagementPort int    // 0 is a free one
	TLS            bool   // listens for amqps too
	Redis          bool   // a Redis server beside it, for what stores results there
}

// Broker is a running broker with durable data. Its user is guest, password
// guest, its virtual host "/".
type Broker struct {
	Kind          Kind
	AMQPURL       string // amqp://guest:guest@127.0.0.1:PORT/
	ManagementURL string // http://127.0.0.1:PORT, of RabbitMQ's management HTTP API
	TLSURL        string // amqps://guest:guest@localhost:PORT/, or "" without TLS
	CAFile        string // PEM file of the authority that TLSURL's certificate is from
	RedisURL      string // redis://127.0.0.1:PORT, or "" without Redis

	node    node
	cleanup []func() error // run by Stop, the last one first
}

// node is the process that can be killed and started again where it was.
type node interface {
	Kill() error
	Restart(ctx context.Context) error
	Stop() error
}

// Start starts a broker and waits until clients get in.
//
// Errors: rabbitmq.ErrNotInstalled, an unknown kind, or what kept it from
// starting.
func Start(ctx context.Context, kind Kind, o Options) (*Broker, error) {
	b := &Broker{Kind: kind}
	err := b.start(ctx, o)
	if err != nil {
		return nil, errors.Join(err, b.Stop())
	}
	return b, nil
}

func (b *Broker) start(ctx context.Context, o Options) error {
	if o.Redis {
		if err := b.startRedis(ctx); err != nil {
			return err
		}
	}
	var cert certificate
	if o.TLS {
		dir, err := os.MkdirTemp("", "amqp-tls")
		if err != nil {
			return err
		}
		b.cleanup = append(b.cleanup, func() error { return os.RemoveAll(dir) })
		if cert, err = newCertificate(dir); err != nil {
			return err
		}
		b.CAFile = cert.ca
	}
	switch b.Kind {
	case Twelvefold:
		return b.startTwelvefold(ctx, o, cert)
	case RabbitMQ:
		return b.startRabbitMQ(ctx, o, cert)
	default:
		return fmt.Errorf("no broker is called %q: %s and %s are", b.Kind, Twelvefold, RabbitMQ)
	}
}

// Kill ends the broker as `kill -9` does, and starts nothing. The data stays.
func (b *Broker) Kill() error { return b.node.Kill() }

// Restart starts it again after Kill, on the same data and ports.
func (b *Broker) Restart(ctx context.Context) error { return b.node.Restart(ctx) }

// Stop ends the broker and what was started for it.
func (b *Broker) Stop() error {
	var errs []error
	if b.node != nil {
		errs = append(errs, b.node.Stop())
	}
	for i := len(b.cleanup) - 1; i >= 0; i-- {
		errs = append(errs, b.cleanup[i]())
	}
	return errors.Join(errs...)
}
