package amqp

import (
	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/world"
)

// maintain does what may take its time, away from the broker's lock: it syncs
// what nobody waits for, writes the indexes of sealed segments, and gives
// back the space of what is dead.
func (db *DB) maintain() {
	s := db.store
	if s == nil || !s.compacting.TryLock() {
		return
	}
	defer s.compacting.Unlock()
	if s.log.Dirty() && db.Commit() != nil {
		return // the alarm is up, and whoever commits tries again
	}
	for _, info := range s.log.Segments() {
		if !info.Sealed {
			continue
		}
		if err := db.writeIndex(info.ID); err != nil {
			db.world.Say(world.Warn, "amqp: an index can't be written; a restart takes longer", "error", err)
		}
	}
	if id := db.victim(); id != 0 {
		if err := db.evacuate(id); err != nil {
			db.world.Say(world.Warn, "amqp: a segment can't be compacted", "segment", id, "error", err)
		}
	}
}

func (db *DB) writeIndex(id uint32) error {
	db.mu.Lock()
	seg := db.store.segs[id]
	if seg == nil || seg.indexed {
		db.mu.Unlock()
		return nil
	}
	index := seg.index
	seg.index, seg.indexed = nil, true
	db.mu.Unlock()
	return db.store.log.WriteIndex(id, index)
}

// victim picks the sealed segment with the least that is alive: at once where
// that is nothing, otherwise while more than half of the log is dead. 0: none.
func (db *DB) victim() uint32 {
	db.mu.Lock()
	defer db.mu.Unlock()
	s := db.store
	var best *segment
	var live, size int64
	sealed := 0
	for _, info := range s.log.Segments() {
		seg := s.segment(info.ID)
		live += seg.live
		size += info.Size
		if !info.Sealed {
			continue
		}
		sealed++
		if best == nil || seg.live < best.live {
			best = seg
		}
	}
	switch {
	case best == nil:
		return 0
	case best.live <= 0:
		return best.id
	case sealed > compactFloor && size > compactFrom*live+db.opts.SegmentSize:
		return best.id
	}
	return 0
}

// content is what evacuate reads of a segment before it locks the broker.
type content struct {
	messages map[place]*Message
	ends     []ends
	returns  []back
}

// evacuate copies what is alive in a segment to the head of the log, syncs,
// and removes the segment. The order matters: a crash in between leaves two
// copies, of which recovery takes the newer.
func (db *DB) evacuate(id uint32) error {
	c := content{messages: map[place]*Message{}}
	if err := db.readSegment(id, &c); err != nil {
		return err
	}
	db.mu.Lock()
	db.moveMessages(id, &c)
	db.moveEnds(id, &c)
	if db.store.segs[id].defines {
		db.logSnapshot(db.definitions(false))
	}
	db.mu.Unlock()
	if err := db.Commit(); err != nil {
		return err
	}
	if err := db.store.log.Remove(id); err != nil {
		return err
	}
	db.mu.Lock()
	delete(db.store.segs, id)
	db.mu.Unlock()
	return nil
}

func (db *DB) readSegment(id uint32, c *content) error {
	db.mu.Lock()
	alive := db.store.segs[id].live > 0
	db.mu.Unlock()
	_, err := db.store.log.Scan(id, func(at seglog.Place, kind byte, payload []byte) error {
		switch kind {
		case recordMessage, recordPaged:
			if !alive {
				return nil
			}
			if m, err := readMessage(payload); err == nil {
				c.messages[at] = m
			}
		case recordEnds:
			if e, err := readEnds(payload); err == nil {
				c.ends = append(c.ends, e)
			}
		case recordReturn:
			if b, err := readBack(payload); err == nil {
				c.returns = append(c.returns, b)
			}
		}
		return nil
	})
	return err
}

// moveMessages logs anew what queues and delayed exchanges hold in the
// segment: each holder by a record of its own.
func (db *DB) moveMessages(id uint32, c *content) {
	if len(c.messages) == 0 {
		return
	}
	s := db.store
	move := func(holder uint64, e *entry) {
		m := c.messages[e.at]
		if e.at.Segment != id || m == nil {
			return
		}
		kind := recordMessage
		if e.flags&stored == 0 {
			kind = recordPaged
		}
		s.segs[id].live -= int64(e.share)
		delete(s.cache, e.at)
		e.at, e.share = s.put(kind, []ref{{holder, e.seq, e.expires}}, m)
	}
	db.eachEntry(move)
}

// eachEntry calls f for every entry that may have a place in the log.
func (db *DB) eachEntry(f func(holder uint64, e *entry)) {
	for _, vh := range db.vhosts {
		for _, q := range vh.queues {
			q.ready.each(func(e *entry) bool { f(q.id, e); return true })
		}
		for _, x := range vh.exchanges {
			for _, e := range x.waiting {
				f(x.id, e)
			}
		}
	}
	for _, conn := range db.conns {
		for _, ch := range conn.channels {
			ch.unacked.each(func(o *outstanding) { f(o.queue.id, &o.entry) })
			for i := range ch.transaction.settlements {
				o := &ch.transaction.settlements[i].delivery
				f(o.queue.id, &o.entry)
			}
		}
	}
}

// moveEnds logs anew the ends that recovery would miss: those of messages
// whose records are still in other segments.
func (db *DB) moveEnds(id uint32, c *content) {
	s := db.store
	needed := func(holder uint64, of span) bool {
		for _, seg := range s.segs {
			have, ok := seg.spans[holder]
			if seg.id != id && ok && have.first <= of.last && of.first <= have.last {
				return true
			}
		}
		return false
	}
	moved := map[uint64]*ends{}
	for _, e := range c.ends {
		m := moved[e.holder]
		if m == nil {
			m = &ends{holder: e.holder}
			moved[e.holder] = m
		}
		m.delivered = max(m.delivered, e.delivered)
		for _, one := range e.spans {
			if needed(e.holder, one) {
				m.spans = append(m.spans, one)
			}
		}
	}
	for _, e := range moved {
		if len(e.spans) > 0 || db.holds(e.holder) {
			s.logEnds(e)
		}
	}
	for _, b := range c.returns {
		if needed(b.holder, span{b.seq, b.seq}) {
			s.buf = appendBack(s.buf[:0], b)
			at := s.log.Append(recordReturn, s.buf)
			s.segment(at.Segment).note(recordReturn, at, s.buf)
		}
	}
}

// holds tells that a queue with that id has messages on disk.
func (db *DB) holds(id uint64) bool {
	for _, vh := range db.vhosts {
		for _, q := range vh.queues {
			if q.id == id {
				return q.ready.count+q.unacked > 0
			}
		}
	}
	return false
}
