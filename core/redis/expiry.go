package redis

import (
	"container/heap"
	"time"
)

// tickBudget bounds how many keys one Tick removes, so that nobody waits long.
const tickBudget = 1000

// Tick removes keys whose time is over and tells when the next one's will be.
func (db *DB) Tick(now time.Time) (next time.Time) {
	tx, err := db.Begin(0, now)
	if err != nil {
		return time.Time{}
	}
	defer tx.End()
	budget := tickBudget
	soonest := int64(0)
	for _, ks := range db.spaces {
		tx.ks = ks
		for ks.deadlines.Len() > 0 {
			first := ks.deadlines.items[0]
			if first.object.expireAt > tx.now || budget == 0 {
				if soonest == 0 || first.object.expireAt < soonest {
					soonest = first.object.expireAt
				}
				break
			}
			budget--
			tx.expire(first.key)
		}
	}
	if soonest == 0 {
		return time.Time{}
	}
	return time.UnixMilli(soonest)
}

// setDeadline gives o, which stands under key, another end of its life; 0 is
// none. The caller then calls changed.
func (tx *Tx) setDeadline(key []byte, o *object, at int64) {
	o.expireAt = at
	if at == 0 {
		tx.ks.deadlines.remove(o)
		return
	}
	tx.ks.deadlines.set(string(key), o)
}

// deadlines is a heap of the objects that expire, soonest first. Each object
// knows its place in it, so that a changed or removed deadline costs O(log n).
type deadlines struct{ items []deadline }

type deadline struct {
	key    string
	object *object
}

// set enters o, or puts it right after its expireAt has changed.
func (d *deadlines) set(key string, o *object) {
	if o.slot >= 0 {
		heap.Fix(d, int(o.slot))
		return
	}
	heap.Push(d, deadline{key, o})
}

// remove takes o out, if it is in.
func (d *deadlines) remove(o *object) {
	if o.slot >= 0 {
		heap.Remove(d, int(o.slot))
	}
}

// Len, Less, Swap, Push and Pop make it a heap.Interface.
func (d *deadlines) Len() int { return len(d.items) }
func (d *deadlines) Less(i, j int) bool {
	return d.items[i].object.expireAt < d.items[j].object.expireAt
}
func (d *deadlines) Swap(i, j int) {
	d.items[i], d.items[j] = d.items[j], d.items[i]
	d.items[i].object.slot, d.items[j].object.slot = int32(i), int32(j)
}
func (d *deadlines) Push(x any) {
	item := x.(deadline)
	item.object.slot = int32(len(d.items))
	d.items = append(d.items, item)
}
func (d *deadlines) Pop() any {
	last := d.items[len(d.items)-1]
	d.items[len(d.items)-1] = deadline{}
	d.items = d.items[:len(d.items)-1]
	last.object.slot = -1
	return last
}
