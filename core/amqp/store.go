package amqp

import (
	"errors"
	"sync"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
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

	resting    map[uint64]struct{} // queues whose next message can't be read for the moment
	draining   map[uint64]*queue   // have had messages read back
	ahead      int64               // bytes of messages in memory that were read before their turn
	streams    []*queue            // with messages that no sync has covered yet
	cursors    int64               // bytes that those who read streams have read ahead
	defined    int64               // about the size of a snapshot
	compacting sync.Mutex          // held by maintenance and Verify, one at a time; before DB.mu
	replaying  bool                // restore is at work: what it does is in the log already
}

// maxRecord is the most the log allows, whatever Options.MaxMessageSize is
// now: compaction must be able to copy what an earlier Open has accepted.
const maxRecord = 1 << 30

func (db *DB) openStore() error {
	log, err := seglog.Open(db.world.FS, seglog.Options{SegmentSize: db.opts.SegmentSize, MaxRecord: maxRecord})
	if err != nil {
		return err
	}
	db.store = &store{log: log, segs: map[uint32]*segment{}, resting: map[uint64]struct{}{}, draining: map[uint64]*queue{}}
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

// resetStore forgets all that is on disk: a snapshot of nothing but the last
// number given is logged, and the queues it does not know are gone with it.
// Compaction gives the space back.
func (db *DB) resetStore() error {
	s := db.store
	if s == nil {
		return nil
	}
	for _, seg := range s.segs {
		seg.live = 0
	}
	s.ahead, s.streams = 0, nil
	clear(s.draining)
	db.logSnapshot([]wire.Table{db.counter()}) // a later queue must not inherit messages by an old number
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
	if errors.Is(err, seglog.ErrClosed) {
		return ErrClosed // Close came first, and has synced: nothing is wrong with the disk
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.synced(err)
}

// synced follows a sync, with the broker locked.
func (db *DB) synced(err error) error {
	s := db.store
	if err != nil || s.failed != nil {
		db.diskAlarm(err)
	}
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
	if len(s.streams) > 0 {
		tx := db.begin(db.world.Now())
		tx.show()
		tx.rouse()
	}
	return nil
}

// diskAlarm notes that the log can't be written, or can again (nil).
func (db *DB) diskAlarm(err error) {
	s := db.store
	switch {
	case err != nil && s.failed == nil:
		db.world.Say(world.Error, "amqp: the log can't be written; publishers are blocked", "error", err)
	case err == nil:
		db.world.Say(world.Info, "amqp: the log can be written again")
	}
	s.failed = err
	tx := db.begin(db.world.Now())
	tx.judgeDisk()
	if err != nil {
		tx.blockUnconfirmed()
	}
	tx.rouse()
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
	s.names = appendNames(s.names[:0], m)
	h := head{refs: refs, priority: m.priority, size: uint32(len(m.Body)), at: m.at}
	return s.append(kind, &h, s.names, m.Properties, m.Body)
}

// append writes a message record: its head, and the rest in three parts.
func (s *store) append(kind byte, h *head, names, properties, body []byte) (at place, share uint32) {
	s.buf = appendHead(s.buf[:0], h)
	at = s.log.Append(kind, s.buf, names, properties, body)
	size := len(s.buf) + len(names) + len(properties) + len(body)
	share = shareOf(size, len(h.refs))
	seg := s.segment(at.Segment)
	seg.live += int64(share) * int64(len(h.refs))
	if kind == recordMessage { // recovery passes over the others
		seg.hold(h.refs)
		seg.note(kind, at, s.buf, size)
	}
	return at, share
}

// logSize is the bytes on disk.
func (db *DB) logSize() int64 {
	if db.store == nil {
		return 0
	}
	return db.store.log.Size()
}
