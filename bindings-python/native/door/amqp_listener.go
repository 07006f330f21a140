package door

import (
	"context"
	"net"
	"strconv"
	"time"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/code"
	server "github.com/twelvefold/twelvefold/server/amqp"
)

// sessionOptions are those of connections that are driven with bytes.
var sessionOptions = session.Options{Version: twelvefold.Version}

// amqpListener serves a broker to clients with a socket: the libraries that a
// program under test uses.
type amqpListener struct {
	net     net.Listener
	service *server.Service
	ended   chan struct{}
}

var (
	errListening = code.New(code.NotAllowed, "python: the broker listens already")
	errListen    = code.New(code.IO, "python: can't listen")
)

// shutdownTimeout is how long clients may take to be told of the end.
const shutdownTimeout = 2 * time.Second

// Listen serves the broker at a host's port, 0 for a free one, and gives the
// port. A broker listens at one address at a time.
func (a *AMQP) Listen(host string, port int) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.closed:
		return 0, amqp.ErrClosed
	case a.listener != nil:
		return 0, errListening
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return 0, errListen.With(err)
	}
	a.listener = &amqpListener{
		net: l, ended: make(chan struct{}),
		service: server.NewService(a.DB, server.Options{Now: a.World().Now, Version: twelvefold.Version}),
	}
	go a.listener.run()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// run accepts until the listener is closed.
func (l *amqpListener) run() {
	defer close(l.ended)
	_ = l.service.Serve(l.net) // it ends with Unlisten
}

// Unlisten ends the clients' connections; without a listener it does nothing.
func (a *AMQP) Unlisten() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	l := a.listener
	if l == nil {
		return nil
	}
	a.listener = nil
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	err := l.service.Shutdown(ctx)
	<-l.ended
	a.syncLazily() // the service has synced until now
	return err
}
