package amqp

import "slices"

// logEnd notes that a message has ended; the record is written at the end of
// the Tx, for all of the queue's together.
func (tx *Tx) logEnd(q *queue, e *entry) {
	tx.forget(e)
	q.ends = append(q.ends, e.seq)
	tx.logs(q)
}

// logs has the queue's ends written at the end of the Tx.
func (tx *Tx) logs(q *queue) {
	if !q.ending {
		q.ending = true
		tx.acked = append(tx.acked, q)
	}
}

// forget takes the entry's part of the log out of the account.
func (tx *Tx) forget(e *entry) {
	s := tx.db.store
	if s == nil || e.at == (place{}) {
		return
	}
	s.arrived(e)
	if seg := s.segs[e.at.Segment]; seg != nil {
		seg.live -= int64(e.share)
	}
	e.at = place{}
}

// logAcks writes the ends of this Tx, queue by queue.
func (tx *Tx) logAcks() {
	for i, q := range tx.acked {
		tx.acked[i] = nil
		q.ending = false
		if !q.removed {
			tx.db.store.logEnds(&ends{q.id, q.delivered, spansOf(q.ends)})
		}
		q.ends = q.ends[:0]
	}
	tx.acked = tx.acked[:0]
}

func (s *store) logEnds(e *ends) (at place, size int) {
	s.buf = appendEnds(s.buf[:0], e)
	return s.appendWhole(recordEnds)
}

func (s *store) logBack(b back) (at place, size int) {
	s.buf = appendBack(s.buf[:0], b)
	return s.appendWhole(recordReturn)
}

// appendWhole appends a record that recovery needs all of; it is in s.buf.
func (s *store) appendWhole(kind byte) (at place, size int) {
	at = s.log.Append(kind, s.buf)
	s.segment(at.Segment).note(kind, at, s.buf, len(s.buf))
	return at, len(s.buf)
}

// spansOf sorts numbers and joins neighbours.
func spansOf(seqs []uint64) []span {
	if len(seqs) == 0 {
		return nil
	}
	spans := make([]span, 0, 8)
	slices.Sort(seqs)
	for _, seq := range seqs {
		if n := len(spans); n > 0 && seq <= spans[n-1].last+1 {
			spans[n-1].last = seq
			continue
		}
		spans = append(spans, span{seq, seq})
	}
	return spans
}

// logReturn counts a quorum queue's failed delivery.
func (tx *Tx) logReturn(q *queue, e *entry) {
	if s := tx.db.store; s != nil && e.flags&stored != 0 {
		s.logBack(back{q.id, e.seq, uint64(e.count)})
	}
}

// seen notes that a message has been delivered: after a restart it is
// redelivered.
func (tx *Tx) seen(q *queue, e *entry) {
	if e.flags&stored != 0 && e.seq > q.delivered && tx.db.store != nil {
		q.delivered = e.seq
		tx.logs(q)
	}
}
