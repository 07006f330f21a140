package lru

import "iter"

// Len is the number of entries.
func (db *DB) Len() (int, error) {
	c, err := db.enter("len", nil, false)
	if err != nil {
		return 0, err
	}
	db.store.expire(c.now)
	n := len(db.store.index)
	db.leave(c)
	return n, nil
}

// Bytes is the sum of the lengths of all keys and values.
func (db *DB) Bytes() (int64, error) {
	c, err := db.enter("bytes", nil, false)
	if err != nil {
		return 0, err
	}
	db.store.expire(c.now)
	n := db.store.used
	db.leave(c)
	return n, nil
}

// Keys lists the keys, the most recent first.
func (db *DB) Keys() ([]string, error) {
	c, err := db.enter("keys", nil, false)
	if err != nil {
		return nil, err
	}
	db.store.expire(c.now)
	keys := db.store.keys()
	db.leave(c)
	return keys, nil
}

// Oldest gives the entry that would be pushed out next, without touching it.
// Error: ErrKeyNotFound in an empty cache.
func (db *DB) Oldest() (key string, value []byte, err error) {
	c, err := db.enter("oldest", nil, false)
	if err != nil {
		return "", nil, err
	}
	db.store.expire(c.now)
	e, ok := db.store.oldest()
	db.leave(c)
	if !ok {
		return "", nil, ErrKeyNotFound
	}
	return e.key, append(make([]byte, 0, len(e.value)), e.value...), nil
}

// All gives the entries of this instant, the most recent first; what happens
// to the cache afterwards does not show in the loop. The values are shared as
// those of GetShared are.
func (db *DB) All() (iter.Seq2[string, []byte], error) {
	c, err := db.enter("all", nil, false)
	if err != nil {
		return nil, err
	}
	db.store.expire(c.now)
	entries := db.store.entries()
	db.leave(c)
	return func(yield func(string, []byte) bool) {
		for _, e := range entries {
			if !yield(e.key, e.value) {
				return
			}
		}
	}, nil
}
