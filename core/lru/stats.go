package lru

// Stats are a cache's numbers, all from one instant.
type Stats struct {
	Hits        uint64 // calls of Get that found their key
	Misses      uint64 // calls of Get that did not
	Evictions   uint64 // entries pushed out by a limit
	Expirations uint64 // entries whose time was over
	Entries     int    // entries held now, none of them expired
	Bytes       int64  // their size
	MaxEntries  int    // the limit in force, 0 for none
	MaxBytes    int64  // the limit in force, 0 for none
}
