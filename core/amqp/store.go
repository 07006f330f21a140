package amqp

import (
	"slices"
	"sync"

	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/world"
)

// place is where the log has a record.
type place = seglog.Place

// store is the broker's log and what is known of it. It is guarded by DB.mu
// where nothing else is said; the log itself is safe for concurrent use.
type store struct {
	log  *seglog.Log
	segs map[uint32]*segment

	buf, names []byte // scratch for records
	refs       []ref
	waiting    []*Conn // to be told after the next sync
	failed     error   // of the last sync

	cache      map[place]*Message // read ahead of a queue that is being drained
	compacting sync.Mutex         // held by maintenance, one at a time
	replaying  bool               // restore is at work: what it does is in the log already
}

// segment is what the broker knows of one segment of the log.
type segment struct {
	id      uint32
	live    int64           // bytes of records that somebody still holds
	spans   map[uint64]span // of the messages in it, by their holder
	defines bool            // has definitions that a snapshot must replace before it goes
	index   []byte          // heads, for the segment's index; nil once that is written
	indexed bool
}

// The share of dead bytes in the log from which segments are compacted, and
// the size below which nobody minds.
const (
	compactFrom  = 2 // times the live bytes
	compactFloor = 4 // segments
)

func (db *DB) openStore() error {
	log, err := seglog.Open(db.world.FS, seglog.Options{
		SegmentSize: db.opts.SegmentSize, MaxRecord: db.opts.MaxMessageSize + 1<<20,
	})
	if err != nil {
		return err
	}
	db.store = &store{log: log, segs: map[uint32]*segment{}, cache: map[place]*Message{}}
	if err := db.restore(); err != nil {
		_ = log.Close()
		return err
	}
	return nil
}

func (db *DB) closeStore() error {
	if db.store == nil {
		return nil
	}
	err := db.store.log.Commit()
	if closing := db.store.log.Close(); err == nil {
		err = closing
	}
	return err
}

// resetStore forgets all that is on disk: a snapshot of nothing is logged, and
// the queues it does not know are gone with it. Compaction gives the space
// back.
func (db *DB) resetStore() error {
	s := db.store
	if s == nil {
		return nil
	}
	for _, seg := range s.segs {
		seg.live = 0
	}
	clear(s.cache)
	db.logSnapshot(nil)
	return nil
}

// Synced is the log's position up to which everything is on disk. In memory
// it is past every position.
func (db *DB) Synced() uint64 {
	if db.store == nil {
		return 1<<64 - 1
	}
	return db.store.log.Synced()
}

// OnDirty has f called, from any goroutine, when there is something to sync:
// f must not block, and sees to it that Commit is called. Without it (nil)
// every Tx syncs at its end.
func (db *DB) OnDirty(f func()) {
	if f == nil {
		db.onDirty.Store(nil)
		return
	}
	db.onDirty.Store(&f)
}

// settle ends a Tx for the log: it syncs, or has somebody do so. What nobody
// waits for (an acknowledgement) is left to the next sync, at the latest that
// of Tick.
func (db *DB) settle(urgent bool) error {
	f := db.onDirty.Load()
	switch {
	case f == nil && db.store.log.Dirty():
		return db.synced(db.store.log.Commit())
	case f != nil && urgent:
		(*f)()
	}
	return nil
}

// Commit writes and syncs what has been logged, and tells the connections
// that wait for it. After a failure nothing is lost: the next Commit begins
// with the same bytes, and until one succeeds publishers are blocked.
func (db *DB) Commit() error {
	s := db.store
	if s == nil {
		return nil
	}
	err := s.log.Commit()
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.synced(err)
}

// synced follows a sync, with the broker locked.
func (db *DB) synced(err error) error {
	s := db.store
	if (err == nil) != (s.failed == nil) {
		db.diskAlarm(err)
	}
	s.failed = err
	if err != nil {
		return err
	}
	upTo := s.log.Synced()
	still := s.waiting[:0]
	for _, c := range s.waiting {
		c.rouse()
		if c.awaits > upTo { // it has published more meanwhile
			still = append(still, c)
		} else {
			c.awaits = 0
		}
	}
	clear(s.waiting[len(still):])
	s.waiting = still
	return nil
}

