// Package amqp puts an amqp engine behind a socket: it joins the engine's
// sessions with netloop, and syncs the engine's log beside them.
package amqp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/core/world"
	"github.com/twelvefold/twelvefold/server/netloop"
)

// Options of an AMQP listener.
type Options struct {
	Now          func() time.Time // the clock of the broker's world
	Log          world.Logger
	MaxConns     int
	IdleTimeout  time.Duration
	WriteTimeout time.Duration
	TLS          *tls.Config // nil is plain
	Version      string      // told in server-properties
	// UserOf names the user of a client's certificate (DistinguishedName,
	// CommonName), who is then let in by the mechanism EXTERNAL; nil lets in
	// nobody so, nor does the name "".
	UserOf       func(*x509.Certificate) string
	NoHeartbeats bool // for a clock that moves in leaps (session.Options)
}

// Service is a listener with the goroutine that syncs the log.
type Service struct {
	loop      *netloop.Loop
	committer *committer
}

// NewService makes the service for the clients of a broker; Serve sets it
// going.
func NewService(db *amqp.DB, o Options) *Service {
	clients := session.NewServer(db, session.Options{Version: o.Version, NoHeartbeats: o.NoHeartbeats})
	return &Service{
		committer: startCommitter(db),
		loop: netloop.New(netloop.Options{
			NewSession: func(p netloop.Peer) engine.Session {
				peer := session.Peer{Addr: p.Remote.String(), Local: p.Local.String(), TLS: o.TLS != nil}
				if o.UserOf != nil && p.Certificate != nil {
					peer.User = o.UserOf(p.Certificate)
				}
				return clients.Connect(peer)
			},
			Now:          o.Now,
			MaxConns:     o.MaxConns,
			IdleTimeout:  o.IdleTimeout,
			WriteTimeout: o.WriteTimeout,
			Interleave:   true, // deliveries come without being asked for
			TLS:          o.TLS,
			Log:          o.Log,
		}),
	}
}

// Serve accepts until Shutdown.
func (s *Service) Serve(l net.Listener) error { return s.loop.Serve(l) }

// Shutdown closes the connections, and syncs what is left.
func (s *Service) Shutdown(ctx context.Context) error {
	err := s.loop.Shutdown(ctx)
	s.committer.stop()
	return err
}
