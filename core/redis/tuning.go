package redis

import "time"

// MaxValueSize is the most bytes that a string, element or field may have.
func (tx *Tx) MaxValueSize() int { return tx.db.opts.MaxValueSize }

// SetMaxValueSize changes it, to at least 1 MiB as in Redis.
func (tx *Tx) SetMaxValueSize(n int) { tx.db.opts.MaxValueSize = max(n, 1<<20) }

// DatabaseCount is how many numbered databases there are.
func (tx *Tx) DatabaseCount() int { return len(tx.db.spaces) }

// Stats counts as DB.Stats does, inside the transaction.
func (tx *Tx) Stats() Stats { return tx.db.count() }

// ResetStats starts the counters anew (CONFIG RESETSTAT).
func (tx *Tx) ResetStats() { tx.db.stats = Stats{} }

// DatabaseStats are the sizes of one numbered database.
type DatabaseStats struct {
	Index, Keys, Expires int
}

// Databases gives the sizes of those databases that hold a key.
func (tx *Tx) Databases() []DatabaseStats {
	var all []DatabaseStats
	for _, ks := range tx.db.spaces {
		if n := ks.keys.Len(); n > 0 {
			all = append(all, DatabaseStats{ks.index, n, ks.deadlines.Len()})
		}
	}
	return all
}

// Time is the instant of the transaction as the door read it, finer than Now.
func (tx *Tx) Time() time.Time { return tx.at }
