package redis

import (
	"math/rand/v2"
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/world"
)

// DB is one store with its numbered keyspaces. It is safe for concurrent use:
// one lock makes every transaction atomic, as Redis' single thread does.
type DB struct {
	world world.World
	opts  Options // MaxValueSize and Encodings guarded by mu, the rest fixed

	mu        sync.Mutex
	spaces    []*keyspace // guarded by mu
	random    *rand.Rand  // guarded by mu
	tx        Tx          // guarded by mu: the one Tx, reused
	closed    bool        // guarded by mu
	stats     Stats       // guarded by mu: the counters in it
	encodings Encodings   // guarded by mu
}

// Stats are counters since Open and sizes now, all from one instant.
type Stats struct {
	Keys        int    // keys over all databases
	Expires     int    // of them, those with a time to live
	Commands    uint64 // calls of Count, one per command
	Hits        uint64 // lookups by readers that found their key
	Misses      uint64 // and that did not
	ExpiredKeys uint64 // keys removed because their time was over
	Changes     uint64 // writes to keys
}

// Open makes an empty store. It fails only on Options that make no sense.
func Open(w world.World, o Options) (*DB, error) {
	o = o.withDefaults()
	if err := o.validate(); err != nil {
		return nil, err
	}
	db := &DB{
		world: w, opts: o, encodings: o.Encodings,
		random: w.Rand("redis"), spaces: make([]*keyspace, o.Databases),
	}
	for i := range db.spaces {
		db.spaces[i] = newKeyspace(i)
	}
	return db, nil
}

// Options gives the options in force.
func (db *DB) Options() Options {
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.opts
}

// World gives the world the store was opened in.
func (db *DB) World() world.World { return db.world }

// Call asks the world, at the door of an operation, whether it is to fail, and
// records it. op is asked for its name only when somebody listens.
func (db *DB) Call(now time.Time, op func() string, subject []byte) error {
	if db.world.Faults == nil && db.world.Journal == nil {
		return nil
	}
	return db.world.Call(now, "redis", op(), subject)
}

// Update runs f on one database, with the store locked: what f does happens at
// one instant, and at once for everybody else. f must not keep the Tx, nor
// call methods of DB. There is no undoing: f's error is only handed back, as
// in Redis.
func (db *DB) Update(index int, f func(tx *Tx) error) error {
	tx, err := db.Begin(index, db.world.Now())
	if err != nil {
		return err
	}
	defer tx.End()
	return f(tx)
}

// Begin locks the store and gives a view of one database at the instant now.
// The caller must call End. It is what sessions use, to run several commands
// under one lock and one reading of the clock.
func (db *DB) Begin(index int, now time.Time) (*Tx, error) {
	db.mu.Lock()
	if db.closed {
		db.mu.Unlock()
		return nil, ErrClosed
	}
	tx := &db.tx
	tx.db, tx.now = db, now.UnixMilli()
	tx.at = now
	if err := tx.Select(index); err != nil {
		db.mu.Unlock()
		return nil, err
	}
	return tx, nil
}

// Stats counts.
func (db *DB) Stats() Stats {
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.count()
}

// count is Stats with the lock held.
func (db *DB) count() Stats {
	s := db.stats
	for _, ks := range db.spaces {
		s.Keys += ks.keys.Len()
		s.Expires += ks.deadlines.Len()
	}
	return s
}

// Reset empties the store and forgets its counters; watched keys count as
// changed.
func (db *DB) Reset() error {
	return db.Update(0, func(tx *Tx) error {
		tx.FlushAll()
		db.stats = Stats{}
		return nil
	})
}

// Fork copies the data into a new store in another world. The copies share
// nothing.
func (db *DB) Fork(w world.World) (*DB, error) {
	fork, err := Open(w, db.Options())
	if err != nil {
		return nil, err
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.closed {
		return nil, ErrClosed
	}
	fork.encodings = db.encodings
	for i, ks := range db.spaces {
		for key, o := range ks.keys.All {
			fork.spaces[i].put(key, o.clone())
		}
	}
	return fork, nil
}

// Close frees the data; every later call answers ErrClosed.
func (db *DB) Close() error {
	db.mu.Lock()
	defer db.mu.Unlock()
	db.closed, db.spaces = true, nil
	return nil
}
