package lru

// freshSlot gives a slot that holds no entry: the last freed, else a new one.
func (s *store[K, V]) freshSlot() uint32 {
	if at := s.free; at != 0 {
		s.free = s.slots[at].next
		return at
	}
	s.slots = append(s.slots, slot[K, V]{place: notQueued})
	return uint32(len(s.slots) - 1)
}

func (s *store[K, V]) unlink(at uint32) {
	e := &s.slots[at]
	s.slots[e.prev].next = e.next
	s.slots[e.next].prev = e.prev
}

func (s *store[K, V]) linkFirst(at uint32) {
	e := &s.slots[at]
	e.prev, e.next = 0, s.slots[0].next
	s.slots[e.next].prev = at
	s.slots[0].next = at
}

// keys lists the keys, the most recent first.
func (s *store[K, V]) keys() []K {
	keys := make([]K, 0, len(s.index))
	for at := s.slots[0].next; at != 0; at = s.slots[at].next {
		keys = append(keys, s.slots[at].key)
	}
	return keys
}

// entry is one pair of a snapshot.
type entry[K comparable, V any] struct {
	key   K
	value V
}

// entries lists the pairs, the most recent first.
func (s *store[K, V]) entries() []entry[K, V] {
	all := make([]entry[K, V], 0, len(s.index))
	for at := s.slots[0].next; at != 0; at = s.slots[at].next {
		all = append(all, entry[K, V]{s.slots[at].key, s.slots[at].value})
	}
	return all
}

// oldest gives the least recent pair.
func (s *store[K, V]) oldest() (e entry[K, V], ok bool) {
	at := s.slots[0].prev
	if at == 0 {
		return e, false
	}
	return entry[K, V]{s.slots[at].key, s.slots[at].value}, true
}
