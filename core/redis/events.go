package redis

import "github.com/twelvefold/twelvefold/core/event"

// changed must follow every change of a key, with the operation's name: it
// invalidates watchers and tells the world.
func (tx *Tx) changed(key []byte, op string) { tx.tell(key, event.Set, op) }

// shrunk must follow every removal of elements from a list, set or hash: as
// changed, and an empty one goes.
func (tx *Tx) shrunk(key []byte, o *object, op string) {
	tx.changed(key, op)
	if o.size() == 0 {
		tx.remove(key, "del")
	}
}

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
	if hub := tx.db.world.Events; !hub.Skip() {
		hub.Publish(event.Event{Time: tx.at, Engine: "redis", Type: t, DB: tx.ks.index, Key: string(key), Reason: op})
	}
}
