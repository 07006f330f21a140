package door

import (
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/engine"
)

// Stream is one connection to an engine, driven with the bytes of its
// protocol. Python may call from any thread, so it has a lock where the
// engine's session has none.
type Stream struct {
	now    func() time.Time
	settle func() error // brings to the disk what holds output back; nil: nothing does

	mu   sync.Mutex
	conn engine.Session // guarded by mu
	out  []byte         // guarded by mu: what Feed gives, its memory reused
}

// Feed gives the session input, and gives what it has to say to use, which
// must not keep it. With p nil it only goes on with what is pending.
func (s *Stream) Feed(p []byte, use func(out []byte)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.feed(p)
	use(s.out)
	return err
}

// feed drives the engine's session as core/engine tells, until it has said all
// that it has to say. s.mu is held.
func (s *Stream) feed(p []byte) error {
	now := s.now()
	s.out = s.out[:0]
	s.conn.Feed(now, p)
	if s.settle != nil {
		if err := s.settle(); err != nil {
			return err
		}
		s.conn.Feed(now, nil) // what the sync has confirmed
	}
	for out := s.conn.Out(); len(out) > 0; out = s.conn.Out() {
		s.out = append(s.out, out...)
		s.conn.Feed(now, nil)
	}
	return nil
}

// Deadline is when Feed wants to be called at the latest; zero means never.
func (s *Stream) Deadline() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn.Deadline()
}

// Done reports that the session has ended.
func (s *Stream) Done() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn.Done()
}

// Close tells the session that its client is gone.
func (s *Stream) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conn.Close(nil)
	return nil
}
