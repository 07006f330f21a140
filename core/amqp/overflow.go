package amqp

// over tells that with so many more messages and bytes the queue is past
// x-max-length or x-max-length-bytes. Ready messages count, those delivered do
// not.
func (q *queue) over(messages, bytes int64) bool {
	s := &q.set
	return (s.maxLength >= 0 && int64(q.ready.count)+messages > s.maxLength) ||
		(s.maxBytes >= 0 && q.ready.bytes+bytes > s.maxBytes)
}

// open tells that m may come in: a queue that drops its head is always open.
func (q *queue) open(m *Message) bool {
	return q.set.overflow == dropHead || !q.over(1, int64(len(m.Body)))
}

// refuseOverflow is what a full queue does to a publish it rejects.
func (tx *Tx) refuseOverflow(q *queue, m *Message) {
	if q.set.overflow == rejectPublishDLX {
		e := entry{msg: m, size: uint32(len(m.Body))}
		tx.db.held += m.Size()
		tx.deadLetter(q, &e, reasonMaxlen)
	}
}

// overflow drops messages from the front until the queue is within its
// limits. In a priority queue that is the message of the highest priority, as
// in RabbitMQ.
func (tx *Tx) overflow(q *queue) {
	if q.stream != nil {
		tx.retain(q)
		return
	}
	for q.set.overflow == dropHead && q.ready.count > 0 && q.over(0, 0) {
		e := q.ready.pop()
		tx.deadLetter(q, &e, reasonMaxlen)
	}
}
