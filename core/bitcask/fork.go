package bitcask

import (
	"errors"

	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/world"
)

// Reset removes all keys and all files. Readers beside it see either all or
// nothing. A power loss in its midst may leave the newer part.
func (db *DB) Reset() error {
	now, err := db.enter("reset", nil)
	if err != nil {
		return err
	}
	if db.opts.ReadOnly {
		return ErrReadOnly
	}
	db.mergeMu.Lock()
	defer db.mergeMu.Unlock()
	db.dropMerge()
	db.writeMu.Lock()
	defer db.writeMu.Unlock()
	if db.closed.Load() {
		return ErrClosed
	}
	db.log.hint.discard()
	db.log.active, db.log.hint, db.log.adrift = nil, nil, nil

	db.keydir.mu.Lock()
	files := db.keydir.oldestFirst()
	for _, d := range files {
		d.live = 0
	}
	clear(db.keydir.entries)
	db.keydir.mu.Unlock()

	// Oldest first: a tombstone goes after what it hides.
	for _, d := range files {
		if err := db.removeFile(d); err != nil {
			return fileError(err)
		}
	}
	db.publish(event.Flushed, now, nil, "reset")
	return nil
}

// Fork copies the data into another world, whose folder must be empty
// (ErrNotEmpty), and gives the database there. Writes to one do not show in
// the other. The copy has what is written before Fork is called, and may have
// what is written meanwhile.
func (db *DB) Fork(w world.World) (*DB, error) {
	if _, err := db.enter("fork", nil); err != nil {
		return nil, err
	}
	o := db.opts
	o.ReadOnly, o.Recover, o.Sync = false, false, SyncNone // one sync, at the end
	events := w.Events
	w.Events = nil // a copy is no news
	other, err := Open(w, o)
	if err != nil {
		return nil, err
	}
	if len(other.keydir.files) > 0 {
		return nil, errors.Join(ErrNotEmpty, other.Close())
	}
	if err := db.copyTo(other); err != nil {
		return nil, errors.Join(err, other.Close())
	}
	other.opts.Sync, other.world.Events = db.opts.Sync, events
	return other, nil
}

func (db *DB) copyTo(other *DB) error {
	keys, err := db.sortedKeys(nil)
	if err != nil {
		return err
	}
	now := other.world.Now()
	for _, key := range keys {
		e, file, found := db.keydir.find(key)
		if !found {
			continue
		}
		_, value, err := readRecord(file, e, key)
		file.release()
		if err == nil {
			err = other.commit(&write{key: key, value: value, now: now, tstamp: e.tstamp})
		}
		if err != nil {
			return err
		}
	}
	other.writeMu.Lock()
	defer other.writeMu.Unlock()
	return other.syncLog()
}
