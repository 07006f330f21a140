// Package session is one client's connection to a store: requests in, replies
// out, and what a connection remembers in between (database, protocol version,
// transaction, name). It does no I/O; core/engine tells how it is driven.
package session

import (
	"sync"

	"github.com/twelvefold/twelvefold/core/redis"
)

// Options of a Server.
type Options struct {
	// Password, if not empty, must be given by AUTH or HELLO first
	// (requirepass).
	Password string
	// OutputLimit is how many bytes of replies may wait before input is held
	// back; 0 means 1 MiB.
	OutputLimit int
}

// Server is what the connections to one store share: the list of clients, and
// what INFO and CONFIG tell.
type Server struct {
	db   *redis.DB
	opts Options

	mu     sync.Mutex      // taken after the store's lock where both are held
	conns  map[int64]*Conn // guarded by mu
	lastID int64           // guarded by mu
}

// NewServer makes the shared part for connections to db.
func NewServer(db *redis.DB, o Options) *Server {
	if o.OutputLimit == 0 {
		o.OutputLimit = 1 << 20
	}
	return &Server{db: db, opts: o, conns: map[int64]*Conn{}}
}

// Peer is who is on the other side, as CLIENT LIST tells.
type Peer struct {
	Addr  string // "127.0.0.1:50000"; "" in process
	Local string // the address it came to
}

// Connect opens a session.
func (s *Server) Connect(p Peer) *Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	c := &Conn{server: s, db: s.db, id: s.lastID, peer: p, authenticated: s.opts.Password == ""}
	c.parser.Unauthenticated = !c.authenticated
	s.conns[c.id] = c
	return c
}

// New is a session on db that knows no other: for a door that has just one.
func New(db *redis.DB, o Options) *Conn { return NewServer(db, o).Connect(Peer{}) }
