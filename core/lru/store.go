package lru

import (
	"maps"
	"slices"
	"time"
)

// store is the cache itself, without clock, lock or callbacks: whoever owns
// it passes the instant in and hands on what take gives.
//
// Entries live in one slice of slots and are linked by slot number. The list
// is a ring through slots[0], which holds no entry: slots[0].next is the most
// recent entry, slots[0].prev the least recent. Free slots are a chain of
// their own through next. Numbers instead of pointers make a hit free of
// allocations, halve the links, and leave the garbage collector one object to
// look at instead of one per entry.
//
// Instants are nanoseconds since base (see elapsed).
type store[K comparable, V any] struct {
	index map[K]uint32 // slot number by key
	slots []slot[K, V]
	free  uint32 // the first free slot, 0 for none
	due   deadlines[K, V]

	maxEntries int   // 0 for none
	maxBytes   int64 // 0 for none
	ttl        int64 // of entries without one of their own, 0 for none
	base       time.Time

	used        int64
	hits        uint64
	misses      uint64
	evictions   uint64
	expirations uint64

	watched bool // somebody wants to know what left: fill gone
	gone    []departure[K, V]
}

type slot[K comparable, V any] struct {
	key        K
	value      V
	size       int64
	deadline   int64
	prev, next uint32
	place      int32 // in the heap of deadlines, or notQueued
}

// departure is an entry that left, kept until the owner can tell of it.
type departure[K comparable, V any] struct {
	key    K
	value  V
	reason Reason
}

func newStore[K comparable, V any](base time.Time) store[K, V] {
	return store[K, V]{
		index: map[K]uint32{},
		slots: make([]slot[K, V], 1),
		base:  base,
	}
}

// elapsed turns an instant into the nanoseconds that deadlines are kept in.
// The difference of two instants follows the monotonic clock where both have
// it, so a step of the wall clock neither kills entries nor keeps them.
func (s *store[K, V]) elapsed(now time.Time) int64 { return int64(now.Sub(s.base)) }

// timed reports whether any call needs to know the time.
func (s *store[K, V]) timed() bool { return s.ttl > 0 || len(s.due.heap) > 0 }

// find gives the slot of a live entry, or 0. An entry whose time is over
// leaves the cache here.
func (s *store[K, V]) find(now int64, key K) uint32 {
	at, ok := s.index[key]
	if !ok {
		return 0
	}
	if s.slots[at].deadline <= now {
		s.drop(at, Expired)
		return 0
	}
	return at
}

// get is find for a reader: it counts, and makes the entry the most recent.
func (s *store[K, V]) get(now int64, key K) (value V, ok bool) {
	at := s.find(now, key)
	if at == 0 {
		s.misses++
		return value, false
	}
	s.hits++
	if s.slots[0].next != at {
		s.unlink(at)
		s.linkFirst(at)
	}
	return s.slots[at].value, true
}

func (s *store[K, V]) peek(now int64, key K) (value V, ok bool) {
	at := s.find(now, key)
	if at == 0 {
		return value, false
	}
	return s.slots[at].value, true
}

// put writes an entry and makes it the most recent. Room is made first, so
// that the limits hold at every moment. ttl 0 is for ever.
func (s *store[K, V]) put(now int64, key K, value V, size, ttl int64) error {
	if s.maxBytes > 0 && size > s.maxBytes {
		return ErrEntryTooLarge
	}
	at := s.find(now, key)
	if at == 0 {
		s.makeRoom(now, 1, size)
		at = s.freshSlot()
		s.slots[at].key = key
		s.index[key] = at
	} else {
		old := &s.slots[at]
		s.note(old.key, old.value, Replaced)
		s.unlink(at)
		s.due.remove(s.slots, at)
		// Unlinked, the entry cannot be chosen to make room for itself.
		s.makeRoom(now, 0, size-old.size)
		s.used -= old.size
	}
	e := &s.slots[at]
	e.value, e.size, e.deadline = value, size, deadlineAfter(now, ttl)
	s.used += size
	s.linkFirst(at)
	if e.deadline != never {
		s.due.add(s.slots, at)
	}
	return nil
}

