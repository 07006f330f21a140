//go:build wasm && !nolight

package main

import "github.com/twelvefold/twelvefold/core/bitcask"

var casks = table[*bitcask.DB]{closed: bitcask.ErrClosed}

// The switches of bitcask_open.
const (
	flagReadOnly    = 1 << iota // open without the lock, change nothing
	flagRecover                 // drop what follows a corrupt record
	flagNoAutoMerge             // merge only when told
)

// bitcaskOpen opens the database in a folder. The folder's name and that of
// the sync policy are staged; numbers of 0 are the engine's defaults.
//
//go:wasmexport bitcask_open
func bitcaskOpen(dirLen, policyLen uint32, flags int32, maxFileSize, maxKeySize, maxValueSize, syncEveryMS, deadPercent, deadBytes float64) (status int32) {
	defer caught(&status)
	policy, err := bitcask.ParseSyncPolicy(text(dirLen, policyLen))
	if err != nil {
		return failed(err)
	}
	w, err := folder(text(0, dirLen))
	if err != nil {
		return failed(err)
	}
	db, err := bitcask.Open(w, bitcask.Options{
		MaxFileSize: int64(maxFileSize), MaxKeySize: int(maxKeySize), MaxValueSize: int64(maxValueSize),
		Sync: policy, SyncEvery: duration(syncEveryMS),
		ReadOnly: flags&flagReadOnly != 0, Recover: flags&flagRecover != 0, NoAutoMerge: flags&flagNoAutoMerge != 0,
		MergeDeadPercent: int(deadPercent), MergeDeadBytes: int64(deadBytes),
	})
	if err != nil {
		return failed(err)
	}
	began(db)
	return casks.add(db)
}

//go:wasmexport bitcask_put
func bitcaskPut(h, keyLen, valueLen uint32) (status int32) {
	defer caught(&status)
	return done(casks.get(h).Put(arg(0, keyLen), arg(keyLen, valueLen)))
}

//go:wasmexport bitcask_get
func bitcaskGet(h, keyLen uint32) (status int32) {
	defer caught(&status)
	return found(casks.get(h).Get(arg(0, keyLen)))
}

//go:wasmexport bitcask_delete
func bitcaskDelete(h, keyLen uint32) (status int32) {
	defer caught(&status)
	return done(casks.get(h).Delete(arg(0, keyLen)))
}

//go:wasmexport bitcask_has
func bitcaskHas(h, keyLen uint32) (status int32) {
	defer caught(&status)
	return decided(casks.get(h).Has(arg(0, keyLen)))
}

//go:wasmexport bitcask_len
func bitcaskLen(h uint32) (status int32) {
	defer caught(&status)
	return counted(casks.get(h).Len())
}

// bitcaskKeys packs the keys with the staged prefix, sorted.
//
//go:wasmexport bitcask_keys
func bitcaskKeys(h, prefixLen uint32) (status int32) {
	defer caught(&status)
	return listed(casks.get(h).Keys(arg(0, prefixLen)))
}

//go:wasmexport bitcask_sync
func bitcaskSync(h uint32) (status int32) {
	defer caught(&status)
	return done(casks.get(h).Sync())
}

//go:wasmexport bitcask_merge
func bitcaskMerge(h uint32) (status int32) {
	defer caught(&status)
	return done(casks.get(h).Merge())
}

//go:wasmexport bitcask_stats
func bitcaskStats(h uint32) (status int32) {
	defer caught(&status)
	s := casks.get(h).Stats()
	var p stats
	p.add("keys", float64(s.Keys))
	p.add("files", float64(s.Files))
	p.add("dataBytes", float64(s.DataBytes))
	p.add("liveBytes", float64(s.LiveBytes))
	p.add("puts", float64(s.Puts))
	p.add("deletes", float64(s.Deletes))
	p.add("syncs", float64(s.Syncs))
	p.add("merges", float64(s.Merges))
	return give(p)
}

//go:wasmexport bitcask_reset
func bitcaskReset(h uint32) (status int32) {
	defer caught(&status)
	return done(casks.get(h).Reset())
}

//go:wasmexport bitcask_close
func bitcaskClose(h uint32) (status int32) {
	defer caught(&status)
	db := casks.take(h)
	ended(db)
	return done(db.Close())
}
