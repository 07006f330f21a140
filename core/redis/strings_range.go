package redis

// Append adds value to the end of the string under key, or makes one of it,
// and gives the new length.
func (tx *Tx) Append(key, value []byte) (length int, err error) {
	o, err := tx.write(key, KindString)
	if err != nil {
		return 0, err
	}
	if o == nil {
		if len(value) > tx.db.opts.MaxValueSize {
			return 0, ErrTooLarge
		}
		o = newString(value)
		tx.add(key, o)
	} else {
		if len(o.str)+len(value) > tx.db.opts.MaxValueSize {
			return 0, ErrTooLarge
		}
		o.str, o.raw = append(o.str, value...), true
	}
	tx.changed(key, "append")
	return len(o.str), nil
}

// StrLen is the length of the string under key, 0 where there is none.
func (tx *Tx) StrLen(key []byte) (int, error) {
	v, err := tx.Get(key)
	return len(v), err
}

// GetRange gives the bytes from start to end, both included; negative indexes
// count from the end, and what lies outside is left away. The bytes belong to
// the store.
func (tx *Tx) GetRange(key []byte, start, end int64) ([]byte, error) {
	v, err := tx.Get(key)
	if err != nil {
		return nil, err
	}
	n := int64(len(v))
	if n == 0 || start < 0 && end < 0 && start > end {
		return []byte{}, nil
	}
	if start < 0 {
		start = max(n+start, 0)
	}
	if end < 0 {
		end = max(n+end, 0)
	}
	end = min(end, n-1)
	if start > end {
		return []byte{}, nil
	}
	return v[start : end+1], nil
}

// SetRange writes value at offset, with zero bytes before it where the string
// was shorter, and gives the length. An empty value changes nothing and makes
// no key.
func (tx *Tx) SetRange(key []byte, offset int64, value []byte) (length int, err error) {
	if offset < 0 {
		return 0, ErrOffset
	}
	o, err := tx.write(key, KindString)
	if err != nil {
		return 0, err
	}
	if len(value) == 0 {
		if o == nil {
			return 0, nil
		}
		return len(o.str), nil
	}
	limit := int64(tx.db.opts.MaxValueSize)
	if offset > limit || offset+int64(len(value)) > limit {
		return 0, ErrTooLarge
	}
	if o == nil {
		o = newString(nil)
		tx.add(key, o)
	}
	if end := int(offset) + len(value); end > len(o.str) {
		o.str = append(o.str, make([]byte, end-len(o.str))...)
	}
	copy(o.str[offset:], value)
	o.raw = true
	tx.changed(key, "setrange")
	return len(o.str), nil
}
