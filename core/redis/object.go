package redis

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/redis/internal/quicklist"
)

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
	raw      bool            // a string that was written in place: OBJECT ENCODING says "raw"
	text     bool            // a number that Redis keeps as text (INCRBYFLOAT): "embstr", not "int"
	expireAt int64           // milliseconds since 1970, 0: never
	slot     int32           // place in the keyspace's heap of deadlines, -1: none
	access   int64           // milliseconds since 1970 of the last access, for OBJECT IDLETIME
	str      []byte          // KindString
	list     *quicklist.List // KindList
	set      *set            // KindSet
	hash     *hash           // KindHash
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
		c.str = slices.Clone(o.str)
	case KindList:
		c.list = o.list.Clone()
	case KindSet:
		c.set = o.set.clone()
	case KindHash:
		c.hash = o.hash.clone()
	}
	return &c
}
