package amqp

import (
	"cmp"
	"iter"
	"maps"
	"slices"
)

// The order of Go's maps differs from run to run. What is logged, told and
// listed must not: the same seed gives the same run, byte for byte. So maps
// are walked in the order of their keys.

// ordered walks a map in the order of its keys. As with Go's own walks, what
// is removed meanwhile does not come any more; what is added does not come.
func ordered[K cmp.Ordered, V any](m map[K]V) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, k := range sortedKeys(m) {
			if v, ok := m[k]; ok && !yield(k, v) {
				return
			}
		}
	}
}

// sortedKeys are never nil: an empty list is one in JSON too.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := slices.AppendSeq(make([]K, 0, len(m)), maps.Keys(m))
	slices.Sort(keys)
	return keys
}

// eachQueue calls f for every queue, by virtual host and name.
func (db *DB) eachQueue(f func(*queue)) {
	for _, vh := range ordered(db.vhosts) {
		for _, q := range ordered(vh.queues) {
			f(q)
		}
	}
}

// eachExchange calls f for every exchange, by virtual host and name.
func (db *DB) eachExchange(f func(*exchange)) {
	for _, vh := range ordered(db.vhosts) {
		for _, x := range ordered(vh.exchanges) {
			f(x)
		}
	}
}

// eachDelivery calls f for everything that waits for its acknowledgement, or
// for the commit of one, by the age of connections and the number of channels.
func (db *DB) eachDelivery(f func(*outstanding)) {
	for _, c := range ordered(db.conns) {
		for _, ch := range ordered(c.channels) {
			ch.unacked.each(f)
			for i := range ch.transaction.settlements {
				f(&ch.transaction.settlements[i].delivery)
			}
		}
	}
}
