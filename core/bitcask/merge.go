package bitcask

import "time"

// mergePause is what Tick leaves to other work between two slices.
const mergePause = 10 * time.Millisecond

// mergeSlice is how many bytes of input one Tick goes over, at least one
// record.
const mergeSlice = 4 << 20

// mergeJob is a merge under way: it rewrites closed data files without the
// records that no longer count. It goes over all of them, from the oldest to
// the newest, because then no tombstone needs to be kept: once everything
// older has been rewritten or had nothing dead in it, there is nothing left
// that a tombstone would hide. DESIGN.md has the argument, and why a crash at
// any point is harmless.
type mergeJob struct {
	runs    [][]*dataFile // what is left to do, oldest first
	current *mergeRun
}

// Merge rewrites all data files without the records that no longer count. It
// may run beside readers and writers. ErrClosed if the database is closed
// meanwhile.
func (db *DB) Merge() error {
	if _, err := db.enter("merge", nil); err != nil {
		return err
	}
	if db.opts.ReadOnly {
		return ErrReadOnly
	}
	db.mergeMu.Lock()
	defer db.mergeMu.Unlock()
	if err := db.mergeToEnd(); err != nil { // one that Tick has begun
		return err
	}
	if err := db.planMerge(true); err != nil {
		return err
	}
	return db.mergeToEnd()
}

func (db *DB) mergeToEnd() error {
	for db.merge != nil {
		if db.closed.Load() {
			return ErrClosed
		}
		if err := db.mergeStep(); err != nil {
			return err
		}
	}
	return nil
}

// tickMerge does a slice of merging, if one is due, and tells whether there
// is more to do.
func (db *DB) tickMerge() bool {
	if !db.mergeMu.TryLock() { // Merge is at it
		return false
	}
	defer db.mergeMu.Unlock()
	if db.closed.Load() {
		return false
	}
	if db.merge == nil {
		if db.opts.NoAutoMerge || !db.mergeIsDue() {
			return false
		}
		if err := db.planMerge(false); err != nil {
			db.warn("merge failed", err)
			return false
		}
	}
	if db.merge == nil {
		return false
	}
	if err := db.mergeStep(); err != nil {
		db.warn("merge failed", err)
		return false
	}
	return db.merge != nil
}

// mergeIsDue asks the triggers of Options.
func (db *DB) mergeIsDue() bool {
	for _, f := range db.closedFiles() {
		dead := f.size - f.live
		if dead == 0 {
			continue
		}
		if dead >= db.opts.MergeDeadBytes || dead*100 >= f.size*int64(db.opts.MergeDeadPercent) {
			return true
		}
	}
	return false
}

// fileState is a data file with its numbers, from one instant.
type fileState struct {
	*dataFile
	size, live int64
}

// closedFiles gives all files but the active one, oldest first.
func (db *DB) closedFiles() []fileState {
	db.writeMu.Lock()
	defer db.writeMu.Unlock()
	return db.closedFilesLocked()
}

func (db *DB) closedFilesLocked() []fileState {
	if len(db.log.adrift) > 0 { // they are still needed as they are
		return nil
	}
	db.keydir.mu.RLock()
	defer db.keydir.mu.RUnlock()
	var files []fileState
	for _, d := range db.keydir.oldestFirst() {
		if d != db.log.active {
			files = append(files, fileState{d, d.size, d.live})
		}
	}
	return files
}

// planMerge groups neighbouring files into runs whose live records fit one
// file. A run of one file without anything dead is left alone.
func (db *DB) planMerge(withActive bool) error {
	db.writeMu.Lock()
	defer db.writeMu.Unlock()
	if db.closed.Load() {
		return ErrClosed
	}
	if withActive {
		if err := db.endFile(); err != nil {
			return err
		}
	}
	var runs [][]*dataFile
	var run []*dataFile
	var live, dead int64
	endRun := func() {
		if len(run) > 1 || dead > 0 {
			runs = append(runs, run)
		}
		run, live, dead = nil, 0, 0
	}
	for _, f := range db.closedFilesLocked() {
		if len(run) > 0 && live+f.live > db.opts.MaxFileSize {
			endRun()
		}
		run = append(run, f.dataFile)
		live += f.live
		dead += f.size - f.live
	}
	endRun()
	if len(runs) > 0 {
		db.merge = &mergeJob{runs: runs}
	}
	return nil
}

// mergeStep does the next slice. On an error the merge is given up: nothing
// is lost by that, and a later one begins anew.
func (db *DB) mergeStep() error {
	job := db.merge
	if job.current == nil {
		job.current = &mergeRun{db: db, inputs: job.runs[0], reading: -1}
		job.runs = job.runs[1:]
	}
	done, err := job.current.step(db.mergeSlice)
	if err == nil && done {
		err = job.current.finish()
		job.current = nil
		db.counters.merges.Add(1)
	}
	if err != nil {
		db.dropMerge()
		return fileError(err)
	}
	if job.current == nil && len(job.runs) == 0 {
		db.merge = nil
	}
	return nil
}

// dropMerge gives up the merge under way. The caller holds mergeMu.
func (db *DB) dropMerge() {
	if db.merge != nil && db.merge.current != nil {
		db.merge.current.abort()
	}
	db.merge = nil
}
