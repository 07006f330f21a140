package lru

import "time"

// tickBatch bounds one Tick: a thousand entries take well under a millisecond.
const tickBatch = 1000

// nextTick drops what is due, up to a batch, and gives the next instant of
// interest: now itself where more is due than one batch, zero for none.
func (s *store[K, V]) nextTick(now time.Time) time.Time {
	at := s.elapsed(now)
	next := s.tick(at, tickBatch)
	switch {
	case next == never:
		return time.Time{}
	case next <= at:
		return now
	}
	return s.base.Add(time.Duration(next))
}
