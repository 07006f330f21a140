package redis

import (
	"math"
	"time"
)

// SetOptions of Set. The zero value sets unconditionally and forgets an
// earlier time to live.
type SetOptions struct {
	ExpireAt int64 // milliseconds since 1970, 0: never; Deadline makes one
	KeepTTL  bool  // leave an earlier time to live in force
	IfAbsent bool  // NX: only where there is no such key
	IfExists bool  // XX: only where there is one
}

// Lifetime is a time to live as clients give it. The zero value is none.
type Lifetime struct {
	N    int64
	Unit time.Duration // time.Second or time.Millisecond
	At   bool          // N counts from 1970, not from now
}

// Deadline checks a lifetime and gives its end in milliseconds since 1970: it
// must be positive and representable. op is the command that the error names.
func (tx *Tx) Deadline(op string, l Lifetime) (int64, error) {
	n := l.N
	if n <= 0 || l.Unit == time.Second && n > math.MaxInt64/1000 {
		return 0, errExpireTime(op)
	}
	if l.Unit == time.Second {
		n *= 1000
	}
	if !l.At {
		n += tx.now
	}
	if n <= 0 { // it ran over
		return 0, errExpireTime(op)
	}
	return n, nil
}

// Get gives the string under key; nil where there is none. The bytes belong to
// the store and are good until the key is written, at the latest until End.
func (tx *Tx) Get(key []byte) ([]byte, error) {
	o, err := tx.read(key, KindString)
	if o == nil {
		return nil, err
	}
	return o.str, nil
}

// GetIfString is Get, with nil for a key of another kind (MGET).
func (tx *Tx) GetIfString(key []byte) []byte {
	v, _ := tx.Get(key)
	return v
}

// Set stores a copy of value under key, whatever was there, and reports
// whether the conditions let it.
func (tx *Tx) Set(key, value []byte, o SetOptions) (done bool, err error) {
	if len(value) > tx.db.opts.MaxValueSize {
		return false, ErrTooLarge
	}
	old := tx.lookup(key)
	if o.IfAbsent && old != nil || o.IfExists && old == nil {
		return false, nil
	}
	at := o.ExpireAt
	if o.KeepTTL && old != nil {
		at = old.expireAt
	}
	if old != nil && old.kind == KindString && old.expireAt == at {
		old.setString(value) // the usual case, without garbage
		old.access = tx.now
	} else {
		n := newString(value)
		n.expireAt = at
		tx.add(key, n)
	}
	tx.changed(key, "set")
	return true, nil
}

// setString overwrites in place, unless that would keep much memory for
// little.
func (o *object) setString(value []byte) {
	const slack = 64
	if cap(o.str) > 2*len(value)+slack {
		o.str = o.small[:0]
	}
	o.str, o.raw, o.text = append(o.str[:0], value...), false, false
}

// Swap is Set that gives what was under key before, nil for nothing. A value
// of another kind is ErrWrongType, whatever the conditions say.
func (tx *Tx) Swap(key, value []byte, o SetOptions) (old []byte, err error) {
	old, err = tx.Get(key)
	if err != nil {
		return nil, err
	}
	if old != nil {
		old = append([]byte{}, old...)
	}
	_, err = tx.Set(key, value, o)
	return old, err
}

// GetDel gives the string under key and removes it.
func (tx *Tx) GetDel(key []byte) ([]byte, error) {
	v, err := tx.Get(key)
	if v != nil {
		tx.remove(key, "del")
	}
	return v, err
}

// GetEx gives the string under key and gives it another time to live: l, or
// with persist none. An instant already past removes the key.
func (tx *Tx) GetEx(key []byte, l Lifetime, persist bool) ([]byte, error) {
	o, err := tx.read(key, KindString)
	if o == nil || err != nil {
		return nil, err
	}
	switch {
	case l != Lifetime{}:
		at, err := tx.Deadline("getex", l)
		if err != nil {
			return nil, err
		}
		if at <= tx.now {
			tx.remove(key, "del")
			break
		}
		tx.setDeadline(key, o, at)
		tx.changed(key, "expire")
	case persist && o.expireAt != 0:
		tx.setDeadline(key, o, 0)
		tx.changed(key, "persist")
	}
	return o.str, nil
}

// SetAllIfAbsent stores each value under the key before it, but only when none
// of the keys is there; it reports whether it did. pairs has an even length.
func (tx *Tx) SetAllIfAbsent(pairs [][]byte) (done bool, err error) {
	for i := 0; i < len(pairs); i += 2 {
		if tx.lookup(pairs[i]) != nil {
			return false, nil
		}
	}
	return true, tx.SetAll(pairs)
}

// SetAll stores each value under the key before it.
func (tx *Tx) SetAll(pairs [][]byte) error {
	for i := 1; i < len(pairs); i += 2 {
		if len(pairs[i]) > tx.db.opts.MaxValueSize {
			return ErrTooLarge
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if _, err := tx.Set(pairs[i], pairs[i+1], SetOptions{}); err != nil {
			return err
		}
	}
	return nil
}
