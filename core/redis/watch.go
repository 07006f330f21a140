package redis

// watch counts the changes to one watched key.
type watch struct {
	watchers int
	version  uint64
}

// Watch begins to count the changes of a key and gives the count so far, for
// Unwatch and Unchanged.
func (tx *Tx) Watch(key []byte) (version uint64) {
	tx.lookup(key) // a key already over does not count as a change later
	w := tx.ks.watched[string(key)]
	if w == nil {
		w = &watch{}
		tx.ks.watched[string(key)] = w
	}
	w.watchers++
	return w.version
}

// Unchanged reports whether key is as it was when Watch gave version. A key
// that has expired since counts as changed.
func (tx *Tx) Unchanged(key []byte, version uint64) bool {
	tx.lookup(key)
	w := tx.ks.watched[string(key)]
	return w != nil && w.version == version
}

// Unwatch takes one Watch of key back.
func (tx *Tx) Unwatch(key []byte) {
	if w := tx.ks.watched[string(key)]; w != nil {
		if w.watchers--; w.watchers == 0 {
			delete(tx.ks.watched, string(key))
		}
	}
}
