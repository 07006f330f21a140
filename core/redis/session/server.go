package session

import (
	"slices"
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// Options of a Server.
type Options struct {
	// Password, if not empty, must be given by AUTH or HELLO first
	// (requirepass).
	Password string
	// OutputLimit is about how many bytes of replies Out gives at once; 0
	// means 1 MiB.
	OutputLimit int
	// ReplyLimit is about how many bytes the reply to one request may have,
	// that of EXEC too; who asks for more is disconnected (the hard limit of
	// client-output-buffer-limit); 0 means 1 GiB.
	ReplyLimit int
	// ClientMemory is how many bytes of replies that they do not read, and of
	// requests that wait for that, all clients together may have
	// (maxmemory-clients); 0 means 512 MiB, a negative one sets no limit, as
	// Redis does.
	ClientMemory int64
	// RequestTimeout ends a connection that has sent a part of a request and
	// then nothing for so long; 0 means a minute, a negative one waits for
	// ever, as Redis does.
	RequestTimeout time.Duration
	// MaxClients and Port are what CONFIG GET and INFO tell about the socket;
	// 0 for MaxClients means Redis' 10000.
	MaxClients, Port int
	// Process is the number of the process that INFO tells, 0 for none.
	Process int
}

func (o Options) withDefaults() Options {
	if o.OutputLimit == 0 {
		o.OutputLimit = 1 << 20
	}
	if o.ReplyLimit == 0 {
		o.ReplyLimit = 1 << 30
	}
	if o.ClientMemory == 0 {
		o.ClientMemory = defaultBacklog
	}
	if o.RequestTimeout == 0 {
		o.RequestTimeout = time.Minute
	}
	if o.MaxClients == 0 {
		o.MaxClients = 10000
	}
	return o
}

// Server is what the connections to one store share: the list of clients, and
// what INFO and CONFIG tell. Where no other guard is named, a field is guarded
// by the store's lock, which is held while requests run.
type Server struct {
	db       *redis.DB
	opts     Options
	started  time.Time
	runID    string
	handlers []handler // by command.ID

	password string            // guarded by the store's lock and mu: hold either to read, both to write
	settings map[string]string // of CONFIG SET, where they differ from the table's values
	counters []commandCounters // by command.ID
	errors   map[string]uint64 // error replies by their first word
	refused  uint64            // error replies altogether

	waits ledger // what clients leave waiting

	mu        sync.Mutex      // taken after the store's lock where both are held
	conns     map[int64]*Conn // guarded by mu
	lastID    int64           // guarded by mu
	connected uint64          // guarded by mu: connections so far
	pause     pause           // as password
}

// commandCounters are INFO's commandstats of one command.
type commandCounters struct {
	calls, rejected, failed uint64
}

// NewServer makes the shared part for connections to db.
func NewServer(db *redis.DB, o Options) *Server {
	w := db.World()
	s := &Server{
		db:       db,
		opts:     o.withDefaults(),
		started:  w.Now(),
		runID:    newRunID(w.Rand("redis run id")),
		handlers: handlersByID(),
		password: o.Password,
		settings: map[string]string{},
		counters: make([]commandCounters, command.Count()),
		errors:   map[string]uint64{},
		conns:    map[int64]*Conn{},
	}
	s.waits.limit.Store(max(s.opts.ClientMemory, 0))
	return s
}

// Peer is who is on the other side, as CLIENT LIST tells.
type Peer struct {
	Addr  string // "127.0.0.1:50000"; "" in process
	Local string // the address it came to
}

// Connect opens a session.
func (s *Server) Connect(p Peer) *Conn {
	now := s.db.World().Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	s.connected++
	c := &Conn{
		server: s, db: s.db, id: s.lastID, peer: p, since: now, now: now, lastInput: now,
		authenticated: s.password == "",
		reply:         wire.Writer{Limit: s.opts.ReplyLimit},
		backlog:       backlog{ledger: &s.waits},
	}
	s.conns[c.id] = c
	return c
}

// New is a session on db that knows no other: for a door that has just one.
func New(db *redis.DB, o Options) *Conn { return NewServer(db, o).Connect(Peer{}) }

// forget takes a connection off the list.
func (s *Server) forget(c *Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c.id)
}

// clients lists the connections in the order in which they came.
func (s *Server) clients() []*Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*Conn, 0, len(s.conns))
	for _, c := range s.conns {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *Conn) int { return int(a.id - b.id) })
	return all
}

// end kills another connection: it answers nothing more, and its driver is
// told to close it.
func (s *Server) end(c *Conn) {
	s.forget(c)
	c.killed.Store(true)
	s.rouse(c)
}

// rouse makes the driver of a connection call its Feed.
func (s *Server) rouse(c *Conn) {
	s.mu.Lock()
	wake := c.wake
	s.mu.Unlock()
	if wake != nil {
		wake()
	}
}
