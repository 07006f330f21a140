package bitcask

import (
	"time"

	"github.com/twelvefold/twelvefold/core/event"
)

// write is one Put or Delete on its way into the log. Key and value are the
// caller's, who waits until done.
type write struct {
	key, value []byte
	tombstone  bool
	now        time.Time
	tstamp     uint32

	loc  location // where the record was put; guarded by DB.writeMu, as the rest
	done bool
	err  error
}

// flushSize is how many bytes of records are gathered for one write call.
const flushSize = 1 << 20

// commit brings w into the log. Whoever gets the lock first writes for all
// that wait, with one sync: the more writers, the cheaper each.
func (db *DB) commit(w *write) error {
	if db.opts.ReadOnly {
		return ErrReadOnly
	}
	db.queueMu.Lock()
	db.queue = append(db.queue, w)
	db.queueMu.Unlock()

	db.writeMu.Lock()
	defer db.writeMu.Unlock()
	if !w.done {
		db.queueMu.Lock()
		batch := db.queue
		db.queue = nil
		db.queueMu.Unlock()
		db.writeBatch(batch)
	}
	return w.err
}

// writeBatch writes all of batch in order. The caller holds writeMu.
func (db *DB) writeBatch(batch []*write) {
	for _, w := range batch {
		if db.closed.Load() {
			w.done, w.err = true, ErrClosed
			continue
		}
		if err := db.stage(w); err != nil {
			w.done, w.err = true, err
		}
	}
	db.flush()
}

// stage encodes w's record behind those that are staged already.
func (db *DB) stage(w *write) error {
	l := &db.log
	value := w.value
	if w.tombstone {
		old, found := db.keydir.lookup(w.key)
		if !found && len(l.staged) > 0 { // it may be among them
			db.flush()
			old, found = db.keydir.lookup(w.key)
		}
		if !found {
			w.done = true
			return nil
		}
		value = appendTombstone(make([]byte, 0, tombstone2Size), old.file)
	}
	size := int64(headerSize + len(w.key) + len(value))
	if err := db.makeRoom(size); err != nil {
		return err
	}
	w.loc = location{
		offset:    l.end + int64(len(l.buf)),
		size:      uint32(size),
		tstamp:    w.tstamp,
		tombstone: w.tombstone,
	}
	l.buf = appendRecord(l.buf, w.tstamp, w.key, value)
	l.staged = append(l.staged, w)
	return nil
}

// makeRoom sees to it that a record of the given size can be staged: it
// flushes a full buffer, and changes files where the active one is full.
func (db *DB) makeRoom(size int64) error {
	l := &db.log
	if len(l.staged) > 0 && int64(len(l.buf))+size > flushSize {
		db.flush()
	}
	if used := l.end + int64(len(l.buf)); l.active != nil && used > 0 && used+size > db.opts.MaxFileSize {
		db.flush()
		if err := db.endFile(); err != nil {
			return err
		}
	}
	if l.active == nil {
		return db.startFile()
	}
	return nil
}

// flush appends the staged records, syncs where the policy says so, and only
// then shows them to readers. All of them succeed or fail together.
func (db *DB) flush() {
	l := &db.log
	if len(l.staged) == 0 {
		return
	}
	err := db.appendStaged()
	for _, w := range l.staged {
		w.done, w.err = true, err
	}
	if err == nil {
		db.show(l.staged)
	}
	clear(l.staged)
	l.staged = l.staged[:0]
	l.buf = l.buf[:0]
	if cap(l.buf) > 4*flushSize { // one large value must not hold its memory for good
		l.buf = nil
	}
}

// appendStaged writes the staged records to the active file.
func (db *DB) appendStaged() error {
	l := &db.log
	if _, err := l.active.file.WriteAt(l.buf, l.end); err != nil {
		db.retract()
		return fileError(err)
	}
	if db.opts.Sync == SyncAlways {
		if err := l.active.file.SyncData(); err != nil {
			db.retract()
			if l.active != nil { // after a failed sync no later one can be trusted
				db.abandon()
			}
			return fileError(err)
		}
		db.counters.syncs.Add(1)
		l.synced = l.end + int64(len(l.buf))
	} else if l.dirtyAt.IsZero() {
		l.dirtyAt = l.staged[0].now
	}
	l.end += int64(len(l.buf))
	return nil
}

// show makes writes visible to readers, in the order of the log.
func (db *DB) show(writes []*write) {
	l := &db.log
	db.keydir.mu.Lock()
	l.active.size = l.end
	for _, w := range writes {
		w.tombstone = db.keydir.apply(w.key, l.active.number, w.loc) && w.tombstone // now: a key went
	}
	db.keydir.mu.Unlock()
	for _, w := range writes {
		l.hint.add(w.key, w.loc)
		if !w.loc.tombstone {
			db.counters.puts.Add(1)
			db.publish(event.Set, w.now, w.key, "put")
		} else if w.tombstone {
			db.counters.deletes.Add(1)
			db.publish(event.Deleted, w.now, w.key, "delete")
		}
	}
}
