package door

import (
	"strings"

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

// Session is one connection to a store.
type Session struct {
	Stream
	in []byte // guarded by Stream.mu: the request of Execute, its memory reused
}

// Connect opens a connection.
func (r *Redis) Connect() Connection {
	return &Session{Stream: Stream{now: r.World().Now, conn: r.server.Connect(session.Peer{})}}
}

// Execute runs one command and gives its reply, in RESP, to use; a reply that
// is an error comes as an error instead.
func (s *Session) Execute(args [][]byte, use func(reply []byte)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.in = wire.AppendRequest(s.in[:0], args...)
	if err := s.feed(s.in); err != nil {
		return err
	}
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
