// Package redis puts a redis engine behind a socket: it joins the engine's
// sessions with netloop, and knows what of a RESP server lies outside a
// session.
package redis

import (
	"crypto/tls"
	"time"

	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/core/world"
	"github.com/twelvefold/twelvefold/server/netloop"
)

// refusal is what Redis tells a client over its maxclients limit.
const refusal = "-ERR max number of clients reached\r\n"

// Options of a RESP listener.
type Options struct {
	Now          func() time.Time // the clock of the store's world
	Log          world.Logger
	MaxConns     int
	IdleTimeout  time.Duration
	WriteTimeout time.Duration
	TLS          *tls.Config // nil is plain
}

// NewLoop makes the loop that serves the clients of a store; Serve sets it
// going.
func NewLoop(clients *session.Server, o Options) *netloop.Loop {
	return netloop.New(netloop.Options{
		NewSession: func(p netloop.Peer) engine.Session {
			return clients.Connect(session.Peer{Addr: p.Remote.String(), Local: p.Local.String()})
		},
		Now:          o.Now,
		MaxConns:     o.MaxConns,
		Refusal:      []byte(refusal),
		IdleTimeout:  o.IdleTimeout,
		WriteTimeout: o.WriteTimeout,
		TLS:          o.TLS,
		Log:          o.Log,
	})
}
