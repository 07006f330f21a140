package redis

import (
	"time"

	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/redis/internal/dict"
)

// keyspace is one numbered database.
type keyspace struct {
	index     int
	keys      dict.Dict[*object]
	deadlines deadlines         // the objects that expire, soonest first
	watched   map[string]*watch // keys that some connection watches
}

// watch counts the changes to one watched key.
type watch struct {
	watchers int
	version  uint64
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
	if o.expireAt != 0 && o.expireAt <= tx.now {
		tx.expire(string(key))
		return nil
	}
	return o
}

// read is lookup by a reading command: it counts hits and misses, touches the
// access time and checks the kind. A missing key gives nil, nil.
func (tx *Tx) read(key []byte, k Kind) (*object, error) {
	o := tx.lookup(key)
	if o == nil {
		tx.db.stats.Misses++
		return nil, nil
	}
	tx.db.stats.Hits++
	o.access = tx.now
	if o.kind != k {
		return nil, ErrWrongType
	}
	return o, nil
}

// write is lookup by a writing command: as read, without counting.
func (tx *Tx) write(key []byte, k Kind) (*object, error) {
	o := tx.lookup(key)
	if o == nil {
		return nil, nil
	}
	o.access = tx.now
	if o.kind != k {
		return nil, ErrWrongType
	}
	return o, nil
}

// add stores a new object under key. The caller then calls changed.
func (tx *Tx) add(key []byte, o *object) {
	o.slot, o.access = -1, tx.now
	tx.ks.put(string(key), o)
}

// changed must follow every change of a key, with the operation's name: it
// invalidates watchers and tells the world.
func (tx *Tx) changed(key []byte, op string) { tx.tell(key, event.Set, op) }

// remove deletes key, tells the world, and reports whether it was there.
func (tx *Tx) remove(key []byte, op string) bool {
	if !tx.ks.drop(string(key)) {
		return false
	}
	tx.tell(key, event.Deleted, op)
	return true
}

// expire removes a key whose time is over.
func (tx *Tx) expire(key string) {
	tx.ks.drop(key)
	tx.db.stats.ExpiredKeys++
	tx.tell([]byte(key), event.Expired, "")
}

func (tx *Tx) tell(key []byte, t event.Type, op string) {
	tx.db.stats.Changes++
	if len(tx.ks.watched) > 0 {
		if w := tx.ks.watched[string(key)]; w != nil {
			w.version++
		}
	}
	if hub := tx.db.world.Events; hub != nil {
		hub.Publish(event.Event{Time: tx.at, Engine: "redis", Type: t, DB: tx.ks.index, Key: string(key), Reason: op})
	}
}

// Watch begins to count the changes of a key and gives the count so far, for
// Unwatch and Unchanged.
func (tx *Tx) Watch(key []byte) (version uint64) {
	tx.lookup(key) // a key already over does not count as a change later
	w := tx.ks.watched[string(key)]
	if w == nil {
		w = &watch{}
		tx.ks.watched[string(key)] = w
	}
	w.watchers++
	return w.version
}

// Unchanged reports whether key is as it was when Watch gave version. A key
// that has expired since counts as changed.
func (tx *Tx) Unchanged(key []byte, version uint64) bool {
	tx.lookup(key)
	w := tx.ks.watched[string(key)]
	return w != nil && w.version == version
}

// Unwatch takes one Watch of key back.
func (tx *Tx) Unwatch(key []byte) {
	if w := tx.ks.watched[string(key)]; w != nil {
		if w.watchers--; w.watchers == 0 {
			delete(tx.ks.watched, string(key))
		}
	}
}
