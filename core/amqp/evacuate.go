package amqp

// move is one segment on its way to the end of the log. It locks the broker
// for short times: each batch leaves everything as it should be, since an
// entry has its message in the one place or in the other.
type move struct {
	db     *DB
	seg    *segment
	alive  bool // it has messages that entries hold
	queues map[uint64]*queue
	order  []uint64 // their ids, sorted: what is logged must not depend on a map's order
	delays map[uint64]*exchange

	batch   []moved // read, and to be moved under the next lock
	bytes   []byte  // their payloads, one behind the other
	ended   []ends  // by each holder, joined
	returns []back  // of each message, the highest
	seen    history // while the segment is read
	failed  error   // of reading a message anew: the segment must stay
}

func (db *DB) newMove(seg *segment) *move {
	m := &move{db: db, seg: seg, queues: map[uint64]*queue{}, delays: map[uint64]*exchange{},
		seen: history{map[uint64]*ends{}, map[[2]uint64]uint64{}}}
	db.mu.Lock()
	m.alive = seg.live > 0
	db.eachQueue(func(q *queue) { m.queues[q.id] = q }) // what is made later has nothing in a sealed segment
	db.eachExchange(func(x *exchange) {
		if x.kind == Delayed {
			m.delays[x.id] = x
		}
	})
	db.mu.Unlock()
	m.order = sortedKeys(m.queues)
	return m
}

// remainder moves what scan has not found in line, then the ends that recovery
// would miss, and replaces the definitions by a snapshot.
func (m *move) remainder() error {
	for {
		m.db.mu.Lock()
		if m.strays() < batchRecords {
			break
		}
		m.db.mu.Unlock()
	}
	defer m.db.mu.Unlock()
	m.rest()
	if m.failed != nil {
		return m.failed
	}
	m.ends()
	if m.seg.defines {
		m.db.logSnapshot(m.db.definitions(false))
	}
	return nil
}

// waiting moves a record for those of its holders for whom it waits in line:
// nearly all of them.
func (m *move) waiting(r moved) {
	var h head
	payload := m.bytes[r.from:r.to]
	if _, err := readHead(payload, &h); err != nil {
		return // recovery has said so
	}
	for _, one := range h.refs {
		if q := m.queues[one.holder]; q != nil {
			line := &q.ready.levelOf(h.priority).ring
			if e := line.find(one.seq); e != nil && e.at == r.at {
				m.record(one.holder, e, r.kind, payload)
			}
			line.trim()
		} else if x := m.delays[one.holder]; x != nil {
			if e := x.waiting[one.seq]; e != nil && e.at == r.at {
				m.record(x.id, e, r.kind, payload)
			}
		}
	}
}

// leave takes an entry out of the segment, and tells whether it needs another
// place.
func (m *move) leave(e *entry) bool {
	m.seg.live -= int64(e.share)
	e.at = place{}
	// Else it was only to make room in memory, and is back there.
	return e.flags&stored != 0 || e.msg == nil || e.flags&early != 0
}

// record moves what an entry holds of a record.
func (m *move) record(holder uint64, e *entry, kind byte, payload []byte) {
	if !m.leave(e) {
		return
	}
	s := m.db.store
	refs := append(s.refs[:0], ref{holder, e.seq, e.expires})
	var h head
	rest, _ := readHead(payload, &h)
	h.refs = refs
	e.at, e.share = s.append(kind, &h, nil, nil, rest)
}

// entry moves what an entry holds of the segment, and tells whether it did.
func (m *move) entry(holder uint64, e *entry) bool {
	if e.at.Segment != m.seg.id || m.failed != nil {
		return false
	}
	s := m.db.store
	if e.msg == nil {
		kind, payload, err := s.log.Read(e.at, m.bytes[:0])
		if mayPass(err) {
			m.failed = err
			return false
		}
		if err == nil {
			_, err = readHead(payload, &head{})
		}
		if err != nil { // damaged: whoever is to get it is told
			m.leave(e)
		} else {
			m.record(holder, e, kind, payload)
		}
		return true
	}
	if m.leave(e) {
		kind := recordMessage
		if e.flags&stored == 0 {
			kind = recordPaged
		}
		e.at, e.share = s.put(kind, append(s.refs[:0], ref{holder, e.seq, e.expires}), e.msg)
	}
	return true
}

// strays moves what does not wait in line: what came back, and deliveries. It
// stops after batchRecords and gives the number.
func (m *move) strays() (n int) {
	some := func(holder uint64, e *entry) {
		if n < batchRecords && m.entry(holder, e) {
			n++
		}
	}
	for _, id := range m.order { // a queue that was removed is empty
		levels := m.queues[id].ready.levels
		for i := range levels {
			for j := range levels[i].returned {
				some(id, &levels[i].returned[j])
			}
		}
	}
	m.db.eachDelivery(func(o *outstanding) {
		if o.queue.removed {
			m.db.tx.forget(&o.entry)
			return
		}
		some(o.queue.id, &o.entry)
	})
	return n
}

// rest looks at all entries where some are left in spite of all: those of
// records that are damaged, and what an operator has put back in line
// meanwhile.
func (m *move) rest() {
	if m.seg.live <= 0 {
		return
	}
	m.strays()
	for _, id := range m.order {
		levels := m.queues[id].ready.levels
		for i := range levels {
			for j := range levels[i].ring.n {
				m.entry(id, levels[i].ring.at(j))
				levels[i].ring.trim()
			}
		}
	}
	for _, x := range ordered(m.delays) {
		for _, e := range ordered(x.waiting) {
			m.entry(x.id, e)
		}
	}
}

// ends logs anew the ends that recovery would miss: those of messages whose
// records are still in other segments.
func (m *move) ends() {
	s := m.db.store
	for _, e := range m.ended {
		e.spans = touching(e.spans, s.held(e.holder, m.seg.id))
		q := m.queues[e.holder]
		if q != nil && !q.removed && (q.ready.count+q.unacked > 0 || q.stream != nil) {
			e.delivered = max(e.delivered, q.delivered) // redelivered, after a restart
		} else if len(e.spans) == 0 {
			continue
		}
		at, size := s.logEnds(&e)
		s.segment(at.Segment).keep(e.holder, size)
	}
	var others []span
	for i, b := range m.returns {
		if i == 0 || b.holder != m.returns[i-1].holder {
			others = s.held(b.holder, m.seg.id)
		}
		if one := []span{{b.seq, b.seq}}; len(touching(one, others)) > 0 {
			at, size := s.logBack(b)
			s.segment(at.Segment).keep(b.holder, size)
		}
	}
}
