package redis

import (
	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/redis/internal/glob"
)

// Del removes key and reports whether it was there.
func (tx *Tx) Del(key []byte) bool {
	return tx.lookup(key) != nil && tx.remove(key, "del")
}

// Exists reports whether key is there.
func (tx *Tx) Exists(key []byte) bool { return tx.peek(key) != nil }

// Type gives the kind of a key's value, KindNone where there is no such key.
func (tx *Tx) Type(key []byte) Kind {
	if o := tx.peek(key); o != nil {
		return o.kind
	}
	return KindNone
}

// Touch counts as an access to key, and reports whether it is there.
func (tx *Tx) Touch(key []byte) bool {
	o := tx.peek(key)
	if o == nil {
		return false
	}
	o.access = tx.now
	return true
}

// Rename gives the value of src, with its time to live, the name dst; what
// was there is gone.
func (tx *Tx) Rename(src, dst []byte) error {
	_, err := tx.rename(src, dst, true)
	return err
}

// RenameNX is Rename where there is no dst yet, and reports whether it did it.
func (tx *Tx) RenameNX(src, dst []byte) (done bool, err error) {
	return tx.rename(src, dst, false)
}

func (tx *Tx) rename(src, dst []byte, replace bool) (bool, error) {
	o := tx.lookup(src)
	switch {
	case o == nil:
		return false, ErrNoSuchKey
	case string(src) == string(dst):
		return replace, nil
	case !replace && tx.lookup(dst) != nil:
		return false, nil
	}
	tx.remove(src, "rename_from")
	tx.ks.put(string(dst), o)
	tx.changed(dst, "rename_to")
	return true, nil
}

// Move moves key with its time to live to another database, and reports
// whether it did: not where there is no such key here, or one there.
func (tx *Tx) Move(key []byte, db int) (done bool, err error) {
	if err := tx.other(db); err != nil {
		return false, err
	}
	if db == tx.Index() {
		return false, ErrSameObject
	}
	o := tx.lookup(key)
	if o == nil {
		return false, nil
	}
	tx.in(db, func() {
		if tx.lookup(key) == nil {
			done = true
		}
	})
	if !done {
		return false, nil
	}
	tx.remove(key, "move_from")
	tx.in(db, func() {
		tx.ks.put(string(key), o)
		tx.changed(key, "move_to")
	})
	return true, nil
}

// Copy puts a copy of the value of src, with its time to live, under dst in
// database db, and reports whether it did: not where there is no src, or
// where there is a dst that must not be replaced.
func (tx *Tx) Copy(src, dst []byte, db int, replace bool) (done bool, err error) {
	if err := tx.other(db); err != nil {
		return false, err
	}
	if db == tx.Index() && string(src) == string(dst) {
		return false, ErrSameObject
	}
	o := tx.peek(src)
	if o == nil {
		return false, nil
	}
	o.access = tx.now
	tx.in(db, func() {
		if tx.lookup(dst) != nil && !replace {
			return
		}
		tx.add(dst, o.clone())
		tx.changed(dst, "copy_to")
		done = true
	})
	return done, nil
}

// other checks the number of a database.
func (tx *Tx) other(db int) error {
	if db < 0 || db >= len(tx.db.spaces) {
		return ErrDBIndex
	}
	return nil
}

// in runs f with another database in use.
func (tx *Tx) in(db int, f func()) {
	here := tx.ks
	tx.ks = tx.db.spaces[db]
	f()
	tx.ks = here
}

// Keys gives the keys that match a pattern of package glob, in any order.
func (tx *Tx) Keys(pattern []byte) []string {
	var keys []string
	everything := string(pattern) == "*"
	for key, o := range tx.ks.keys.All {
		if (everything || glob.Match(pattern, key)) && !tx.over(o) {
			keys = append(keys, key)
		}
	}
	return keys
}

// RandomKey gives one key by chance; ok is false where there is none.
func (tx *Tx) RandomKey() (key string, ok bool) {
	for {
		key, o, ok := tx.ks.keys.Random(tx.db.random)
		if !ok {
			return "", false
		}
		if !tx.over(o) {
			return key, true
		}
		tx.expire(key)
	}
}

// FlushDB empties the database in use. Watched keys that were there count as
// changed.
func (tx *Tx) FlushDB() {
	tx.ks.touchWatched(tx.ks)
	tx.db.stats.Changes += uint64(tx.ks.keys.Len())
	tx.ks.keys.Clear()
	tx.ks.deadlines = deadlines{}
	tx.db.world.Events.Publish(event.Event{Time: tx.at, Engine: "redis", Type: event.Flushed, DB: tx.ks.index})
}

// FlushAll empties every database.
func (tx *Tx) FlushAll() {
	for i := range tx.db.spaces {
		tx.in(i, tx.FlushDB)
	}
}

// Size is the number of keys in the database in use, those included whose
// time is over but which nobody has met yet, as Redis counts.
func (tx *Tx) Size() int { return tx.ks.keys.Len() }
