package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/osfs"
	"github.com/twelvefold/twelvefold/server/config"
)

// outputLimit is how many bytes of replies a Redis client is written at once;
// what is set aside beyond that when it doesn't read, session.Options limits.
// Twice a read buffer: more would only cost, when many clients don't read.
const outputLimit = 128 << 10

// Server is a box of engines with its sockets open. Use Start.
type Server struct {
	cfg       config.Config
	log       *slog.Logger
	box       *twelvefold.Box
	clients   *session.Server // of the redis engine, by socket and by REST; nil without it
	ticker    *ticker
	running   []running
	listeners []Listener

	accepts atomic.Bool // every listener does
	failed  chan error  // the first listener that ended by itself
	served  sync.WaitGroup
}

// service accepts on a listener until it is shut down.
type service interface {
	Serve(net.Listener) error
	Shutdown(context.Context) error
}

// running is a service together with its listener.
type running struct {
	name    string
	socket  net.Listener
	service service
}

// Start opens the engines and every listener. When it returns without an error
// all of them accept, and the ready file, if one is wanted, is written.
func Start(cfg config.Config, log *slog.Logger) (_ *Server, err error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	box, err := openBox(cfg, log)
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, log: log, box: box, failed: make(chan error, 1)}
	if box.Redis != nil {
		s.clients = session.NewServer(box.Redis, session.Options{
			Password:       cfg.RedisPassword,
			OutputLimit:    outputLimit,
			RequestTimeout: cfg.RequestTimeout,
			MaxClients:     cfg.MaxConnections,
			Process:        os.Getpid(),
		})
	}
	defer func() {
		if err != nil {
			s.abandon()
		}
	}()
	if err := s.listen(); err != nil {
		return nil, err
	}
	s.warn()
	s.serve()
	s.accepts.Store(true)
	s.ticker = startTicker(box)
	if cfg.ReadyFile != "" {
		if err := writeReady(cfg.ReadyFile, s.listeners); err != nil {
			return nil, err
		}
	}
	if cfg.Data != "" {
		go debug.FreeOSMemory() // recovery needs more than what it leaves
	}
	return s, nil
}

func openBox(cfg config.Config, log *slog.Logger) (*twelvefold.Box, error) {
	var files vfs.FS
	if cfg.Data != "" {
		disk, err := osfs.New(cfg.Data)
		if err != nil {
			return nil, fmt.Errorf("server: --data %s: %w", cfg.Data, err)
		}
		files = disk
	}
	var only []string
	if len(cfg.Only) > 0 {
		only = cfg.Only
	}
	return twelvefold.Open(twelvefold.Options{
		FS: files, Seed: cfg.Seed, Engines: only, Log: worldLog{log},
		AMQP: amqp.Options{
			MaxMessageSize: cfg.AMQPMaxMessageSize, MemoryLimit: cfg.AMQPMemoryLimit, MemoryAlarm: cfg.AMQPMemoryAlarm,
			DiskFreeLimit: cfg.AMQPDiskFreeLimit, ConsumerTimeout: cfg.AMQPConsumerTimeout,
		},
	})
}

// warn tells an operator what is open to whom.
func (s *Server) warn() {
	if s.cfg.Loopback() {
		return
	}
	if s.box.Redis != nil && s.cfg.RedisPassword == "" {
		s.log.Warn("redis is open to other machines without a password: set TWELVEFOLD_REDIS_PASSWORD", "bind", s.cfg.Bind)
	}
	if s.box.AMQP != nil && guestIsKnown(s.box.AMQP) {
		s.log.Warn("amqp is open to other machines with the password that everybody knows: change that of the user guest", "bind", s.cfg.Bind)
	}
	if s.cfg.HTTPToken == "" {
		s.log.Warn("HTTP is open to other machines without a token: set TWELVEFOLD_HTTP_TOKEN", "bind", s.cfg.Bind)
	}
}

func (s *Server) serve() {
	for _, r := range s.running {
		s.served.Go(func() {
			if err := r.service.Serve(r.socket); err != nil {
				select {
				case s.failed <- fmt.Errorf("server: %s: %w", r.name, err):
				default: // one is enough to end the server
				}
			}
		})
	}
}

// Box gives the engines.
func (s *Server) Box() *twelvefold.Box { return s.box }

// Listeners tells what listens where: the open engines, then RabbitMQ's
// management API, then HTTP.
func (s *Server) Listeners() []Listener { return s.listeners }

// Failed gives the error of a listener that ended by itself. Nothing is sent
// after an orderly Shutdown.
func (s *Server) Failed() <-chan error { return s.failed }

// Shutdown accepts no more, lets running requests end until ctx does, and
// closes the engines. The ready file is removed: what it says holds no more.
func (s *Server) Shutdown(ctx context.Context) error {
	s.accepts.Store(false)
	removeReady(s.cfg.ReadyFile)
	results := make(chan error, len(s.running))
	for _, r := range s.running {
		go func() { results <- r.service.Shutdown(ctx) }()
	}
	var errs []error
	for range s.running {
		// Being cut off at the end of ctx is part of an orderly end: a client
		// that hangs on does not make the server fail.
		if err := <-results; err != nil && !errors.Is(err, context.DeadlineExceeded) {
			errs = append(errs, err)
		}
	}
	s.served.Wait()
	s.ticker.stop()
	return errors.Join(append(errs, s.box.Close())...)
}

// abandon undoes a Start that failed half way.
func (s *Server) abandon() {
	for _, r := range s.running {
		_ = r.socket.Close()
	}
	s.served.Wait()
	if s.ticker != nil {
		s.ticker.stop()
	}
	_ = s.box.Close()
}
