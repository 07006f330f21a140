package redis

// SetOptions of Set. The zero value sets unconditionally and forgets an
// earlier time to live.
type SetOptions struct {
	ExpireAt int64 // milliseconds since 1970, 0: never
	KeepTTL  bool  // leave an earlier time to live in force
	IfAbsent bool  // NX: only where there is no such key
	IfExists bool  // XX: only where there is one
}

// Get gives the string under key; nil where there is none. The bytes belong to
// the store and are good until End.
func (tx *Tx) Get(key []byte) ([]byte, error) {
	o, err := tx.read(key, KindString)
	if o == nil {
		return nil, err
	}
	return o.str, nil
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
	if old != nil && old.kind == KindString && old.expireAt == 0 && at == 0 {
		old.str, old.raw, old.access = append(old.str[:0], value...), false, tx.now // the usual case, without garbage
	} else {
		tx.add(key, &object{kind: KindString, str: append([]byte{}, value...), expireAt: at})
	}
	tx.changed(key, "set")
	return true, nil
}
