package redis

import (
	"time"

	"github.com/twelvefold/twelvefold/core/redis/internal/dict"
)

// keyspace is one numbered database.
type keyspace struct {
	index     int
	keys      dict.Dict[*object]
	deadlines deadlines         // the objects that expire, soonest first
	watched   map[string]*watch // keys that some connection watches
}

func newKeyspace(index int) *keyspace {
	return &keyspace{index: index, watched: map[string]*watch{}}
}

// put stores o under key, replacing what was there, with its deadline.
func (ks *keyspace) put(key string, o *object) {
	if old, ok := ks.keys.Get(key); ok && old != o {
		ks.deadlines.remove(old)
	}
	ks.keys.Set(key, o)
	if o.expireAt != 0 {
		ks.deadlines.set(key, o)
	}
}

// drop removes key and tells whether it was there.
func (ks *keyspace) drop(key string) bool {
	o, ok := ks.keys.Delete(key)
	if ok {
		ks.deadlines.remove(o)
	}
	return ok
}

// Tx is one database at one instant, with the store locked. Its methods are
// the store's operations; they check everything and never panic on bad input.
type Tx struct {
	db  *DB
	ks  *keyspace
	now int64     // milliseconds since 1970
	at  time.Time // the same instant, as the door read it
}

// End unlocks the store. The Tx must not be used afterwards.
func (tx *Tx) End() { tx.db.mu.Unlock() }

// Now is the instant of the transaction, in milliseconds since 1970.
func (tx *Tx) Now() int64 { return tx.now }

// DB is the store that the transaction is on. Its locking methods must not be
// called before End.
func (tx *Tx) DB() *DB { return tx.db }

// Select turns to another database.
func (tx *Tx) Select(index int) error {
	if index < 0 || index >= len(tx.db.spaces) {
		return ErrDBIndex
	}
	tx.ks = tx.db.spaces[index]
	return nil
}

// Index is the number of the database in use.
func (tx *Tx) Index() int { return tx.ks.index }

// Count counts one command in the statistics.
func (tx *Tx) Count() { tx.db.stats.Commands++ }

// lookup finds a living object, whatever its kind, and removes it if its time
// is over. It is the one way to a key.
func (tx *Tx) lookup(key []byte) *object {
	o, ok := tx.ks.keys.GetBytes(key)
	if !ok {
		return nil
	}
	if tx.over(o) {
		tx.expire(string(key))
		return nil
	}
	return o
}

// over tells that an object's time has passed.
func (tx *Tx) over(o *object) bool { return o.expireAt != 0 && o.expireAt <= tx.now }

// read is lookup by a reading command: it counts hits and misses, touches the
// access time and checks the kind. A missing key gives nil, nil.
func (tx *Tx) read(key []byte, k Kind) (*object, error) {
	return tx.use(tx.peek(key), k)
}

// write is lookup by a writing command: as read, without counting.
func (tx *Tx) write(key []byte, k Kind) (*object, error) {
	return tx.use(tx.lookup(key), k)
}

// use touches the access time of what was found and checks its kind.
func (tx *Tx) use(o *object, k Kind) (*object, error) {
	if o == nil {
		return nil, nil
	}
	o.access = tx.now
	if o.kind != k {
		return nil, ErrWrongType
	}
	return o, nil
}

// peek is lookup by a reading command that asks about the key and not about
// its value: it counts, but the access time stays.
func (tx *Tx) peek(key []byte) *object {
	o := tx.lookup(key)
	if o == nil {
		tx.db.stats.Misses++
	} else {
		tx.db.stats.Hits++
	}
	return o
}

// fit checks the size of bytes that are to be kept.
func (tx *Tx) fit(values ...[]byte) error {
	for _, v := range values {
		if len(v) > tx.db.opts.MaxValueSize {
			return ErrTooLarge
		}
	}
	return nil
}

// Encodings are the limits of compact values in force.
func (tx *Tx) Encodings() Encodings { return tx.db.encodings }

// SetEncodings changes the limits of compact values, from the next write of
// each key on.
func (tx *Tx) SetEncodings(e Encodings) { tx.db.encodings = e.withDefaults() }

// add stores a new object under key. The caller then calls changed.
func (tx *Tx) add(key []byte, o *object) {
	o.slot, o.access = -1, tx.now
	tx.ks.put(string(key), o)
}
