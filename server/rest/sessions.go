package rest

import (
	"crypto/rand"
	"sync"
	"time"
)

// connection is what a session keeps open.
type connection interface {
	Done() bool // it has ended by itself
	Close(reason error)
}

// interrupter is a connection whose requests can be cut short, from another
// goroutine.
type interrupter interface{ Interrupt() }

// sessions are the connections to one engine that last over several requests.
// Their number is limited, and one that nobody uses ends by itself.
type sessions[C connection] struct {
	most int
	idle time.Duration

	mu   sync.Mutex
	byID map[string]*lasting[C] // guarded by mu
}

// lasting is one of them.
type lasting[C connection] struct {
	id   string
	conn C // used by who has put an element into busy
	// busy has one element while a request, or the end, has the session. It is
	// waited for without sessions.mu held.
	busy chan struct{}
	// end closes the session when its time is over. It runs while no request
	// uses the session, or waits to.
	end      *time.Timer
	requests int // guarded by sessions.mu: that use it, or wait to
}

func newSessions[C connection](most int, idle time.Duration) *sessions[C] {
	return &sessions[C]{most: most, idle: idle, byID: map[string]*lasting[C]{}}
}

// create keeps the connection that connect makes.
func (s *sessions[C]) create(connect func() (C, error)) (*lasting[C], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.byID) >= s.most {
		return nil, errSessions
	}
	conn, err := connect()
	if err != nil {
		return nil, err
	}
	one := &lasting[C]{id: rand.Text(), conn: conn, busy: make(chan struct{}, 1)}
	one.end = time.AfterFunc(s.idle, func() { s.expire(one) })
	s.byID[one.id] = one
	return one, nil
}

// use takes a session for one request: others on it wait, as they would on a
// socket, and are told if it is gone by then. The caller gives it back with
// release.
func (s *sessions[C]) use(id string) (*lasting[C], error) {
	s.mu.Lock()
	one, ok := s.byID[id]
	if ok {
		one.requests++
		one.end.Stop()
	}
	s.mu.Unlock()
	if !ok {
		return nil, errNoSession
	}
	one.busy <- struct{}{}
	if !s.lists(one) {
		<-one.busy
		return nil, errNoSession
	}
	return one, nil
}

// lists tells whether a session is still there.
func (s *sessions[C]) lists(one *lasting[C]) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byID[one.id] == one
}

// borrow gives a request its connection: that of the session it names, or else
// one of its own from connect, which release closes.
func (s *sessions[C]) borrow(id *string, connect func() (C, error)) (conn C, release func(), err error) {
	if id == nil {
		if conn, err = connect(); err != nil {
			return conn, nil, err
		}
		return conn, func() { conn.Close(nil) }, nil
	}
	one, err := s.use(*id)
	if err != nil {
		return conn, nil, err
	}
	return one.conn, func() { s.release(one) }, nil
}

// release starts the idle time anew if no other request waits, or ends a session
// whose connection has ended (QUIT).
func (s *sessions[C]) release(one *lasting[C]) {
	done := one.conn.Done()
	<-one.busy
	if done {
		s.remove(one.id)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if one.requests--; one.requests == 0 {
		one.end.Reset(s.idle)
	}
}

// expire removes a session whose idle time is over, unless a request has come
// just then.
func (s *sessions[C]) expire(one *lasting[C]) {
	s.mu.Lock()
	over := one.requests == 0 && s.byID[one.id] == one
	if over {
		delete(s.byID, one.id)
	}
	s.mu.Unlock()
	if over {
		one.close()
	}
}

// remove closes a session and tells whether it was there.
func (s *sessions[C]) remove(id string) bool {
	s.mu.Lock()
	one, ok := s.byID[id]
	delete(s.byID, id)
	s.mu.Unlock()
	if ok {
		one.close()
	}
	return ok
}

// close closes a session that is not listed any more, once a request that runs
// on it has ended.
func (one *lasting[C]) close() {
	one.end.Stop()
	if i, ok := any(one.conn).(interrupter); ok {
		i.Interrupt()
	}
	one.busy <- struct{}{}
	one.conn.Close(nil)
	<-one.busy
}

// open counts them.
func (s *sessions[C]) open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.byID)
}

func (s *sessions[C]) closeAll() {
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
