package bitcask

import (
	"github.com/twelvefold/twelvefold/core/vfs"
)

// mergeRun rewrites one or more neighbouring data files into one, which takes
// the place and number of the first.
type mergeRun struct {
	db     *DB
	inputs []*dataFile

	reading int          // index in inputs, -1 before the first
	records recordReader // of inputs[reading]
	closer  func()

	out   vfs.File // nil until the first record is copied
	end   int64
	buf   []byte
	moved []movedRecord
}

// movedRecord is a record that was copied.
type movedRecord struct {
	key      string
	from, to entry
}

// step goes over about budget bytes of input and tells whether all inputs
// are done.
func (r *mergeRun) step(budget int64) (done bool, err error) {
	for budget > 0 {
		if r.records == nil {
			if r.reading++; r.reading == len(r.inputs) {
				return true, nil
			}
			r.records, r.closer, err = r.db.openRecords(r.inputs[r.reading])
			if err != nil {
				return false, err
			}
		}
		key, loc, err := r.records.next()
		if err != nil {
			return false, err
		}
		if key == nil {
			r.closer()
			r.records, r.closer = nil, nil
			continue
		}
		if err := r.copy(key, loc); err != nil {
			return false, err
		}
		budget -= int64(loc.size)
	}
	return false, nil
}

// copy takes a record into the output if it is its key's newest.
func (r *mergeRun) copy(key []byte, loc location) error {
	input := r.inputs[r.reading]
	from := entry{offset: loc.offset, file: input.number, size: loc.size, tstamp: loc.tstamp}
	if newest, found := r.db.keydir.lookup(key); !found || newest != from {
		return nil
	}
	record, _, err := readRecord(input, from, key)
	if err != nil {
		return err
	}
	to := from
	to.file, to.offset = r.inputs[0].number, r.end+int64(len(r.buf))
	r.buf = append(r.buf, record...)
	r.moved = append(r.moved, movedRecord{string(key), from, to})
	if len(r.buf) >= flushSize {
		return r.flush()
	}
	return nil
}

func (r *mergeRun) flush() (err error) {
	if len(r.buf) == 0 {
		return nil
	}
	if r.out == nil {
		if r.out, err = r.db.fs.Open(mergeName(r.inputs[0].number), vfs.Create|vfs.Trunc); err != nil {
			return err
		}
	}
	if _, err := r.out.WriteAt(r.buf, r.end); err != nil {
		return err
	}
	r.end += int64(len(r.buf))
	r.buf = r.buf[:0]
	return nil
}

// abort removes the output.
func (r *mergeRun) abort() {
	if r.closer != nil {
		r.closer()
	}
	if r.out != nil {
		r.out.Close()
		r.db.fs.Remove(mergeName(r.inputs[0].number)) // else the next Open does
		r.out = nil
	}
}

// finish puts the output in place of the inputs. The order, with each step on
// the disk before the next, is what makes a crash harmless:
//
//  1. the active file is synced: records in it are why others were left out;
//  2. the hints of the first input go, as they do not fit the output;
//  3. the output takes the first input's name;
//  4. the keydir points at it, and it gets its hints;
//  5. the other inputs go, oldest first: what is left of them still hides
//     and supersedes in the right order.
func (r *mergeRun) finish() error {
	if err := r.flush(); err != nil {
		return err
	}
	if err := r.complete(); err != nil {
		return err
	}
	r.db.writeMu.Lock()
	err := r.db.syncLog()
	r.db.writeMu.Unlock()
	if err != nil {
		return err
	}
	rest := r.inputs
	if r.out != nil {
		if err := r.replaceFirst(); err != nil {
			return err
		}
		rest = rest[1:]
	}
	for _, d := range rest {
		if err := r.db.removeFile(d); err != nil {
			return err
		}
	}
	return nil
}

// complete proves that all that the keydir has in the inputs was copied.
// Where a damaged record kept us from reading on, the inputs must stay.
func (r *mergeRun) complete() error {
	k := r.db.keydir
	k.mu.RLock()
	defer k.mu.RUnlock()
	var live, copied int64
	for _, d := range r.inputs {
		live += d.live
	}
	for _, m := range r.moved {
		if k.entries[m.key] == m.from {
			copied += int64(m.from.size)
		}
	}
	if live != copied {
		return &CorruptionError{dataName(r.inputs[0].number), 0, "a merge could not reach all records from here on"}
	}
	return nil
}

func (r *mergeRun) replaceFirst() error {
	db, first := r.db, r.inputs[0]
	if err := r.out.Sync(); err != nil {
		return err
	}
	if err := removeIfThere(db.fs, hintName(first.number)); err != nil {
		return err
	}
	if err := db.fs.Rename(mergeName(first.number), dataName(first.number)); err != nil {
		return err
	}
	merged := newDataFile(first.number, r.out, r.end)
	r.out = nil // the keydir's now
	r.repoint(merged)
	first.release()
	if err := db.fs.SyncDir(""); err != nil {
		return err
	}
	hint := newHintWriter(db.fs, first.number)
	for _, m := range r.moved {
		hint.add([]byte(m.key), location{offset: m.to.offset, size: m.to.size, tstamp: m.to.tstamp})
	}
	hint.finish()
	return nil
}

// repoint lets the keydir use merged, for all records that are still their
// key's newest.
func (r *mergeRun) repoint(merged *dataFile) {
	k := r.db.keydir
	k.mu.Lock()
	defer k.mu.Unlock()
	merged.live = k.files[merged.number].live // it takes over the first input's records
	k.files[merged.number] = merged
	for _, m := range r.moved {
		k.move(m.key, m.from, m.to)
	}
}

// removeFile takes a data file that nothing points into out of the database,
// its hints first: they must not meet a later file of that number.
func (db *DB) removeFile(d *dataFile) error {
	if err := removeIfThere(db.fs, hintName(d.number)); err != nil {
		return err
	}
	if err := db.fs.Remove(dataName(d.number)); err != nil {
		return err
	}
	db.keydir.mu.Lock()
	delete(db.keydir.files, d.number)
	db.keydir.mu.Unlock()
	d.release()
	return db.fs.SyncDir("")
}
