package targets

import (
	"errors"
	"net/url"
	"testing"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/tests/amqp/rabbitmq"
)

// Broker is where an AMQP broker listens.
type Broker struct {
	Addr string       // for AMQP
	API  rabbitmq.API // RabbitMQ's management API
}

// RabbitMQ gives a function that empties a real rabbitmq-server and gives its
// addresses. The server is started by the first call, and ends with t; it takes
// some 5 to 20 seconds, so all cases share it.
func RabbitMQ(t *testing.T) func(*testing.T) (Broker, error) {
	var server *rabbitmq.Server
	t.Cleanup(func() {
		if server != nil {
			if err := server.Stop(); err != nil {
				t.Log(err)
			}
		}
	})
	return func(t *testing.T) (b Broker, err error) {
		if server == nil {
			server, err = rabbitmq.Start(t.Context(), rabbitmq.Options{})
			if errors.Is(err, rabbitmq.ErrNotInstalled) {
				return b, conformance.Unsupported(err.Error())
			}
			if err != nil {
				return b, err
			}
		}
		u, err := url.Parse(server.AMQPURL)
		if err != nil {
			return b, err
		}
		return Broker{u.Host, server.API()}, server.API().Empty(t.Context())
	}
}
