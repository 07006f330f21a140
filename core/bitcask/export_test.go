package bitcask

// SetMergeSlice makes the slices of a merge small enough for tests to get
// between them.
func (db *DB) SetMergeSlice(bytes int64) { db.mergeSlice = bytes }
