package redis

import (
	"math"

	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// What Redis does with strings by their size and content, and tells about them
// (object.c and server.h of Redis 7.0).
const (
	embeddedMax = 44    // bytes of a string kept beside its header: "embstr"
	sharedInts  = 10000 // the integers from 0 on that Redis keeps only once
)

// Encoding gives the name of the form that Redis 7.0 would keep a key's value
// in; ok is false where there is no such key.
func (tx *Tx) Encoding(key []byte) (name string, ok bool) {
	o := tx.peek(key)
	if o == nil {
		return "", false
	}
	return o.encoding(), true
}

func (o *object) encoding() string {
	switch o.kind {
	case KindList:
		return "quicklist"
	case KindSet:
		if !o.set.table {
			return "intset"
		}
		return "hashtable"
	case KindHash:
		if !o.hash.table {
			return "listpack"
		}
		return "hashtable"
	}
	switch _, isInt := wire.ParseInt(o.str); {
	case o.raw:
		return "raw"
	case isInt && !o.text:
		return "int"
	case len(o.str) <= embeddedMax:
		return "embstr"
	}
	return "raw"
}

// IdleTime is how many milliseconds ago a key was last read or written; ok is
// false where there is no such key.
func (tx *Tx) IdleTime(key []byte) (ms int64, ok bool) {
	o := tx.peek(key)
	if o == nil {
		return 0, false
	}
	return max(tx.now-o.access, 0), true
}

// RefCount is how often Redis would refer to a key's value: once, but for
// small integers, which it shares and never counts; ok is false where there is
// no such key.
func (tx *Tx) RefCount(key []byte) (n int64, ok bool) {
	o := tx.peek(key)
	if o == nil {
		return 0, false
	}
	if o.kind == KindString && !o.raw && !o.text {
		if v, isInt := wire.ParseInt(o.str); isInt && v >= 0 && v < sharedInts {
			return math.MaxInt32, true
		}
	}
	return 1, true
}
