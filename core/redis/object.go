package redis

import "github.com/twelvefold/twelvefold/core/redis/internal/quicklist"

// Kind is what a key holds.
type Kind uint8

// The kinds of value.
const (
	KindNone Kind = iota
	KindString
	KindList
	KindSet
	KindHash
)

// String is the name that TYPE gives.
func (k Kind) String() string {
	return [...]string{"none", "string", "list", "set", "hash"}[k]
}

// object is what stands behind one key. Exactly one of the values is in use,
// told by kind. A list, set or hash is never empty: whoever takes the last
// element calls Tx.shrunk.
type object struct {
	kind     Kind
	raw      bool   // a string that was written in place: OBJECT ENCODING says "raw"
	text     bool   // a number that Redis keeps as text (INCRBYFLOAT): "embstr", not "int"
	slot     int32  // place in the keyspace's heap of deadlines, -1: none
	expireAt int64  // milliseconds since 1970, 0: never
	access   int64  // milliseconds since 1970 of the last access, for OBJECT IDLETIME
	str      []byte // KindString; in small, as long as it fits there
	small    [smallMax]byte
	list     *quicklist.List // KindList
	set      *set            // KindSet
	hash     *hash           // KindHash
}

// smallMax is how many bytes of a string lie in its object: most counters and
// flags do, and then take no memory of their own and no further miss of the
// cache. With 8 an object has 80 bytes, a size that Go's allocator has anyway.
const smallMax = 8

// newString makes an object of a copy of value.
func newString(value []byte) *object {
	o := &object{kind: KindString}
	o.str = append(o.small[:0], value...)
	return o
}

// size is the number of elements, 0 for nil.
func (o *object) size() int {
	switch {
	case o == nil:
		return 0
	case o.kind == KindList:
		return o.list.Len()
	case o.kind == KindSet:
		return o.set.len()
	case o.kind == KindHash:
		return o.hash.fields.Len()
	}
	return len(o.str)
}

// clone copies the object with everything in it, but not its place in a heap.
func (o *object) clone() *object {
	c := *o
	c.slot = -1
	switch o.kind {
	case KindString:
		c.str = append(c.small[:0], o.str...)
	case KindList:
		c.list = o.list.Clone()
	case KindSet:
		c.set = o.set.clone()
	case KindHash:
		c.hash = o.hash.clone()
	}
	return &c
}
