package amqp

import "sort"

// stream is what a queue of type stream has beside its messages. They lie in
// queue.ready as those of every queue do, in order of their numbers, and stay
// until retention drops them: the offset that clients see is the number less
// one, and entry.expires is when the message came, in Unix milliseconds.
// Consumers read along them (streamread.go).
type stream struct {
	// segments are what retention drops as a whole. The last is being filled,
	// and stays.
	segments []streamSegment
	sealed   int64  // bytes of all but the last
	counted  uint64 // number of the last message that segments know

	// Where there is a log, the newest messages alone stay in memory: those
	// whose numbers are not below tail.
	tail      uint64
	tailBytes int64

	unsynced []streamMark // appends that no sync has covered: nobody reads them yet
}

// streamSegment is messages that came one after the other, up to about
// x-stream-max-segment-size-bytes of them.
type streamSegment struct {
	first, last uint64 // numbers of its messages
	bytes       int64
	newest      int64 // when the last message came, in Unix milliseconds
}

// streamMark says that the message of a number is on disk once the log is
// synced up to a position.
type streamMark struct{ seq, upTo uint64 }

const (
	// streamOverhead is what a message counts for beside its body, in bytes,
	// about as much as it takes in a file of RabbitMQ's (the header of a chunk
	// and of the sections of AMQP 1.0).
	streamOverhead = 100
	// streamTail is how many bytes of the newest messages a stream keeps in
	// memory for those who read at its end.
	streamTail = 1 << 20
	// defaultStreamSegment is RabbitMQ's x-stream-max-segment-size-bytes.
	defaultStreamSegment = 500_000_000
)

// offsets are a stream's messages by number.
func (q *queue) offsets() *ring { return &q.ready.levels[0].ring }

// arrival is when a message that comes now has come: not before the one before
// it, whatever the clock says.
func (q *queue) arrival(now int64) int64 {
	if r := q.offsets(); r.n > 0 {
		return max(now, r.at(r.n-1).expires)
	}
	return now
}

// appended notes that a message's record is in the log and not yet synced.
func (tx *Tx) appended(q *queue, e *entry) {
	s := tx.db.store
	if e.at == (place{}) {
		return
	}
	if len(q.stream.unsynced) == 0 {
		s.streams = append(s.streams, q)
	}
	q.stream.unsynced = append(q.stream.unsynced, streamMark{e.seq, s.log.End()})
}

// readable is the number up to which consumers read: what a crash could take
// back is shown to nobody, since its offset would mean another message then.
func (q *queue) readable() uint64 {
	if marks := q.stream.unsynced; len(marks) > 0 {
		return marks[0].seq - 1
	}
	return q.nextSeq - 1
}

// show has consumers of streams read what a sync has covered.
func (tx *Tx) show() {
	s := tx.db.store
	upTo := s.log.Synced()
	still := s.streams[:0]
	for _, q := range s.streams {
		marks := q.stream.unsynced
		n := sort.Search(len(marks), func(i int) bool { return marks[i].upTo > upTo })
		if q.stream.unsynced = marks[n:]; n == len(marks) {
			q.stream.unsynced = marks[:0]
		} else {
			still = append(still, q)
		}
		if n > 0 {
			tx.dispatch(q)
		}
	}
	clear(s.streams[len(still):])
	s.streams = still
}

// retain drops the oldest segments of a stream while it has more bytes than
// x-max-length-bytes in those that are full, and those of which all messages
// are older than x-max-age.
func (tx *Tx) retain(q *queue) {
	s := q.stream
	s.count(q)
	for len(s.segments) > 1 {
		oldest := &s.segments[0]
		large := q.set.maxBytes >= 0 && s.sealed > q.set.maxBytes
		if !large && (q.set.maxAge == 0 || oldest.newest+q.set.maxAge > tx.ms) {
			break
		}
		tx.dropOldest(q)
	}
	tx.trimTail(q)
	tx.watchAge(q)
}

// count puts messages that are new into segments. After a restart that is all
// of them, and the segments are what they were: they begin at the first
// message, which was the first of one.
func (s *stream) count(q *queue) {
	r := q.offsets()
	for i := r.search(s.counted + 1); i < r.n; i++ {
		e := r.at(i)
		if len(s.segments) == 0 {
			s.segments = append(s.segments, streamSegment{first: e.seq})
		}
		active := &s.segments[len(s.segments)-1]
		active.last, active.newest = e.seq, e.expires
		active.bytes += int64(e.size) + streamOverhead
		if e.msg != nil {
			s.tailBytes += e.msg.Size()
		}
		s.counted = e.seq
		if active.bytes >= q.set.segmentSize {
			s.sealed += active.bytes
			s.segments = append(s.segments, streamSegment{first: e.seq + 1})
		}
		r.trim()
	}
}

// dropOldest drops the oldest segment. The record of it has also the highest
// number that was given: it is not given again, even if nothing is left.
func (tx *Tx) dropOldest(q *queue) {
	s := q.stream
	gone := s.segments[0]
	s.segments = s.segments[1:]
	s.sealed -= gone.bytes
	for e := q.ready.front(); e != nil && e.seq <= gone.last; e = q.ready.front() {
		one := q.ready.pop()
		if one.msg != nil {
			s.tailBytes -= one.msg.Size()
		}
		tx.release(&one)
	}
	if log := tx.db.store; log != nil {
		q.delivered = max(q.delivered, s.counted)
		log.logEnds(&ends{q.id, q.delivered, []span{{gone.first, gone.last}}})
	}
}

// reserve has a stream go on at a number, also after a restart.
func (tx *Tx) reserve(q *queue, next uint64) {
	q.nextSeq = next
	if tx.db.store != nil && next > 1 {
		q.delivered = next - 1
		tx.logs(q)
	}
}

// trimTail drops messages from memory that the log has, but for the newest.
func (tx *Tx) trimTail(q *queue) {
	s, r := q.stream, q.offsets()
	if tx.db.store == nil {
		return
	}
	for i := r.search(s.tail); i < r.n && s.tailBytes > streamTail; i++ {
		e := r.at(i)
		if e.msg != nil {
			s.tailBytes -= e.msg.Size()
			tx.db.held -= e.msg.Size()
			e.msg = nil
		}
		s.tail = e.seq + 1
	}
}

// watchAge sees to it that the oldest segment is dropped when its time is
// over.
func (tx *Tx) watchAge(q *queue) {
	due := int64(0)
	if s := q.stream; len(s.segments) > 1 && q.set.maxAge > 0 && !q.removed {
		due = s.segments[0].newest + q.set.maxAge
	}
	if q.expiry != nil && q.expiry.due == due {
		return
	}
	tx.db.timers.stop(&q.expiry)
	if due > 0 {
		q.expiry = tx.db.timers.at(due, func(tx *Tx) {
			q.expiry = nil
			tx.retain(q)
		})
	}
}
