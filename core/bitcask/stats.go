package bitcask

import "sync/atomic"

// Stats are numbers about a database. Those on files and keys are all from
// one instant; the counts run from Open.
type Stats struct {
	Keys      int   `json:"keys"`
	Files     int   `json:"files"`      // data files
	DataBytes int64 `json:"data_bytes"` // in data files
	LiveBytes int64 `json:"live_bytes"` // of these, in records that count
	Puts      int64 `json:"puts"`
	Deletes   int64 `json:"deletes"` // of keys that were there
	Syncs     int64 `json:"syncs"`   // of the active file
	Merges    int64 `json:"merges"`  // runs of neighbouring files that were merged
}

type counters struct{ puts, deletes, syncs, merges atomic.Int64 }

// Stats gives the numbers. Those of a closed database are zero, but for the
// counts.
func (db *DB) Stats() Stats {
	db.keydir.mu.RLock()
	defer db.keydir.mu.RUnlock()
	s := Stats{
		Keys:    len(db.keydir.entries),
		Files:   len(db.keydir.files),
		Puts:    db.counters.puts.Load(),
		Deletes: db.counters.deletes.Load(),
		Syncs:   db.counters.syncs.Load(),
		Merges:  db.counters.merges.Load(),
	}
	for _, d := range db.keydir.files {
		s.DataBytes += d.size
		s.LiveBytes += d.live
	}
	return s
}
