package amqp

import "fmt"

// End is the log's position after all that was appended.
func (db *DB) End() uint64 { return db.store.log.End() }

// CheckAccounts compares what is known of the log's segments with what the
// entries say.
func (db *DB) CheckAccounts() error {
	db.mu.Lock()
	defer db.mu.Unlock()
	s := db.store
	live, ahead := map[uint32]int64{}, int64(0)
	var problem error
	count := func(holder uint64, e *entry) {
		if e.flags&early != 0 {
			ahead += e.msg.Size()
		}
		if e.at == (place{}) {
			return
		}
		live[e.at.Segment] += int64(e.share)
		_, payload, err := s.log.Read(e.at, nil)
		var h head
		if err == nil {
			_, err = readHead(payload, &h)
		}
		if err == nil && e.share != shareOf(len(payload), len(h.refs)) {
			err = fmt.Errorf("its share is %d of %d bytes", e.share, len(payload))
		}
		for _, r := range h.refs {
			if r.holder == holder && r.seq != e.seq && len(h.refs) == 1 {
				err = fmt.Errorf("the record has number %d", r.seq)
			}
		}
		if err != nil {
			problem = fmt.Errorf("message %d of %d at %v: %w", e.seq, holder, e.at, err)
		}
	}
	db.eachQueue(func(q *queue) { q.ready.each(func(e *entry) bool { count(q.id, e); return true }) })
	db.eachDelivery(func(o *outstanding) { count(o.queue.id, &o.entry) })
	db.eachExchange(func(x *exchange) {
		for _, e := range x.waiting {
			count(x.id, e)
		}
	})
	for id, seg := range s.segs {
		if seg.live != live[id] {
			return fmt.Errorf("segment %d: %d live bytes are known, there are %d", id, seg.live, live[id])
		}
		delete(live, id)
	}
	if problem == nil {
		problem = db.checkStreams()
	}
	switch {
	case problem != nil:
		return problem
	case len(live) > 0:
		return fmt.Errorf("messages lie in segments that are gone: %v", live)
	case ahead != s.ahead:
		return fmt.Errorf("%d bytes are known to be read ahead, there are %d", s.ahead, ahead)
	}
	return nil
}

// checkStreams compares what streams and those who read them know of the
// memory they use with what they hold.
func (db *DB) checkStreams() (problem error) {
	cursors := int64(0)
	db.eachQueue(func(q *queue) {
		if q.stream == nil {
			return
		}
		tail, held := int64(0), int64(0)
		q.ready.each(func(e *entry) bool {
			if e.msg != nil {
				tail += e.msg.Size()
			}
			return true
		})
		for _, c := range q.consumers {
			bytes := int64(0)
			for _, one := range c.cursor.ahead {
				bytes += one.msg.Size()
			}
			if bytes != c.cursor.bytes {
				problem = fmt.Errorf("a reader of %s has read %d bytes ahead, and knows of %d", q.name, bytes, c.cursor.bytes)
			}
			held += bytes
		}
		if cursors += held; tail != q.stream.tailBytes {
			problem = fmt.Errorf("%s keeps %d bytes in memory, and knows of %d", q.name, tail, q.stream.tailBytes)
		}
	})
	if problem == nil && cursors != db.store.cursors {
		problem = fmt.Errorf("readers of streams have read %d bytes ahead, %d are known", cursors, db.store.cursors)
	}
	return problem
}

// AheadMost is how many bytes all readers of streams may have read ahead.
const AheadMost = aheadMost

// Cursors is how many they have.
func (db *DB) Cursors() int64 {
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.store.cursors
}

// Evacuate gives up the n-th of the sealed segments (modulo their number),
// whether it gains anything or not.
func (db *DB) Evacuate(n int) error {
	db.store.compacting.Lock()
	defer db.store.compacting.Unlock()
	var sealed []uint32
	for _, info := range db.store.log.Segments() {
		if info.Sealed {
			sealed = append(sealed, info.ID)
		}
	}
	if len(sealed) == 0 {
		return nil
	}
	return db.evacuate(sealed[n%len(sealed)])
}