// makeRoom drops entries until so many more entries and bytes fit: first
// those whose time is over, then the least recent.
func (s *store[K, V]) makeRoom(now int64, entries int, bytes int64) {
	for s.maxEntries > 0 && len(s.index)+entries > s.maxEntries ||
		s.maxBytes > 0 && s.used+bytes > s.maxBytes {
		if s.expireOne(now) {
			continue
		}
		s.drop(s.slots[0].prev, Capacity)
	}
}

// expireOne drops the entry with the earliest deadline, if that is over.
func (s *store[K, V]) expireOne(now int64) bool {
	if len(s.due.heap) == 0 || s.slots[s.due.heap[0]].deadline > now {
		return false
	}
	s.drop(s.due.heap[0], Expired)
	return true
}

// expire drops everything whose time is over.
func (s *store[K, V]) expire(now int64) {
	for s.expireOne(now) {
	}
}

// tick drops at most batch entries whose time is over. next is the earliest
// deadline left, never where there is none.
func (s *store[K, V]) tick(now int64, batch int) (next int64) {
	for range batch {
		if !s.expireOne(now) {
			break
		}
	}
	if len(s.due.heap) == 0 {
		return never
	}
	return s.slots[s.due.heap[0]].deadline
}

func (s *store[K, V]) remove(now int64, key K) bool {
	at := s.find(now, key)
	if at == 0 {
		return false
	}
	s.drop(at, Deleted)
	return true
}

// drop takes an entry out for the given reason and frees its slot.
func (s *store[K, V]) drop(at uint32, why Reason) {
	e := &s.slots[at]
	switch why {
	case Capacity:
		s.evictions++
	case Expired:
		s.expirations++
	}
	s.note(e.key, e.value, why)
	delete(s.index, e.key)
	s.due.remove(s.slots, at)
	s.unlink(at)
	s.used -= e.size
	*e = slot[K, V]{next: s.free, place: notQueued} // lets go of key and value
	s.free = at
}

// resize puts new limits in force and reports how many entries had to go.
func (s *store[K, V]) resize(now int64, entries int, bytes int64) (evicted int) {
	s.maxEntries, s.maxBytes = entries, bytes
	s.expire(now)
	before := len(s.index)
	s.makeRoom(now, 0, 0)
	return before - len(s.index)
}

// reset drops every entry, the least recent first, and the counters.
func (s *store[K, V]) reset(now int64) {
	if s.watched {
		s.expire(now)
		for s.slots[0].prev != 0 {
			s.drop(s.slots[0].prev, Deleted)
		}
	}
	s.index = map[K]uint32{}
	s.slots = make([]slot[K, V], 1)
	s.free, s.used, s.due.heap = 0, 0, nil
	s.hits, s.misses, s.evictions, s.expirations = 0, 0, 0, 0
}

// clone copies the entries with their order and what they have left to live,
// counted from base on; the counters start at zero.
func (s *store[K, V]) clone(now int64, base time.Time) store[K, V] {
	s.expire(now) // here, or both would count the same expirations
	c := *s
	c.index = maps.Clone(s.index)
	c.slots = slices.Clone(s.slots)
	c.due.heap = slices.Clone(s.due.heap)
	c.base = base.Add(-time.Duration(now))
	c.gone = nil
	c.hits, c.misses, c.evictions, c.expirations = 0, 0, 0, 0
	return c
}

func (s *store[K, V]) stats() Stats {
	return Stats{
		Hits: s.hits, Misses: s.misses,
		Evictions: s.evictions, Expirations: s.expirations,
		Entries: len(s.index), Bytes: s.used,
		MaxEntries: s.maxEntries, MaxBytes: s.maxBytes,
	}
}

// note remembers who left, if anybody wants to know.
func (s *store[K, V]) note(key K, value V, why Reason) {
	if s.watched {
		s.gone = append(s.gone, departure[K, V]{key, value, why})
	}
}

// departures hands over what left since the last call.
func (s *store[K, V]) departures() []departure[K, V] {
	gone := s.gone
	s.gone = nil
	return gone
}
