package bitcask

import (
	"math"
	"time"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// log is the writing end of the database: one active data file to which
// records are appended. All of it is guarded by DB.writeMu.
type log struct {
	active *dataFile // nil before the first write, and after an abandoned file
	hint   *hintWriter
	end    int64 // where the next record goes in active
	synced int64 // up to where active is known to be on the disk

	last    uint32    // the highest file number ever used
	dirtyAt time.Time // of the first write since the last sync, for SyncInterval
	adrift  []adrift  // to be written again, in this order

	staged []*write // written by the next flush, in order
	buf    []byte   // their records
}

// adrift is the part of an abandoned file whose sync failed. Readers see it,
// but the disk may not have it, and asking for another sync of that file
// proves nothing (the system reports a failed write-back once). So its
// records are written again, into the next file.
type adrift struct {
	file     *dataFile
	from, to int64
}

// startFile makes a data file and begins to write to it. Its name is on the
// disk before any record can be acknowledged.
func (db *DB) startFile() error {
	l := &db.log
	if l.last == math.MaxUint32 {
		return ErrFileNumbers
	}
	number := l.last + 1
	file, err := db.fs.Open(dataName(number), vfs.Create|vfs.Excl)
	if err != nil {
		return fileError(err)
	}
	l.last = number // used up, also where the rest fails
	if err := db.fs.SyncDir(""); err != nil {
		file.Close()
		db.fs.Remove(dataName(number))
		return fileError(err)
	}
	l.active = newDataFile(number, file, 0)
	l.hint = newHintWriter(db.fs, number)
	l.end, l.synced = 0, 0
	db.keydir.mu.Lock()
	db.keydir.files[number] = l.active
	db.keydir.mu.Unlock()
	if err := db.bringBack(); err != nil {
		db.abandon()
		return err
	}
	return nil
}

// endFile closes the active file for writing: synced, and with its hints. It
// stays open for reading.
func (db *DB) endFile() error {
	if err := db.syncLog(); err != nil {
		return err
	}
	l := &db.log
	if l.active == nil {
		return nil
	}
	l.hint.finish()
	l.active, l.hint = nil, nil
	return nil
}

// syncLog brings all that was written to the disk.
func (db *DB) syncLog() error {
	l := &db.log
	if len(l.adrift) > 0 && l.active == nil {
		if err := db.startFile(); err != nil {
			return err
		}
	}
	if l.active == nil || l.synced == l.end {
		l.dirtyAt = time.Time{}
		return nil
	}
	if err := l.active.file.SyncData(); err != nil {
		db.abandon()
		return fileError(err)
	}
	db.counters.syncs.Add(1)
	l.synced = l.end
	l.dirtyAt = time.Time{}
	return nil
}

// abandon stops writing to the active file, after a failure that leaves
// unclear what the disk has of it.
func (db *DB) abandon() {
	l := &db.log
	l.hint.discard()
	if l.end > l.synced {
		l.adrift = append(l.adrift, adrift{l.active, l.synced, l.end})
	}
	l.active, l.hint = nil, nil
}

// retract takes back what a failed append may have left behind the last good
// record, so that it is not found by the next Open.
func (db *DB) retract() {
	l := &db.log
	err := l.active.file.Truncate(l.end)
	if err == nil {
		err = l.active.file.SyncData()
	}
	if err != nil {
		db.abandon()
		return
	}
	l.synced = l.end
}

// bringBack copies the records that are adrift into the new active file:
// values that are still their key's newest, and all tombstones.
func (db *DB) bringBack() error {
	for _, lost := range db.log.adrift {
		records := newDataReader(lost.file.file, lost.from, lost.to)
		for {
			key, loc, err := records.next()
			if err != nil {
				return fileError(err)
			}
			if key == nil {
				break
			}
			if err := db.copyForward(lost.file, key, loc); err != nil {
				return err
			}
		}
		if records.offset != lost.to {
			return &CorruptionError{dataName(lost.file.number), records.offset, "lost after a failed sync"}
		}
	}
	db.log.adrift = nil
	return nil
}

// copyForward appends one record of an older file to the active one.
func (db *DB) copyForward(from *dataFile, key []byte, loc location) error {
	l := &db.log
	here := entry{offset: loc.offset, file: from.number, size: loc.size, tstamp: loc.tstamp}
	if now, found := db.keydir.lookup(key); !loc.tombstone && (!found || now != here) {
		return nil
	}
	record, _, err := readRecord(from, here, key)
	if err != nil {
		return err
	}
	if _, err := l.active.file.WriteAt(record, l.end); err != nil {
		return fileError(err)
	}
	there := loc
	there.offset = l.end
	l.end += int64(len(record))
	l.hint.add(key, there)
	db.keydir.mu.Lock()
	defer db.keydir.mu.Unlock()
	l.active.size = l.end
	if !loc.tombstone {
		db.keydir.move(string(key), here, entry{there.offset, l.active.number, there.size, there.tstamp})
	}
	return nil
}

// tickSync syncs if SyncInterval's time is over, and tells when it will be.
func (db *DB) tickSync(now time.Time) time.Time {
	if db.opts.Sync != SyncInterval {
		return time.Time{}
	}
	db.writeMu.Lock()
	defer db.writeMu.Unlock()
	if db.closed.Load() || db.log.dirtyAt.IsZero() {
		return time.Time{}
	}
	due := db.log.dirtyAt.Add(db.opts.SyncEvery)
	if now.Before(due) {
		return due
	}
	if err := db.syncLog(); err != nil {
		db.warn("sync failed", err)
		return now.Add(db.opts.SyncEvery)
	}
	return time.Time{}
}
