package rabbitmq

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// ErrNotInstalled tells that this machine has no rabbitmq-server. `make setup`
// installs Debian's, as root.
var ErrNotInstalled = errors.New("no rabbitmq-server here: apt-get install rabbitmq-server")

// How long a server may take to be ready, and to end by itself, on a machine
// that has much else to do: it needs 20 seconds of one processor to start.
const (
	startPatience = 5 * time.Minute
	stopPatience  = 2 * time.Minute
)

// Options of a server; the zero value is good.
type Options struct {
	Dir            string   // folder of its data; "" is a new one, removed by Stop
	AMQPPort       int      // 0 is a free one
	ManagementPort int      // 0 is a free one
	TLSCert        string   // PEM file; with TLSKey also listens for amqps
	TLSKey         string   // PEM file
	Config         []string // more lines for rabbitmq.conf
	Prometheus     bool     // enables the plugin rabbitmq_prometheus

	// WithoutManagement leaves the management plugin out, which costs time and
	// memory, for those that measure. ManagementURL is "" then.
	WithoutManagement bool
}

// Server is a running rabbitmq-server. Its user is guest, password guest, and
// its virtual host "/".
type Server struct {
	AMQPURL       string // amqp://guest:guest@127.0.0.1:PORT/
	TLSURL        string // amqps://guest:guest@localhost:PORT/, or "" without TLS
	ManagementURL string // http://127.0.0.1:PORT
	PrometheusURL string // http://127.0.0.1:PORT, below which /metrics is, or ""
	PID           int    // of the Erlang machine
	Dir           string // below it: mnesia (the data), log

	env     []string
	temp    bool // Dir is ours to remove
	node    *child
	mapper  *child
	started time.Duration
}

// Start starts a server and waits until a client gets in.
//
// Errors: ErrNotInstalled, or what kept it from starting, with its log's end.
func Start(ctx context.Context, o Options) (*Server, error) {
	if script() == "" {
		return nil, ErrNotInstalled
	}
	s := &Server{Dir: o.Dir}
	if s.temp = o.Dir == ""; s.temp {
		dir, err := os.MkdirTemp("", "rabbitmq")
		if err != nil {
			return nil, err
		}
		s.Dir = dir
	}
	p := doors{amqp: o.AMQPPort, management: o.ManagementPort}
	err := p.pick()
	if err == nil {
		s.env, err = environment(s.Dir, o, p)
	}
	if err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	s.AMQPURL = fmt.Sprintf("amqp://guest:guest@127.0.0.1:%d/", p.amqp)
	if !o.WithoutManagement {
		s.ManagementURL = fmt.Sprintf("http://127.0.0.1:%d", p.management)
	}
	if o.Prometheus {
		s.PrometheusURL = fmt.Sprintf("http://127.0.0.1:%d", p.prometheus)
	}
	if o.TLSCert != "" {
		s.TLSURL = fmt.Sprintf("amqps://guest:guest@localhost:%d/", p.amqps)
	}
	// The port mapper is started here because the server would leave its own
	// behind when it ends.
	s.mapper, err = spawn(s.env, s.Dir, "epmd", "-port", fmt.Sprint(p.epmd), "-address", "127.0.0.1")
	if err == nil {
		err = s.Restart(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// script is the server's own start script. Debian's wrapper on PATH would
// change the user and the folders.
func script() string {
	found, _ := filepath.Glob("/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server")
	if len(found) == 0 {
		return ""
	}
	return found[len(found)-1]
}

// Restart starts the server again on the same folder and ports after Kill or
// Shutdown, and waits until a client gets in.
func (s *Server) Restart(ctx context.Context) error {
	began := time.Now()
	node, err := spawn(s.env, s.Dir, script())
	if err != nil {
		return err
	}
	s.node, s.PID = node, node.cmd.Process.Pid
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	for {
		if err = s.ready(ctx); err == nil {
			s.started = time.Since(began)
			return nil
		}
		select {
		case <-s.node.ended:
			return fmt.Errorf("rabbitmq: ended while starting: %w; its log ends:\n%s", s.node.err, lastLines(s.Dir, 20))
		case <-ctx.Done():
			return fmt.Errorf("rabbitmq: not ready: %w; its log ends:\n%s", err, lastLines(s.Dir, 20))
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// ready tells whether every door answers.
func (s *Server) ready(ctx context.Context) error {
	conn, err := amqp091.Dial(s.AMQPURL)
	if err != nil {
		return err
	}
	if err := conn.Close(); err != nil || s.ManagementURL == "" {
		return err
	}
	_, err = s.API().Call(ctx, http.MethodGet, "overview", "")
	return err
}

// StartTime is how long the last start took until a client got in.
func (s *Server) StartTime() time.Duration { return s.started }

// Kill ends the server as `kill -9` does. The data stays.
func (s *Server) Kill() error { return s.node.end(syscall.SIGKILL) }

// Shutdown ends the server in order. The data stays.
func (s *Server) Shutdown() error { return s.node.end(syscall.SIGTERM) }

// Stop ends the server and its port mapper, and removes the folder if Start
// made it. No data is worth waiting for then, so it is quick.
func (s *Server) Stop() error {
	errs := []error{s.node.end(syscall.SIGKILL), s.mapper.end(syscall.SIGKILL)}
	if s.temp {
		errs = append(errs, os.RemoveAll(s.Dir))
	}
	return errors.Join(errs...)
}
