package lru

import (
	"time"

	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/world"
)

// Stats are the numbers of this instant; all zero after Close.
func (db *DB) Stats() Stats {
	db.mu.Lock()
	if db.closed {
		db.mu.Unlock()
		return Stats{}
	}
	t := db.instantOf(db.world.Now())
	db.store.expire(t.now)
	stats := db.store.stats()
	db.leave(t)
	return stats
}

// Reset removes every entry, sets the counters to zero and the limits back to
// those of Options. The world gets one Flushed event, OnEvict a Deleted for
// each entry.
func (db *DB) Reset() error {
	t, err := db.enter("reset", nil, false)
	if err != nil {
		return err
	}
	db.store.reset(t.now)
	db.store.maxEntries, db.store.maxBytes = db.options.MaxEntries, db.options.MaxBytes
	gone := db.store.departures() // for OnEvict; the world gets one event
	db.leaveChanged(t, event.Flushed, "", "reset")
	db.tell(gone)
	return nil
}

// Tick drops entries whose time is over, at most a batch of them, and tells
// when it wants to be called again: the zero time where no entry has a
// deadline, or after Close. Without Tick the cache gives the same answers;
// only memory and events come later.
func (db *DB) Tick(now time.Time) (next time.Time) {
	db.mu.Lock()
	if db.closed {
		db.mu.Unlock()
		return time.Time{}
	}
	next = db.store.nextTick(now)
	db.leave(db.instantOf(now))
	return next
}

// Fork gives an independent cache with the same options, entries and order in
// another world. Each entry has as long to live as it had left; the counters
// start at zero. Error: ErrClosed.
func (db *DB) Fork(w world.World) (*DB, error) {
	t, err := db.enter("fork", nil, true)
	if err != nil {
		return nil, err
	}
	f := &DB{world: w, options: db.options, store: db.store.clone(t.now, w.Now())}
	f.store.watched = f.options.OnEvict != nil || w.Events != nil
	db.leave(t)
	return f, nil
}

// Close empties the cache without events or OnEvict. Closing twice is no
// error.
func (db *DB) Close() error {
	db.mu.Lock()
	defer db.mu.Unlock()
	db.closed = true
	db.store.watched = false
	db.store.reset(0)
	return nil
}

func (db *DB) instantOf(at time.Time) instant {
	return instant{at, db.store.elapsed(at)}
}
