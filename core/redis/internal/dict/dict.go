// Package dict is a hash table with what Redis needs beyond a Go map: a
// random entry in constant time, and a cursor that survives changes (SCAN).
//
// Entries lie in one dense slice; once there are more than a few, an index
// tells where. Removing moves the last entry into the hole (or, while there is
// no index, closes the gap, which keeps the order of insertion). A scan walks the
// slice from its end towards 0, and its cursor is how many entries are still
// ahead of it: a removal can only move an entry to a lower place, so an entry
// that is still ahead stays ahead. What is there during the whole scan is thus
// returned at least once, which is all that SCAN promises.
package dict

import (
	"math/bits"
	"math/rand/v2"
	"slices"
)

// smallSize is how many entries are found by walking them: an index would
// hardly be faster, and the order of insertion is kept.
const smallSize = 16

// Dict maps keys to values. The zero value is empty and ready. It is not safe
// for concurrent use.
type Dict[V any] struct {
	index   index // without slots while there are at most smallSize entries
	entries []entry[V]
}

// entry has its value first: an empty struct at the end would be padded.
type entry[V any] struct {
	value V
	key   string
}

// Len is the number of entries.
func (d *Dict[V]) Len() int { return len(d.entries) }

// Get looks key up.
func (d *Dict[V]) Get(key string) (v V, ok bool) { return value(d, find(d, key)) }

// GetBytes is Get without making a string of key.
func (d *Dict[V]) GetBytes(key []byte) (v V, ok bool) { return value(d, find(d, key)) }

func value[V any](d *Dict[V], i int) (v V, ok bool) {
	if i < 0 {
		return v, false
	}
	return d.entries[i].value, true
}

// find gives the place of key, -1 where it has none. It makes no string of
// bytes: Go's compiler sees to that in the comparisons below.
func find[V any, K string | []byte](d *Dict[V], key K) int {
	if d.indexed() {
		return search(d, key, hashOf(key))
	}
	for i := range d.entries {
		if d.entries[i].key == string(key) {
			return i
		}
	}
	return -1
}

// search is find by the index.
func search[V any, K string | []byte](d *Dict[V], key K, hash uint32) int {
	for i := d.index.home(hash); ; i = d.index.next(i) {
		s := d.index.slots[i]
		if s == 0 {
			return -1
		}
		if s.hash() == hash && d.entries[s.place()].key == string(key) {
			return s.place()
		}
	}
}

func (d *Dict[V]) indexed() bool { return d.index.slots != nil }

// Set adds or replaces, and reports whether it added. The table keeps key.
func (d *Dict[V]) Set(key string, v V) (added bool) {
	if i := find(d, key); i >= 0 {
		d.entries[i].value = v
		return false
	}
	d.add(key, v)
	return true
}

// SetBytes is Set; it makes a string of key only where it adds.
func (d *Dict[V]) SetBytes(key []byte, v V) (added bool) {
	if i := find(d, key); i >= 0 {
		d.entries[i].value = v
		return false
	}
	d.add(string(key), v)
	return true
}

func (d *Dict[V]) add(key string, v V) {
	d.entries = append(d.entries, entry[V]{v, key})
	switch {
	case d.indexed():
		d.index.add(hashOf(key), len(d.entries)-1)
	case len(d.entries) > smallSize:
		d.reindex()
	}
}

// reindex makes an index that is at most half full.
func (d *Dict[V]) reindex() {
	d.index = index{slots: make([]slot, 1<<bits.Len(uint(2*len(d.entries)-1)))}
	for i := range d.entries {
		d.index.add(hashOf(d.entries[i].key), i)
	}
}

// Delete removes key and gives what it held.
func (d *Dict[V]) Delete(key string) (v V, ok bool) { return d.deleteAt(find(d, key)) }

// DeleteBytes is Delete without making a string of key.
func (d *Dict[V]) DeleteBytes(key []byte) (v V, ok bool) { return d.deleteAt(find(d, key)) }

func (d *Dict[V]) deleteAt(i int) (v V, ok bool) {
	if i < 0 {
		return v, false
	}
	v = d.entries[i].value
	if !d.indexed() {
		d.entries = slices.Delete(d.entries, i, i+1)
		return v, true
	}
	d.index.remove(hashOf(d.entries[i].key), i)
	last := len(d.entries) - 1
	if i != last {
		d.entries[i] = d.entries[last]
		d.index.move(hashOf(d.entries[i].key), last, i)
	}
	d.entries[last] = entry[V]{}
	d.entries = d.entries[:last]
	d.shrink()
	return v, true
}

// shrink gives memory back once three quarters are unused.
func (d *Dict[V]) shrink() {
	n := len(d.entries)
	if cap(d.entries) <= 4*smallSize || n >= cap(d.entries)/4 {
		return
	}
	d.entries = append(make([]entry[V], 0, 2*n), d.entries...)
	if n <= smallSize/2 {
		d.index = index{}
		return
	}
	d.reindex()
}

// All walks the entries; yield must not change the table.
func (d *Dict[V]) All(yield func(key string, v V) bool) {
	for i := range d.entries {
		if !yield(d.entries[i].key, d.entries[i].value) {
			return
		}
	}
}

// Random gives any entry, each with the same chance; ok is false when there
// is none.
func (d *Dict[V]) Random(r *rand.Rand) (key string, v V, ok bool) {
	if len(d.entries) == 0 {
		return "", v, false
	}
	e := &d.entries[r.IntN(len(d.entries))]
	return e.key, e.value, true
}

// At gives the i-th entry in the order of the moment.
func (d *Dict[V]) At(i int) (key string, v V) { return d.entries[i].key, d.entries[i].value }

// Scan visits up to count entries from cursor on (0 starts) and gives the
// cursor to go on with, 0 at the end. visit must not change the table.
func (d *Dict[V]) Scan(cursor uint64, count int, visit func(key string, v V)) (next uint64) {
	ahead := len(d.entries)
	if cursor != 0 && cursor < uint64(ahead) {
		ahead = int(cursor)
	}
	for ; count > 0 && ahead > 0; count-- {
		ahead--
		visit(d.entries[ahead].key, d.entries[ahead].value)
	}
	return uint64(ahead)
}

// Clone copies the table; keys and values are shared.
func (d *Dict[V]) Clone() Dict[V] {
	x := index{slots: slices.Clone(d.index.slots), used: d.index.used}
	return Dict[V]{index: x, entries: slices.Clone(d.entries)}
}

// Clear empties the table.
func (d *Dict[V]) Clear() { *d = Dict[V]{} }
