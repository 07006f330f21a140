package door

import (
	"strings"
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// Redis is a store that a Python object owns.
type Redis struct {
	*redis.DB
	server *session.Server
	stop   func()
}

type redisOptions struct {
	Databases    int    `json:"databases"`
	MaxValueSize int    `json:"max_value_size"`
	Password     string `json:"password"`
	Clock        int64  `json:"clock"`
}

// OpenRedis opens an empty store.
func OpenRedis(options string) (*Redis, error) {
	var o redisOptions
	if err := decode(options, &o); err != nil {
		return nil, err
	}
	w, c, err := openWorld(o.Clock)
	if err != nil {
		return nil, err
	}
	db, err := redis.Open(w, redis.Options{Databases: o.Databases, MaxValueSize: o.MaxValueSize})
	if err != nil {
		return nil, err
	}
	server := session.NewServer(db, session.Options{Password: o.Password})
	return &Redis{DB: db, server: server, stop: drive(db, c)}, nil
}

// Statistics is the store's struct of numbers.
func (r *Redis) Statistics() any { return r.Stats() }

// Close ends the store and its background work.
func (r *Redis) Close() error {
	r.stop()
	return r.DB.Close()
}

// Session is one connection to a store. Python may call from any thread, so
// it has a lock where the engine's session has none.
type Session struct {
	db *redis.DB

	mu   sync.Mutex
	conn *session.Conn // guarded by mu
	in   []byte        // guarded by mu: the request of Execute, its memory reused
	out  []byte        // guarded by mu: the reply of Execute, likewise
}

// Connect opens a connection.
func (r *Redis) Connect() *Session {
	return &Session{db: r.DB, conn: r.server.Connect(session.Peer{})}
}

// Feed gives the session input, and gives what it has to say to use, which
// must not keep it. With p nil it only goes on with what is pending.
func (s *Session) Feed(p []byte, use func(out []byte)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.feed(p)
	use(s.out)
}

// Execute runs one command and gives its reply, in RESP, to use; a reply that
// is an error comes as an error instead.
func (s *Session) Execute(args [][]byte, use func(reply []byte)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.in = wire.AppendRequest(s.in[:0], args...)
	s.feed(s.in)
	defer s.shrink()
	switch {
	case len(s.out) == 0:
		return errEnded
	case s.out[0] == byte(wire.ErrorKind):
		return ReplyError(strings.TrimSuffix(string(s.out[1:]), "\r\n"))
	}
	use(s.out)
	return nil
}

var errEnded = code.New(code.Closed, "python: the session has ended")

// shrink gives back what one big command took. s.mu is held.
func (s *Session) shrink() {
	const most = 1 << 20
	if cap(s.in) > most {
		s.in = nil
	}
	if cap(s.out) > most {
		s.out = nil
	}
}

// feed drives the engine's session as core/engine tells, until it has said all
// that it has to say. s.mu is held.
func (s *Session) feed(p []byte) {
	now := s.db.World().Now()
	s.conn.Feed(now, p)
	s.out = s.out[:0]
	for out := s.conn.Out(); len(out) > 0; out = s.conn.Out() {
		s.out = append(s.out, out...)
		s.conn.Feed(now, nil)
	}
}

// Deadline is when Feed wants to be called at the latest; zero means never.
func (s *Session) Deadline() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn.Deadline()
}

// Done reports that the session has ended.
func (s *Session) Done() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn.Done()
}

// Close tells the session that its client is gone.
func (s *Session) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conn.Close(nil)
	return nil
}
