package lru

import "math"

// never is the deadline of an entry without a time to live.
const never = math.MaxInt64

// deadlines is a binary heap of slot numbers, the earliest deadline on top.
// Each slot knows its place in the heap, so that a deleted or rewritten entry
// leaves it in O(log n) instead of lying there until its old time. Entries
// that live for ever are not in it: without TTLs it costs nothing.
//
// container/heap would do the same through an interface, with one allocation
// per Push to box the slot number.
type deadlines[K comparable, V any] struct {
	heap []uint32
}

// notQueued is a slot's heap place while it is not in the heap.
const notQueued = -1

func (d *deadlines[K, V]) add(slots []slot[K, V], s uint32) {
	slots[s].place = int32(len(d.heap))
	d.heap = append(d.heap, s)
	d.up(slots, len(d.heap)-1)
}

func (d *deadlines[K, V]) remove(slots []slot[K, V], s uint32) {
	at := int(slots[s].place)
	if at == notQueued {
		return
	}
	last := len(d.heap) - 1
	d.set(slots, at, d.heap[last])
	d.heap = d.heap[:last]
	slots[s].place = notQueued
	if at < last {
		d.up(slots, at)
		d.down(slots, at)
	}
}

func (d *deadlines[K, V]) set(slots []slot[K, V], at int, s uint32) {
	d.heap[at] = s
	slots[s].place = int32(at)
}

func (d *deadlines[K, V]) up(slots []slot[K, V], at int) {
	s := d.heap[at]
	for at > 0 {
		parent := (at - 1) / 2
		if slots[d.heap[parent]].deadline <= slots[s].deadline {
			break
		}
		d.set(slots, at, d.heap[parent])
		at = parent
	}
	d.set(slots, at, s)
}

func (d *deadlines[K, V]) down(slots []slot[K, V], at int) {
	s := d.heap[at]
	for {
		child := 2*at + 1
		if child >= len(d.heap) {
			break
		}
		if right := child + 1; right < len(d.heap) &&
			slots[d.heap[right]].deadline < slots[d.heap[child]].deadline {
			child = right
		}
		if slots[s].deadline <= slots[d.heap[child]].deadline {
			break
		}
		d.set(slots, at, d.heap[child])
		at = child
	}
	d.set(slots, at, s)
}

// deadlineAfter is the instant ttl after now, in the nanoseconds of
// store.elapsed; a sum that overflows is as good as for ever.
func deadlineAfter(now, ttl int64) int64 {
	if ttl == 0 || now > never-ttl {
		return never
	}
	return now + ttl
}
