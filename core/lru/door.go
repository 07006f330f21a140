package lru

import (
	"time"
	"unsafe"

	"github.com/twelvefold/twelvefold/core/event"
)

// instant is when a call of a DB happens: read once, under the lock, so that
// the calls stand in one order of time.
type instant struct {
	at  time.Time
	now int64 // the same, as the store counts
}

// enter opens a call: lock, closed, clock, faults, in that order. Without an
// error the lock is held until leave. timed says that the call needs the time
// even if no entry has a deadline yet.
func (db *DB) enter(op string, subject []byte, timed bool) (instant, error) {
	db.mu.Lock()
	if db.closed {
		db.mu.Unlock()
		return instant{}, ErrClosed
	}
	var t instant
	if timed || db.store.timed() || db.observed() {
		t.at = db.world.Now()
		t.now = db.store.elapsed(t.at)
	}
	if err := db.world.Call(t.at, Name, op, subject); err != nil {
		db.mu.Unlock()
		return instant{}, err
	}
	return t, nil
}

// observed reports whether the world keeps the time of calls or changes. If
// not, and if no entry has a deadline, a call saves reading the clock, which
// costs as much as the look-up (and a call to the host in WebAssembly).
func (db *DB) observed() bool {
	w := &db.world
	return w.Events != nil || w.Faults != nil || w.Journal != nil
}

// leave publishes what left, gives the lock back and tells OnEvict.
func (db *DB) leave(t instant) { db.leaveChanged(t, "", "", "") }

// leaveChanged is leave for a call that made a change of its own, which is
// published after what had to go for it: a key that expired and was written
// again is seen in that order. Events go out under the lock, and so in the
// order of the changes; the hub waits for nobody.
func (db *DB) leaveChanged(t instant, change event.Type, key, op string) {
	gone := db.store.departures()
	if db.world.Events != nil {
		for _, d := range gone {
			if what, reason := eventOf(d.reason); what != "" {
				db.publish(t, what, d.key, reason)
			}
		}
		if change != "" {
			db.publish(t, change, key, op)
		}
	}
	db.mu.Unlock()
	db.tell(gone)
}

// tell calls OnEvict, without the lock.
func (db *DB) tell(gone []departure[string, []byte]) {
	if db.options.OnEvict == nil {
		return
	}
	for _, d := range gone {
		db.options.OnEvict(d.key, d.value, d.reason)
	}
}

func (db *DB) publish(t instant, what event.Type, key, reason string) {
	db.world.Events.Publish(event.Event{
		Time: t.at, Engine: Name, Type: what, Key: key, Reason: reason,
	})
}

// eventOf translates why an entry left into what the world is told: nothing
// for a replaced value, whose key lives on and gets a Set.
func eventOf(r Reason) (what event.Type, reason string) {
	switch r {
	case Capacity:
		return event.Evicted, "capacity"
	case Expired:
		return event.Expired, "ttl"
	case Deleted:
		return event.Deleted, "delete"
	}
	return "", ""
}

// borrowed looks at b as a string for the length of one map look-up, which
// keeps no reference to it: the conversion would copy the key.
func borrowed(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
