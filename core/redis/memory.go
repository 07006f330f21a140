package redis

import "unsafe"

// What an entry of a keyspace and of a table takes beside its bytes, by the
// sizes of their Go types: the object, its slot in the keyspace, the
// index's slots for it, and the headers of strings.
const (
	objectSize = int(unsafe.Sizeof(object{}))
	entrySize  = 48 // a table's entry, and its share of the index
	intSize    = 8  // a member of a set of integers
	itemSize   = 8  // a list's element beside its bytes
)

// MemoryUsage estimates how many bytes a key and its value take; ok is false
// where there is no such key. It looks at every element.
func (tx *Tx) MemoryUsage(key []byte) (bytes int, ok bool) {
	o := tx.peek(key)
	if o == nil {
		return 0, false
	}
	bytes = objectSize + entrySize + len(key)
	switch o.kind {
	case KindString:
		if cap(o.str) > smallMax { // else it lies in the object
			bytes += cap(o.str)
		}
	case KindList:
		for _, v := range o.list.From(0) {
			bytes += itemSize + len(v)
		}
	case KindSet:
		bytes += o.set.memory()
	case KindHash:
		for field, value := range o.hash.fields.All {
			bytes += entrySize + len(field) + len(value)
		}
	}
	return bytes, true
}

func (s *set) memory() (bytes int) {
	if !s.table {
		return intSize * cap(s.ints)
	}
	for m := range s.members.All {
		bytes += entrySize + len(m)
	}
	return bytes
}
