package bitcask

import (
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// engineName is what the fault plane, the journal and events call us.
const engineName = "bitcask"

// DB is an open database, safe for concurrent use. Use Open.
//
// Lock order: mergeMu, writeMu, keydir.mu. queueMu is held alone.
type DB struct {
	world world.World
	fs    vfs.FS
	opts  Options
	lock  io.Closer // nil where the file system has no locks, and read-only

	closed atomic.Bool
	keydir *keydir

	queueMu sync.Mutex
	queue   []*write // guarded by queueMu: writes that wait for the log

	writeMu sync.Mutex
	log     log // guarded by writeMu

	mergeMu sync.Mutex
	merge   *mergeJob // guarded by mergeMu: nil while none is under way

	mergeSlice int64 // a variable for tests only

	counters counters
}

// Open opens the database in the root of w.FS, making it if there is none.
// The errors are ErrNoFiles, ErrOptions, ErrLocked while another handle or
// process has it open for writing, *CorruptionError (see Options.Recover),
// and ErrIO and ErrNoSpace with their causes.
func Open(w world.World, o Options) (*DB, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	if w.FS == nil {
		return nil, ErrNoFiles
	}
	db := &DB{world: w, fs: w.FS, opts: o, keydir: newKeydir(), mergeSlice: mergeSlice}
	if locker, ok := w.FS.(vfs.Locker); ok && !o.ReadOnly {
		if db.lock, err = locker.Lock(lockName); err != nil {
			return nil, fileError(err)
		}
	}
	if err := db.load(); err != nil {
		db.keydir.release()
		db.unlock()
		return nil, err
	}
	return db, nil
}

func (db *DB) unlock() error {
	if db.lock == nil {
		return nil
	}
	return db.lock.Close()
}

// enter is the door of every operation: it refuses calls on a closed
// database and asks the world.
func (db *DB) enter(op string, subject []byte) (time.Time, error) {
	if db.closed.Load() {
		return time.Time{}, ErrClosed
	}
	now := db.world.Now()
	return now, db.world.Call(now, engineName, op, subject)
}

// Put stores value under key. With SyncAlways it returns once both are on the
// disk. On an error nothing has changed for readers, though after ErrIO a
// power loss may yet bring the write back, whole.
//
// Errors: ErrEmptyKey, ErrKeyTooLarge, ErrValueTooLarge, ErrReservedValue,
// ErrReadOnly, ErrClosed, ErrNoSpace, ErrIO.
func (db *DB) Put(key, value []byte) error {
	now, err := db.enter("put", key)
	if err != nil {
		return err
	}
	switch {
	case len(key) == 0:
		return ErrEmptyKey
	case len(key) > db.opts.MaxKeySize:
		return ErrKeyTooLarge
	case int64(len(value)) > db.opts.MaxValueSize:
		return ErrValueTooLarge
	case isTombstone(value):
		return ErrReservedValue
	}
	return db.commit(&write{key: key, value: value, now: now, tstamp: timestamp(now)})
}

// Delete removes key. Deleting what is not there is no error, and writes
// nothing.
func (db *DB) Delete(key []byte) error {
	now, err := db.enter("delete", key)
	if err != nil {
		return err
	}
	return db.commit(&write{key: key, tombstone: true, now: now, tstamp: timestamp(now)})
}

// Get gives the value of key in memory of its own, or ErrKeyNotFound. A
// damaged record gives a *CorruptionError.
func (db *DB) Get(key []byte) ([]byte, error) {
	if _, err := db.enter("get", key); err != nil {
		return nil, err
	}
	return db.read(key)
}

func (db *DB) read(key []byte) ([]byte, error) {
	e, file, found := db.keydir.find(key)
	if !found {
		return nil, db.unlessClosed(ErrKeyNotFound)
	}
	defer file.release()
	_, value, err := readRecord(file, e, key)
	return value, err
}

// readRecord reads the record at e and proves that it is key's.
func readRecord(file *dataFile, e entry, key []byte) (whole, value []byte, err error) {
	whole = make([]byte, e.size)
	if _, err := file.file.ReadAt(whole, e.offset); err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, fileError(err)
	}
	_, stored, value, ok := decodeRecord(whole)
	if !ok {
		return nil, nil, &CorruptionError{dataName(file.number), e.offset, "the checksum does not match"}
	}
	if string(stored) != string(key) {
		return nil, nil, &CorruptionError{dataName(file.number), e.offset, "another key's record"}
	}
	return whole, value, nil
}

// Has tells whether key has a value, without reading it.
func (db *DB) Has(key []byte) (bool, error) {
	if _, err := db.enter("has", key); err != nil {
		return false, err
	}
	_, found := db.keydir.lookup(key)
	return found, db.unlessClosed(nil)
}

// Len is the number of keys.
func (db *DB) Len() (int, error) {
	if _, err := db.enter("len", nil); err != nil {
		return 0, err
	}
	return db.keydir.len(), db.unlessClosed(nil)
}

// unlessClosed gives err, or ErrClosed where a Close beside us has emptied
// the index under our eyes.
func (db *DB) unlessClosed(err error) error {
	if db.closed.Load() {
		return ErrClosed
	}
	return err
}

// Sync returns once all writes so far are on the disk.
func (db *DB) Sync() error {
	if _, err := db.enter("sync", nil); err != nil {
		return err
	}
	db.writeMu.Lock()
	defer db.writeMu.Unlock()
	if db.closed.Load() {
		return ErrClosed
	}
	return db.syncLog()
}

// Close syncs, finishes the hint file and gives the lock back. Closing twice
// is no error.
func (db *DB) Close() error {
	if db.closed.Swap(true) {
		return nil
	}
	db.mergeMu.Lock() // a Merge that runs sees closed, and ends
	defer db.mergeMu.Unlock()
	db.dropMerge()
	db.writeMu.Lock()
	defer db.writeMu.Unlock()
	err := db.endFile()
	db.keydir.release()
	return errors.Join(err, fileError(db.unlock()))
}

// Tick does the background work that is due: the sync of SyncInterval, and a
// bounded slice of merging. It gives the time for the next call, or zero
// where there is nothing to do before further writes.
func (db *DB) Tick(now time.Time) time.Time {
	if db.closed.Load() || db.opts.ReadOnly {
		return time.Time{}
	}
	next := db.tickSync(now)
	if db.tickMerge() {
		if soon := now.Add(mergePause); next.IsZero() || soon.Before(next) {
			next = soon
		}
	}
	return next
}

// timestamp is the record's idea of time: 32 bits of Unix seconds.
func timestamp(now time.Time) uint32 { return uint32(now.Unix()) }

func (db *DB) publish(t event.Type, now time.Time, key []byte, reason string) {
	if db.world.Events == nil {
		return
	}
	db.world.Events.Publish(event.Event{Time: now, Engine: engineName, Type: t, Key: string(key), Reason: reason})
}
