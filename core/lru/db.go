package lru

import (
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/world"
)

// Name is the engine's word: in events, faults, the journal and every path.
const Name = "lru"

// DB is the cache that the doors open: bytes under bytes, in a world, with
// its calls and changes visible there. It owns its memory: keys and values
// are copied on the way in, and on the way out unless a method says otherwise.
// It is safe for concurrent use; see Concurrent for why there is one lock.
//
// Every method but Close and Tick first asks the world's fault plane, and
// fails as that says. After Close all fail with ErrClosed.
//
// Lock order: mu, then the locks inside World.Faults, Journal and Events,
// none of which calls back. OnEvict runs without mu.
type DB struct {
	world   world.World
	options Options

	mu     sync.Mutex
	store  store[string, []byte] // guarded by mu
	closed bool                  // guarded by mu
}

// Open makes an empty cache. Errors: ErrNegativeLimit, ErrTooManyEntries,
// ErrNegativeTTL.
func Open(w world.World, o Options) (*DB, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	o = o.withDefaults()
	db := &DB{world: w, options: o, store: newStore[string, []byte](w.Now())}
	db.store.maxEntries, db.store.maxBytes = o.MaxEntries, o.MaxBytes
	db.store.ttl = int64(o.TTL)
	db.store.watched = o.OnEvict != nil || w.Events != nil
	return db, nil
}

// Put stores a copy of value under key, with the time to live of
// Options.TTL. Errors: ErrKeyTooLarge, ErrValueTooLarge, ErrEntryTooLarge;
// after an error nothing has changed.
func (db *DB) Put(key, value []byte) error {
	return db.PutTTL(key, value, db.options.TTL)
}

// PutTTL is Put with a time to live for this entry; 0 keeps it until it is
// pushed out. Error beside those of Put: ErrNegativeTTL.
func (db *DB) PutTTL(key, value []byte, ttl time.Duration) error {
	switch {
	case len(key) > db.options.MaxKeySize:
		return ErrKeyTooLarge
	case len(value) > db.options.MaxValueSize:
		return ErrValueTooLarge
	case ttl < 0:
		return ErrNegativeTTL
	}
	own := append(make([]byte, 0, len(value)), value...) // before the lock: a large copy holds nobody up
	c, err := db.enter("put", key, ttl > 0)
	if err != nil {
		return err
	}
	name, size := string(key), int64(len(key)+len(value))
	if err := db.store.put(c.now, name, own, size, int64(ttl)); err != nil {
		db.leave(c)
		return err
	}
	db.leaveChanged(c, event.Set, name, "put")
	return nil
}

// Get gives a copy of the value under key and makes the entry the most
// recent. Error: ErrKeyNotFound.
func (db *DB) Get(key []byte) ([]byte, error) {
	value, err := db.GetShared(key)
	if err != nil {
		return nil, err
	}
	return append(make([]byte, 0, len(value)), value...), nil
}

// GetShared is Get without the copy: the stored bytes themselves, for a door
// that copies them into its own memory. They never change and stay valid for
// ever, since a Put replaces a value and does not overwrite it; the caller
// must not write to them.
func (db *DB) GetShared(key []byte) ([]byte, error) {
	c, err := db.enter("get", key, false)
	if err != nil {
		return nil, err
	}
	value, ok := db.store.get(c.now, borrowed(key))
	db.leave(c)
	if !ok {
		return nil, ErrKeyNotFound
	}
	return value, nil
}

// Peek is Get that leaves order and counters alone.
func (db *DB) Peek(key []byte) ([]byte, error) {
	c, err := db.enter("peek", key, false)
	if err != nil {
		return nil, err
	}
	value, ok := db.store.peek(c.now, borrowed(key))
	db.leave(c)
	if !ok {
		return nil, ErrKeyNotFound
	}
	return append(make([]byte, 0, len(value)), value...), nil
}

// Has reports whether key is there, and leaves order and counters alone.
func (db *DB) Has(key []byte) (bool, error) {
	c, err := db.enter("has", key, false)
	if err != nil {
		return false, err
	}
	at := db.store.find(c.now, borrowed(key))
	db.leave(c)
	return at != 0, nil
}

// Delete removes key and reports whether it was there.
func (db *DB) Delete(key []byte) (bool, error) {
	c, err := db.enter("delete", key, false)
	if err != nil {
		return false, err
	}
	was := db.store.remove(c.now, borrowed(key))
	db.leave(c)
	return was, nil
}

// Resize puts new limits in force, 0 for none, and reports how many entries
// were pushed out. Errors: ErrNoLimit, ErrNegativeLimit, ErrTooManyEntries.
func (db *DB) Resize(maxEntries int, maxBytes int64) (evicted int, err error) {
	if err := checkLimits(maxEntries, maxBytes, 0); err != nil {
		return 0, err
	}
	if maxEntries == 0 && maxBytes == 0 {
		return 0, ErrNoLimit
	}
	c, err := db.enter("resize", nil, false)
	if err != nil {
		return 0, err
	}
	evicted = db.store.resize(c.now, maxEntries, maxBytes)
	db.leave(c)
	return evicted, nil
}
