package seglog

import "github.com/twelvefold/twelvefold/core/vfs"

// writer is the writing end of the log: the segment that chunks are written
// to. Log.commitMu guards it, I/O included.
type writer struct {
	files *files
	file  *handle // nil before the first segment
	id    uint32

	written int64 // up to where the file was given bytes
	synced  int64 // up to where they are on the disk

	// distrusted says that a sync failed: the system may have dropped what
	// was written since the last one that succeeded, and reports that once
	// only. Another sync proves nothing, so the file is to be rewritten.
	distrusted bool
	// marked says that the file ends with a mark that claims all before it.
	marked bool
}

// write writes one chunk behind the last.
func (w *writer) write(c *chunk) error {
	if _, err := w.file.WriteAt(c.data, w.written); err != nil {
		w.retract()
		return err
	}
	c.written = true
	w.written += int64(len(c.data))
	w.marked = false
	return nil
}

// retract cuts off what a failed write has left, durably: else a crash after
// the next try could leave a sector with half a record, and whole records
// behind it, which is how damage looks.
func (w *writer) retract() {
	err := w.file.Truncate(w.written)
	if err == nil {
		err = w.file.SyncData()
	}
	if err != nil {
		w.distrusted = true
		return
	}
	w.synced = w.written
}

// sync brings what was written to the disk.
func (w *writer) sync() error {
	if w.synced == w.written {
		return nil
	}
	if err := w.file.SyncData(); err != nil {
		w.distrusted = true
		return err
	}
	w.synced = w.written
	return nil
}

// begin makes the file of segment id and goes on there. Its name is on the
// disk before anything is written to it.
func (w *writer) begin(id uint32) error {
	name := segmentName(id)
	file, err := w.files.fs.Open(name, vfs.Create|vfs.Trunc)
	if err != nil {
		return err
	}
	if err := w.files.fs.SyncDir(""); err != nil {
		file.Close()
		_ = w.files.fs.Remove(name) // made anew by the next try, as a failed sync is not to be believed again
		return err
	}
	if w.file != nil {
		w.files.put(w.file)
	}
	*w = writer{files: w.files, file: w.files.adopt(id, file), id: id}
	return nil
}

// writeClosingMark says at the end of the file that all of it is on the disk.
// Nothing depends on it: it lets the next Open tell decay in the last commit
// from what a crash leaves. So it is not synced, and an error is of no
// interest.
func (w *writer) writeClosingMark() {
	if w.file == nil || w.marked || w.written == 0 {
		return
	}
	var scratch suffix
	var mark [markSize]byte
	scratch.putMark(mark[:], Place{w.id, uint32(w.written)}, uint32(w.written))
	_, _ = w.file.WriteAt(mark[:], w.written)
}

// close lets go of the file.
func (w *writer) close() {
	if w.file != nil {
		w.files.put(w.file)
	}
}
