// Package dict is a hash table with what Redis needs beyond a Go map: a
// random entry in constant time, and a cursor that survives changes (SCAN).
//
// Entries lie in one dense slice, a map tells where. Removing moves the last
// entry into the hole. A scan walks the slice from its end towards 0, and its
// cursor is how many entries are still ahead of it: a removal can only move an
// entry that the scan has passed, or was about to pass, into a place already
// ahead, never an unseen one behind it. So what is there during the whole
// scan is returned at least once, which is all that SCAN promises.
package dict

import "math/rand/v2"

// Dict maps keys to values. The zero value is empty and ready. It is not safe
// for concurrent use.
type Dict[V any] struct {
	index   map[string]int32
	entries []entry[V]
}

type entry[V any] struct {
	key   string
	value V
}

// Len is the number of entries.
func (d *Dict[V]) Len() int { return len(d.entries) }

// Get looks key up.
func (d *Dict[V]) Get(key string) (v V, ok bool) {
	i, ok := d.index[key]
	if !ok {
		return v, false
	}
	return d.entries[i].value, true
}

// GetBytes is Get without making a string of key.
func (d *Dict[V]) GetBytes(key []byte) (v V, ok bool) {
	i, ok := d.index[string(key)]
	if !ok {
		return v, false
	}
	return d.entries[i].value, true
}

// Set adds or replaces, and reports whether it added.
func (d *Dict[V]) Set(key string, v V) (added bool) {
	if i, ok := d.index[key]; ok {
		d.entries[i].value = v
		return false
	}
	if d.index == nil {
		d.index = make(map[string]int32)
	}
	d.index[key] = int32(len(d.entries))
	d.entries = append(d.entries, entry[V]{key, v})
	return true
}

// Delete removes key and gives what it held.
func (d *Dict[V]) Delete(key string) (v V, ok bool) {
	i, ok := d.index[key]
	if !ok {
		return v, false
	}
	v = d.entries[i].value
	delete(d.index, key)
	last := len(d.entries) - 1
	if int(i) != last {
		d.entries[i] = d.entries[last]
		d.index[d.entries[i].key] = i
	}
	d.entries[last] = entry[V]{}
	d.entries = d.entries[:last]
	if cap(d.entries) > 64 && last < cap(d.entries)/4 { // give memory back
		d.entries = append(make([]entry[V], 0, 2*last), d.entries...)
	}
	return v, true
}

// All walks the entries; yield must not change the table.
func (d *Dict[V]) All(yield func(key string, v V) bool) {
	for _, e := range d.entries {
		if !yield(e.key, e.value) {
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
	e := d.entries[r.IntN(len(d.entries))]
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

// Clear empties the table.
func (d *Dict[V]) Clear() { d.index, d.entries = nil, nil }
