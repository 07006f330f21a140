package dict

import "hash/maphash"

// seed keys the hash function anew in each process, so that nobody can choose
// keys that collide. No order that callers see depends on it.
var seed = maphash.MakeSeed()

// index tells at which place of the entries a key lies: open addressing with
// linear probing (Knuth, TAOCP 3, 6.4, algorithms L and R). A slot is one word
// and holds no pointer, so a lookup in a big table misses the cache once, and
// the garbage collector has nothing to look at; a Go map of the same costs two
// to three misses and more than twice the memory.
type index struct {
	slots []slot // a power of two
	used  int
}

// slot is the hash in the upper half, and in the lower half the place plus 1:
// the zero slot is free. With the hash beside the place, a lookup reads hardly
// any key but the right one, and growing reads none.
type slot uint64

func newSlot(hash uint32, place int) slot { return slot(hash)<<32 | slot(uint32(place+1)) }
func (s slot) hash() uint32               { return uint32(s >> 32) }
func (s slot) place() int                 { return int(uint32(s)) - 1 }

// hashOf gives the same for a string and for its bytes.
func hashOf[K string | []byte](key K) uint32 {
	switch k := any(key).(type) {
	case string:
		return uint32(maphash.String(seed, k))
	case []byte:
		return uint32(maphash.Bytes(seed, k))
	}
	return 0
}

// home is the slot where the search for a hash begins.
func (x *index) home(hash uint32) int { return int(hash) & (len(x.slots) - 1) }

// next is the slot after i, around the end.
func (x *index) next(i int) int { return (i + 1) & (len(x.slots) - 1) }

// slotOf finds the slot of an entry by its place.
func (x *index) slotOf(hash uint32, place int) int {
	i, want := x.home(hash), newSlot(hash, place)
	for x.slots[i] != want {
		i = x.next(i)
	}
	return i
}

// add enters a new entry. At most three quarters of the slots are used: beyond
// that, the way to a free one becomes long.
func (x *index) add(hash uint32, place int) {
	if 4*(x.used+1) > 3*len(x.slots) {
		x.resize(2 * len(x.slots))
	}
	x.used++
	x.put(newSlot(hash, place))
}

func (x *index) put(s slot) {
	i := x.home(s.hash())
	for x.slots[i] != 0 {
		i = x.next(i)
	}
	x.slots[i] = s
}

// resize moves all to n slots.
func (x *index) resize(n int) {
	old := x.slots
	x.slots = make([]slot, n)
	for _, s := range old {
		if s != 0 {
			x.put(s)
		}
	}
}

// move tells that an entry lies at another place now.
func (x *index) move(hash uint32, from, to int) {
	x.slots[x.slotOf(hash, from)] = newSlot(hash, to)
}

// remove takes an entry out. The ones behind it close the gap where it lies on
// their way: no slot is ever left that is free and yet not an end.
func (x *index) remove(hash uint32, place int) {
	gap := x.slotOf(hash, place)
	mask := len(x.slots) - 1
	for i := x.next(gap); x.slots[i] != 0; i = x.next(i) {
		home := x.home(x.slots[i].hash())
		if (i-home)&mask >= (i-gap)&mask { // its way begins at or before the gap
			x.slots[gap] = x.slots[i]
			gap = i
		}
	}
	x.slots[gap] = 0
	x.used--
}
