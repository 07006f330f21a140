package redis

import (
	"math"
	"time"
)

// Condition says when Expire may change a time to live.
type Condition uint8

// The conditions, which may be combined where that makes sense. A key that
// lives for ever counts as living longer than any other.
const (
	IfNone    Condition = 1 << iota // NX: the key lives for ever so far
	IfSome                          // XX: it does not
	IfGreater                       // GT: the new end is later
	IfLess                          // LT: the new end is earlier
)

// Check tells whether the conditions can hold together.
func (c Condition) Check() error {
	switch {
	case c&IfNone != 0 && c != IfNone:
		return ErrExpireNX
	case c&IfGreater != 0 && c&IfLess != 0:
		return ErrExpireGTLT
	}
	return nil
}

// What ExpireTime and TTL give where there is no time to live.
const (
	NoExpiry int64 = -1 // the key lives for ever
	NoKey    int64 = -2 // there is no such key
)

// Expire sets the end of a key's life and reports whether it did: not where
// there is no such key, or the condition does not hold. An end that is now or
// in the past removes the key at once.
func (tx *Tx) Expire(key []byte, l Lifetime, c Condition) (done bool, err error) {
	if err := c.Check(); err != nil {
		return false, err
	}
	at, ok := tx.end(l)
	if !ok {
		return false, errExpireTime(expireOp(l))
	}
	o := tx.lookup(key)
	if o == nil || !c.holds(o.expireAt, at) {
		return false, nil
	}
	o.access = tx.now
	if at <= tx.now {
		tx.remove(key, "del")
		return true, nil
	}
	o.expireAt = at
	tx.ks.deadlines.set(string(key), o)
	tx.changed(key, "expire")
	return true, nil
}

// end is when a lifetime is over, in milliseconds since 1970; ok is false
// where that does not fit.
func (tx *Tx) end(l Lifetime) (at int64, ok bool) {
	at = l.N
	if l.Unit == time.Second {
		if at > math.MaxInt64/1000 || at < math.MinInt64/1000 {
			return 0, false
		}
		at *= 1000
	}
	if l.At {
		return at, true
	}
	if at > math.MaxInt64-tx.now {
		return 0, false
	}
	return at + tx.now, true
}

// expireOp is the command that sets such a lifetime, for its error.
func expireOp(l Lifetime) string {
	op := "expire"
	if l.Unit == time.Millisecond {
		op = "pexpire"
	}
	if l.At {
		op += "at"
	}
	return op
}

// holds tells whether a key that ends at old (0: never) may end at at.
func (c Condition) holds(old, at int64) bool {
	switch {
	case c&IfNone != 0 && old != 0,
		c&IfSome != 0 && old == 0,
		c&IfGreater != 0 && (old == 0 || at <= old),
		c&IfLess != 0 && old != 0 && at >= old:
		return false
	}
	return true
}

// Persist lets a key live for ever, and reports whether it had an end.
func (tx *Tx) Persist(key []byte) bool {
	o := tx.lookup(key)
	if o == nil || o.expireAt == 0 {
		return false
	}
	o.access = tx.now
	tx.ks.deadlines.remove(o)
	o.expireAt = 0
	tx.changed(key, "persist")
	return true
}

// ExpireTime is when a key's life ends, in milliseconds since 1970, or
// NoExpiry, or NoKey.
func (tx *Tx) ExpireTime(key []byte) int64 {
	o := tx.peek(key)
	switch {
	case o == nil:
		return NoKey
	case o.expireAt == 0:
		return NoExpiry
	}
	return o.expireAt
}

// TTL is how many milliseconds a key has still to live, or NoExpiry, or NoKey.
func (tx *Tx) TTL(key []byte) int64 {
	at := tx.ExpireTime(key)
	if at < 0 {
		return at
	}
	return at - tx.now
}
