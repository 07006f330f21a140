package netloop

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"sync"
	"sync/atomic"
)

// ErrShutdown is the reason that sessions are given when the loop shuts down.
var ErrShutdown = errors.New("netloop: the server is shutting down")

// Loop serves one listener.
type Loop struct {
	opts    Options
	closing atomic.Bool
	running sync.WaitGroup // the connections' goroutines

	mu       sync.Mutex
	listener *Limiter           // guarded by mu
	conns    map[*conn]struct{} // guarded by mu
}

// New makes a loop; Serve sets it going.
func New(opts Options) *Loop {
	return &Loop{opts: opts.withDefaults(), conns: map[*conn]struct{}{}}
}

// Serve accepts connections until Shutdown, and then returns nil. It takes l
// over and closes it.
func (s *Loop) Serve(l net.Listener) error {
	refusal := s.opts.Refusal
	if s.opts.TLS != nil {
		refusal = nil // plain bytes would only look like a broken handshake
	}
	limited := Limit(l, s.opts.MaxConns, refusal, s.opts.Log)
	s.mu.Lock()
	s.listener = limited
	s.mu.Unlock()
	defer limited.Close()
	for !s.closing.Load() {
		c, err := limited.Accept()
		if err != nil {
			if s.closing.Load() {
				break
			}
			return err
		}
		s.start(c)
	}
	return nil
}

// start gives a connection its goroutine. The session is made in there, so
// that a slow one doesn't hold up the next accept.
func (s *Loop) start(nc net.Conn) {
	if s.opts.TLS != nil {
		nc = tls.Server(nc, s.opts.TLS)
	}
	c := newConn(s, nc)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing.Load() { // Shutdown has counted already
		_ = nc.Close()
		return
	}
	s.conns[c] = struct{}{}
	s.running.Go(func() {
		c.run()
		s.mu.Lock()
		delete(s.conns, c)
		s.mu.Unlock()
	})
}

// Open is how many connections are open now; Refused how many were turned
// away by the limit.
func (s *Loop) Open() int64 {
	if l := s.limiter(); l != nil {
		return l.Open()
	}
	return 0
}

// Refused is how many connections the limit has turned away so far.
func (s *Loop) Refused() int64 {
	if l := s.limiter(); l != nil {
		return l.Refused()
	}
	return 0
}

func (s *Loop) limiter() *Limiter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.listener
}

// Shutdown accepts no more, lets every connection finish the input it is
// working on and send the replies, and waits for that. When ctx ends first it
// cuts what is left and returns ctx's error.
func (s *Loop) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	s.closing.Store(true)
	if s.listener != nil {
		_ = s.listener.Close()
	}
	for c := range s.conns {
		c.interrupt()
	}
	s.mu.Unlock()

	done := make(chan struct{})
	go func() {
		s.running.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
	}
	s.mu.Lock()
	for c := range s.conns {
		_ = c.net.Close()
	}
	s.mu.Unlock()
	<-done
	return ctx.Err()
}
