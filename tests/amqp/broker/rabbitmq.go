package broker

import (
	"context"

	"github.com/twelvefold/twelvefold/tests/amqp/rabbitmq"
)

func (b *Broker) startRabbitMQ(ctx context.Context, o Options, cert certificate) error {
	s, err := rabbitmq.Start(ctx, rabbitmq.Options{
		Dir: o.Dir, AMQPPort: o.AMQPPort, ManagementPort: o.ManagementPort,
		TLSCert: cert.cert, TLSKey: cert.key,
	})
	if err != nil {
		return err
	}
	b.node = s
	b.AMQPURL, b.ManagementURL, b.TLSURL = s.AMQPURL, s.ManagementURL, s.TLSURL
	return nil
}
