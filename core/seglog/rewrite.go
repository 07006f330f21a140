package seglog

import (
	"errors"
	"io"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// rewrite replaces the file of the segment, after a sync of it has failed: the
// part that was synced before is copied, the rest is written again from
// memory, and the new file takes the old one's name once it is on the disk.
// Places stay what they are. chunks are those that were taken.
func (w *writer) rewrite(chunks []*chunk) error {
	end := w.synced
	file, err := replaceFile(w.files.fs, segmentName(w.id), func(to vfs.File) (err error) {
		end, err = w.fill(to, chunks)
		return err
	})
	if err != nil {
		return err
	}
	for _, c := range chunks {
		c.written = c.written || c.at.Segment == w.id
	}
	w.files.put(w.file)
	*w = writer{files: w.files, file: w.files.adopt(w.id, file), id: w.id, written: end, synced: end}
	return nil
}

// fill writes what the segment is to hold, and gives its size.
func (w *writer) fill(to vfs.File, chunks []*chunk) (int64, error) {
	if err := copyBytes(to, w.file, 0, w.synced); err != nil {
		return 0, err
	}
	end := w.synced
	for _, c := range chunks {
		if c.at.Segment != w.id {
			break
		}
		if _, err := to.WriteAt(c.data, end); err != nil {
			return 0, err
		}
		end += int64(len(c.data))
	}
	return end, nil
}

// replaceFile makes a file with what fill writes and gives it the name, in
// place of the file that had it, only once it is whole on the disk. It is left
// open.
func replaceFile(fs vfs.FS, name string, fill func(vfs.File) error) (vfs.File, error) {
	file, err := fs.Open(name+newSuffix, vfs.Create|vfs.Trunc)
	if err != nil {
		return nil, err
	}
	err = fill(file)
	if err == nil {
		err = file.Sync()
	}
	if err == nil {
		err = fs.Rename(name+newSuffix, name)
	}
	if err == nil {
		err = fs.SyncDir("")
	}
	if err != nil {
		file.Close()
		_ = fs.Remove(name + newSuffix) // else the next Open removes it
		return nil, err
	}
	return file, nil
}

// copyBytes copies the bytes of one file from an offset up to another into the
// beginning of the other file.
func copyBytes(to io.WriterAt, file io.ReaderAt, from, end int64) error {
	piece := make([]byte, min(end-from, chunkSize))
	for at := from; at < end; {
		part := piece[:min(end-at, chunkSize)]
		if read, err := file.ReadAt(part, at); read < len(part) {
			return errors.Join(errCutShort, err)
		}
		if _, err := to.WriteAt(part, at-from); err != nil {
			return err
		}
		at += int64(len(part))
	}
	return nil
}

// errCutShort is a file that has become shorter than what was written to it.
var errCutShort = errors.New("the file has lost its end")
