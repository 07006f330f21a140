package rest

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// sessions are the Redis connections that last over several requests. Their
// number is limited, and one that nobody uses ends by itself.
type sessions struct {
	server *session.Server
	most   int
	idle   time.Duration

	mu   sync.Mutex
	byID map[string]*redisSession // guarded by mu
}

type redisSession struct {
	id   string
	conn *session.Conn // used under busy
	busy sync.Mutex    // taken without sessions.mu held
	// end closes the session when its time is over. It is stopped while a
	// request uses the session.
	end *time.Timer
}

func newSessions(o Options) *sessions {
	return &sessions{server: o.Redis, most: o.MaxSessions, idle: o.SessionIdle, byID: map[string]*redisSession{}}
}

func (s *sessions) create() (*redisSession, error) {
	if s.server == nil {
		return nil, errNotOpen
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.byID) >= s.most {
		return nil, errSessions
	}
	one := &redisSession{id: rand.Text(), conn: s.server.Connect(session.Peer{})}
	one.end = time.AfterFunc(s.idle, func() { s.remove(one.id) })
	s.byID[one.id] = one
	return one, nil
}

// use takes a session for one request: others on it wait, as they would on a
// socket. The caller gives it back with release.
func (s *sessions) use(id string) (*redisSession, error) {
	s.mu.Lock()
	one, ok := s.byID[id]
	if ok {
		one.end.Stop()
	}
	s.mu.Unlock()
	if !ok {
		return nil, errNoSession
	}
	one.busy.Lock()
	return one, nil
}

// release starts the idle time anew, or ends a session whose connection has
// ended (QUIT).
func (s *sessions) release(one *redisSession) {
	done := one.conn.Done()
	one.busy.Unlock()
	if done {
		s.remove(one.id)
		return
	}
	one.end.Reset(s.idle)
}

// remove closes a session and tells whether it was there.
func (s *sessions) remove(id string) bool {
	s.mu.Lock()
	one, ok := s.byID[id]
	delete(s.byID, id)
	s.mu.Unlock()
	if ok {
		one.end.Stop()
		one.busy.Lock() // a request that runs on it ends first
		one.conn.Close(nil)
		one.busy.Unlock()
	}
	return ok
}

// open counts them.
func (s *sessions) open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.byID)
}

func (s *sessions) closeAll() {
	s.mu.Lock()
	ids := make([]string, 0, len(s.byID))
	for id := range s.byID {
		ids = append(ids, id)
	}
	s.mu.Unlock()
	for _, id := range ids {
		s.remove(id)
	}
}

// CreateRedisSession opens a connection that lasts.
func (o *operations) CreateRedisSession(context.Context, api.CreateRedisSessionRequestObject) (api.CreateRedisSessionResponseObject, error) {
	one, err := o.sessions.create()
	if err != nil {
		return nil, err
	}
	return api.CreateRedisSession201JSONResponse{Session: one.id, IdleMs: o.sessions.idle.Milliseconds()}, nil
}

// DeleteRedisSession closes one.
func (o *operations) DeleteRedisSession(_ context.Context, r api.DeleteRedisSessionRequestObject) (api.DeleteRedisSessionResponseObject, error) {
	if !o.sessions.remove(r.Session) {
		return nil, errNoSession
	}
	return api.DeleteRedisSession204Response{}, nil
}
