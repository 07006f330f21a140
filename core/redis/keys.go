package redis

import "github.com/twelvefold/twelvefold/core/event"

// Del removes key and reports whether it was there.
func (tx *Tx) Del(key []byte) bool {
	return tx.lookup(key) != nil && tx.remove(key, "del")
}

// FlushDB empties the database in use. Watched keys that were there count as
// changed.
func (tx *Tx) FlushDB() {
	for key, w := range tx.ks.watched {
		if _, ok := tx.ks.keys.Get(key); ok {
			w.version++
		}
	}
	tx.db.stats.Changes += uint64(tx.ks.keys.Len())
	tx.ks.keys.Clear()
	tx.ks.deadlines = deadlines{}
	tx.db.world.Events.Publish(event.Event{Time: tx.at, Engine: "redis", Type: event.Flushed, DB: tx.ks.index})
}

// FlushAll empties every database.
func (tx *Tx) FlushAll() {
	here := tx.ks
	for _, ks := range tx.db.spaces {
		tx.ks = ks
		tx.FlushDB()
	}
	tx.ks = here
}

// Size is the number of keys in the database in use, those included whose
// time is over but which nobody has met yet, as Redis counts.
func (tx *Tx) Size() int { return tx.ks.keys.Len() }
