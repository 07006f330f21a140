// Package session is one client's AMQP connection: frames in, frames out, and
// what a connection remembers in between (handshake, channels, content that
// has come in part). It does no I/O; core/engine tells how it is driven. What
// frames ask for is the broker's business (package amqp); this package keeps
// the protocol's order and turns refusals into channel.close and
// connection.close.
//
// Order of reading: server.go, conn.go, handshake.go, frames.go, content.go,
// methods.go, push.go, output.go, ending.go.
package session

import (
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// Options of a Server.
type Options struct {
	// FrameMax is offered in connection.tune, in bytes; 0 means 128 KiB.
	FrameMax uint32
	// ChannelMax is the highest channel number offered; 0 means 2047.
	ChannelMax uint16
	// Heartbeat offered; 0 means a minute, negative none.
	Heartbeat time.Duration
	// NoHeartbeats sends none and misses none, whatever a client tunes: for a
	// broker whose clock a test moves in leaps, which no client can follow.
	NoHeartbeats bool
	// HandshakeTimeout ends a connection that is not open by then; 0 means 10
	// seconds.
	HandshakeTimeout time.Duration
	// OutputLimit is how many bytes may wait to be sent before input is held
	// back; 0 means 192 KiB.
	OutputLimit int
	// ContentLimit is how many bytes of unfinished messages all channels of
	// one connection may hold together; 0 means twice the largest message.
	ContentLimit int
	// Version is told in server-properties.
	Version string
}

func (o Options) withDefaults() Options {
	if o.FrameMax == 0 {
		o.FrameMax = 131072
	}
	if o.ChannelMax == 0 {
		o.ChannelMax = 2047
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = time.Minute
	}
	o.Heartbeat = max(o.Heartbeat, 0)
	if o.HandshakeTimeout == 0 {
		o.HandshakeTimeout = 10 * time.Second
	}
	if o.OutputLimit == 0 {
		o.OutputLimit = 192 << 10
	}
	return o
}

// Server is what the connections to one broker share.
type Server struct {
	db   *amqp.DB
	opts Options
}

// NewServer makes the shared part for connections to db.
func NewServer(db *amqp.DB, o Options) *Server {
	o = o.withDefaults()
	if o.ContentLimit == 0 {
		o.ContentLimit = 2 * db.Options().MaxMessageSize
	}
	return &Server{db, o}
}

// Peer is who is on the other side.
type Peer struct {
	Addr  string // "127.0.0.1:50000"; "" in process
	Local string // the address it came to
	TLS   bool
	// User is who the other side has proven to be before it says anything, as
	// by a certificate: the mechanism EXTERNAL logs it in. "" has no such
	// mechanism.
	User string
}

// Connect opens a session.
func (s *Server) Connect(p Peer) *Conn {
	now := s.db.World().Now()
	c := &Conn{server: s, db: s.db, peer: p, now: now, lastInput: now, lastOutput: now, channels: map[uint16]*channel{}}
	c.parser.MaxFrame = int(s.opts.FrameMax)
	c.deadline = now.Add(s.opts.HandshakeTimeout)
	return c
}

// New is a session on db that knows no other: for a door that has just one.
func New(db *amqp.DB, o Options) *Conn { return NewServer(db, o).Connect(Peer{}) }
