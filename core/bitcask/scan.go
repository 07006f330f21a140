package bitcask

import (
	"errors"
	"slices"
	"strings"
)

// Keys gives the keys that begin with prefix, as of one instant, sorted by
// their bytes. They are the caller's.
func (db *DB) Keys(prefix []byte) ([][]byte, error) {
	if _, err := db.enter("keys", prefix); err != nil {
		return nil, err
	}
	return db.sortedKeys(prefix)
}

func (db *DB) sortedKeys(prefix []byte) ([][]byte, error) {
	var names []string
	db.keydir.mu.RLock()
	for key := range db.keydir.entries {
		if strings.HasPrefix(key, string(prefix)) {
			names = append(names, key)
		}
	}
	db.keydir.mu.RUnlock()
	if err := db.unlessClosed(nil); err != nil {
		return nil, err
	}
	slices.Sort(names)
	keys := make([][]byte, len(names))
	for i, name := range names {
		keys[i] = []byte(name)
	}
	return keys, nil
}

// Scan calls each for all keys that begin with prefix, sorted by their bytes,
// until it returns false. No lock is held meanwhile, so each may call the
// database: the keys are those of the moment of the call, a value is read
// when its key's turn comes, and a key that is gone by then is left out. Key
// and value are the callee's.
func (db *DB) Scan(prefix []byte, each func(key, value []byte) bool) error {
	if _, err := db.enter("scan", prefix); err != nil {
		return err
	}
	keys, err := db.sortedKeys(prefix)
	if err != nil {
		return err
	}
	for _, key := range keys {
		value, err := db.read(key)
		if errors.Is(err, ErrKeyNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if !each(key, value) {
			break
		}
	}
	return nil
}
