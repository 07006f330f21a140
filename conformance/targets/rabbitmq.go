package targets

import (
	"errors"
	"net/url"
	"testing"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/tests/amqp/rabbitmq"
)

// RabbitMQ gives a function that empties a real rabbitmq-server and gives its
// address. The server is started by the first call, and ends with t; it takes
// some 5 to 20 seconds, so all cases share it.
func RabbitMQ(t *testing.T) func(*testing.T) (addr string, err error) {
	var server *rabbitmq.Server
	t.Cleanup(func() {
		if server != nil {
			if err := server.Stop(); err != nil {
				t.Log(err)
			}
		}
	})
	return func(t *testing.T) (addr string, err error) {
		if server == nil {
			server, err = rabbitmq.Start(t.Context(), rabbitmq.Options{})
			if errors.Is(err, rabbitmq.ErrNotInstalled) {
				return "", conformance.Unsupported(err.Error())
			}
			if err != nil {
				return "", err
			}
		}
		u, err := url.Parse(server.AMQPURL)
		if err != nil {
			return "", err
		}
		return u.Host, server.API().Empty(t.Context())
	}
}
