package redis

import "slices"

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
// told by kind.
type object struct {
	kind     Kind
	raw      bool   // a string that was written in place: OBJECT ENCODING says "raw"
	expireAt int64  // milliseconds since 1970, 0: never
	slot     int32  // place in the keyspace's heap of deadlines, -1: none
	access   int64  // milliseconds since 1970 of the last access, for OBJECT IDLETIME
	str      []byte // KindString
	list     *list  // KindList
	set      *set   // KindSet
	hash     *hash  // KindHash
}

// clone copies the object with everything in it, but not its place in a heap.
func (o *object) clone() *object {
	c := *o
	c.slot = -1
	switch o.kind {
	case KindString:
		c.str = slices.Clone(o.str)
	case KindList:
		c.list = o.list.clone()
	case KindSet:
		c.set = o.set.clone()
	case KindHash:
		c.hash = o.hash.clone()
	}
	return &c
}
