package netloop

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"time"

	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/core/world"
)

// Defaults of Options.
const (
	// DefaultMaxConns is the limit that redis.conf ships as maxclients.
	DefaultMaxConns = 10_000
	// DefaultWriteTimeout is long enough for a stalled mobile link, and short
	// enough that a client that never reads doesn't stay for the day.
	DefaultWriteTimeout = 30 * time.Second
	// DefaultHandshakeTimeout bounds a TLS handshake, as net/http does by its
	// ReadHeaderTimeout.
	DefaultHandshakeTimeout = 10 * time.Second
)

// Options of a Loop. Only NewSession is required.
type Options struct {
	// NewSession makes the state machine of a new connection.
	NewSession func(Peer) engine.Session
	// Now is the clock whose instants the sessions see; nil is time.Now.
	Now func() time.Time
	// MaxConns is how many connections may be open at once; 0 is
	// DefaultMaxConns.
	MaxConns int
	// Refusal is what a connection over the limit is told before it is
	// closed. With TLS it is closed without a word.
	Refusal []byte
	// IdleTimeout closes a connection that sent nothing for so long; 0 is
	// never, as in redis.conf.
	IdleTimeout time.Duration
	// WriteTimeout closes a connection that took nothing of its output for so
	// long (at the earliest after half of it); 0 is DefaultWriteTimeout.
	WriteTimeout time.Duration
	// Interleave looks for input after each write to a Holder, for sessions
	// that may have something to say for long without being asked.
	Interleave bool
	// TLS, when not nil, is spoken from the first byte.
	TLS *tls.Config
	// Log takes what an operator should see; nil is silent.
	Log world.Logger
}

// Peer tells a new session who is at the two ends of its connection.
type Peer struct {
	Remote, Local net.Addr
	// Certificate is the client's own, which has been verified; nil where it
	// has shown none.
	Certificate *x509.Certificate
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.MaxConns == 0 {
		o.MaxConns = DefaultMaxConns
	}
	if o.WriteTimeout == 0 {
		o.WriteTimeout = DefaultWriteTimeout
	}
	return o
}
