package redis

// SwapDB exchanges the contents of two databases: whoever has one in use sees
// at once what was in the other. Watched keys that are there in either count
// as changed.
func (tx *Tx) SwapDB(first, second int) error {
	if first < 0 || first >= len(tx.db.spaces) || second < 0 || second >= len(tx.db.spaces) {
		return ErrDBIndex
	}
	if first == second {
		return nil
	}
	a, b := tx.db.spaces[first], tx.db.spaces[second]
	a.touchWatched(b)
	b.touchWatched(a)
	a.keys, b.keys = b.keys, a.keys
	a.deadlines, b.deadlines = b.deadlines, a.deadlines
	tx.db.stats.Changes++
	return nil
}

// touchWatched counts a change for each watched key that is here or in other.
func (ks *keyspace) touchWatched(other *keyspace) {
	for key, w := range ks.watched {
		_, here := ks.keys.Get(key)
		_, there := other.keys.Get(key)
		if here || there {
			w.version++
		}
	}
}
