package redis

import (
	"errors"
	"math"

	"github.com/twelvefold/twelvefold/core/redis/internal/quicklist"
	"github.com/twelvefold/twelvefold/core/redis/internal/rdb"
)

// Dump gives a key's value in the form that RESTORE of Redis 7.0 takes, without
// its time to live; ok is false where there is no such key.
func (tx *Tx) Dump(key []byte) (payload []byte, ok bool) {
	o := tx.peek(key)
	if o == nil {
		return nil, false
	}
	o.access = tx.now
	return rdb.Append(nil, o.plain()), true
}

// plain gives the value as package rdb takes it.
func (o *object) plain() rdb.Value {
	switch o.kind {
	case KindList:
		v := rdb.Value{Kind: rdb.List}
		for _, e := range o.list.From(0) {
			v.Items = append(v.Items, e)
		}
		return v
	case KindSet:
		v := rdb.Value{Kind: rdb.Set, Compact: !o.set.table}
		for m := range o.set.all {
			v.Items = append(v.Items, []byte(m))
		}
		return v
	case KindHash:
		v := rdb.Value{Kind: rdb.Hash, Compact: !o.hash.table}
		for field, value := range o.hash.fields.All {
			v.Items = append(v.Items, []byte(field), []byte(value))
		}
		return v
	}
	return rdb.Value{Kind: rdb.String, Items: [][]byte{o.str}}
}

// RestoreOptions of Restore. The zero value makes a key that lives for ever,
// where there is none yet.
type RestoreOptions struct {
	TTL      int64 // milliseconds, 0: for ever
	Absolute bool  // TTL counts from 1970
	Replace  bool
	Idle     int64 // seconds since the last access
}

// Restore makes a key out of what Dump or Redis' DUMP gave. A time to live
// that is over already makes no key, and is no error.
func (tx *Tx) Restore(key, payload []byte, opt RestoreOptions) error {
	switch {
	case !opt.Replace && tx.lookup(key) != nil:
		return ErrBusyKey
	case opt.TTL < 0:
		return ErrRestoreTTL
	case opt.Idle < 0:
		return ErrRestoreIdle
	}
	v, err := rdb.Parse(payload)
	if errors.Is(err, rdb.ErrChecksum) {
		return ErrDumpChecksum
	}
	if err != nil {
		return ErrDumpFormat
	}
	o, err := tx.object(v)
	if err != nil {
		return err
	}
	at := opt.TTL
	if at != 0 && !opt.Absolute {
		if at > math.MaxInt64-tx.now {
			return ErrRestoreTTL
		}
		at += tx.now
	}
	if at != 0 && at <= tx.now {
		tx.Del(key)
		return nil
	}
	o.expireAt = at
	tx.add(key, o)
	o.access = tx.now - min(opt.Idle, tx.now/1000)*1000
	tx.changed(key, "restore")
	return nil
}

// object makes one out of a parsed value, in the form that the limits in force
// ask for.
func (tx *Tx) object(v rdb.Value) (*object, error) {
	if err := tx.fit(v.Items...); err != nil {
		return nil, err
	}
	switch v.Kind {
	case rdb.List:
		o := &object{kind: KindList, list: &quicklist.List{}}
		for _, e := range v.Items {
			o.list.PushBack(e)
		}
		return o, nil
	case rdb.Set:
		o := &object{kind: KindSet, set: &set{}}
		for _, m := range v.Items {
			if !o.set.add(m, tx.Encodings().SetMaxIntsetEntries) {
				return nil, ErrDumpFormat
			}
		}
		return o, nil
	case rdb.Hash:
		o := &object{kind: KindHash, hash: &hash{}}
		for i := 0; i < len(v.Items); i += 2 {
			if !o.hash.set(v.Items[i], v.Items[i+1], tx.Encodings()) {
				return nil, ErrDumpFormat
			}
		}
		return o, nil
	}
	return &object{kind: KindString, str: v.Items[0]}, nil
}
