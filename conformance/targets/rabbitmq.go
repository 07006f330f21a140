package targets

import (
	"context"
	"errors"
	"net/http"
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
		return u.Host, empty(t.Context(), server)
	}
}

// empty makes the virtual host "/" anew. Another name would not do: it is part
// of what refusals say, and RabbitMQ breaks lines by their length.
func empty(ctx context.Context, s *rabbitmq.Server) error {
	for _, do := range []struct{ method, path, body string }{
		{http.MethodDelete, "vhosts/%2F", ""},
		{http.MethodPut, "vhosts/%2F", "{}"},
		{http.MethodPut, "permissions/%2F/guest", `{"configure":".*","write":".*","read":".*"}`},
	} {
		if _, err := s.API().Call(ctx, do.method, do.path, do.body); err != nil {
			return err
		}
	}
	return nil
}