func (db *DB) diskAlarm(err error) {
	if err != nil {
		db.world.Say(world.Error, "amqp: the log can't be written; publishers are blocked", "error", err)
	}
	tx := db.begin(db.world.Now())
	tx.setAlarm(diskAlarm, err != nil)
	for _, c := range tx.touched {
		c.rouse()
	}
	tx.touched = tx.touched[:0]
}

// Await has c told when the log is synced up to a position, and as it gets
// there.
func (tx *Tx) Await(c *Conn, upTo uint64) {
	s := tx.db.store
	if s == nil || upTo == 0 {
		return
	}
	if c.awaits == 0 {
		s.waiting = append(s.waiting, c)
	}
	c.awaits = max(c.awaits, upTo)
}

// logMessage writes m once for all of queues that keep it on disk, and gives
// the position that must be synced before it is safe (0: none keeps it).
func (tx *Tx) logMessage(queues []*queue, m *Message) (at place, share uint32, upTo uint64) {
	s := tx.db.store
	if s == nil {
		return
	}
	s.refs = s.refs[:0]
	for _, q := range queues {
		if q.logs(m) {
			s.refs = append(s.refs, ref{q.id, q.nextSeq, q.expiryOf(m, tx.ms)})
		}
	}
	if len(s.refs) == 0 {
		return
	}
	at, share = s.put(recordMessage, s.refs, m)
	tx.urgent = true
	return at, share, s.log.End()
}

// put appends a message record. share is the part of its size that each of
// its holders accounts for.
func (s *store) put(kind byte, refs []ref, m *Message) (at place, share uint32) {
	h := head{refs: refs, priority: m.priority, size: uint32(len(m.Body)), at: m.at}
	s.buf = appendHead(s.buf[:0], &h)
	s.names = appendNames(s.names[:0], m)
	at = s.log.Append(kind, s.buf, s.names, m.Properties, m.Body)
	share = uint32((len(s.buf) + len(s.names) + len(m.Properties) + len(m.Body)) / len(refs))
	seg := s.segment(at.Segment)
	seg.live += int64(share) * int64(len(refs))
	if kind == recordMessage {
		seg.hold(refs)
		seg.note(kind, at, s.buf)
	}
	return at, share
}

func (s *store) segment(id uint32) *segment {
	seg := s.segs[id]
	if seg == nil {
		seg = &segment{id: id, spans: map[uint64]span{}}
		s.segs[id] = seg
	}
	return seg
}

// hold notes that the segment has messages of these holders.
func (seg *segment) hold(refs []ref) {
	for _, r := range refs {
		have, ok := seg.spans[r.holder]
		if !ok {
			have = span{r.seq, r.seq}
		}
		seg.spans[r.holder] = span{min(have.first, r.seq), max(have.last, r.seq)}
	}
}

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
	if seg := s.segs[e.at.Segment]; seg != nil {
		seg.live -= int64(e.share)
	}
	delete(s.cache, e.at)
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

func (s *store) logEnds(e *ends) {
	s.buf = appendEnds(s.buf[:0], e)
	at := s.log.Append(recordEnds, s.buf)
	s.segment(at.Segment).note(recordEnds, at, s.buf)
}

// spansOf sorts numbers and joins neighbours.
func spansOf(seqs []uint64) []span {
	slices.Sort(seqs)
	var spans []span
	for _, seq := range seqs {
		if n := len(spans); n > 0 && spans[n-1].last+1 == seq {
			spans[n-1].last = seq
			continue
		}
		spans = append(spans, span{seq, seq})
	}
	return spans
}

// logReturn counts a quorum queue's failed delivery.
func (tx *Tx) logReturn(q *queue, e *entry) {
	s := tx.db.store
	if s == nil || e.flags&stored == 0 {
		return
	}
	s.buf = appendBack(s.buf[:0], back{q.id, e.seq, uint64(e.count)})
	at := s.log.Append(recordReturn, s.buf)
	s.segment(at.Segment).note(recordReturn, at, s.buf)
}

// seen notes that a message has been delivered: after a restart it is
// redelivered.
func (tx *Tx) seen(q *queue, e *entry) {
	if e.flags&stored != 0 && e.seq > q.delivered && tx.db.store != nil {
		q.delivered = e.seq
		tx.logs(q)
	}
}

// logSize is the bytes on disk.
func (db *DB) logSize() int64 {
	if db.store == nil {
		return 0
	}
	return db.store.log.Size()
}
