package amqp

// full tells that a queue has reached x-max-length or x-max-length-bytes:
// ready messages count, those delivered do not.
func (q *queue) full() bool {
	s := &q.set
	return (s.maxLength >= 0 && int64(q.ready.count) >= s.maxLength) ||
		(s.maxBytes >= 0 && q.ready.bytes >= s.maxBytes)
}

// open tells that a publish may come in: a queue that drops its head is
// always open.
func (q *queue) open() bool {
	return q.set.overflow == dropHead || !q.full()
}

// refuseOverflow is what a full queue does to a publish it rejects.
func (tx *Tx) refuseOverflow(q *queue, m *Message) {
	if q.set.overflow == rejectPublishDLX {
		e := entry{msg: m, size: uint32(len(m.Body))}
		tx.db.held += m.size()
		tx.deadLetter(q, &e, reasonMaxlen)
	}
}

// overflow drops messages from the front until the queue is within its
// limits.
func (tx *Tx) overflow(q *queue) {
	s := &q.set
	if s.overflow != dropHead {
		return
	}
	for q.ready.count > 0 &&
		((s.maxLength >= 0 && int64(q.ready.count) > s.maxLength) || (s.maxBytes >= 0 && q.ready.bytes > s.maxBytes)) {
		e := q.ready.popOldest()
		tx.deadLetter(q, &e, reasonMaxlen)
	}
}
