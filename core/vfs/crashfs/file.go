package crashfs

import (
	"bytes"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// inode is a file's content as the disk has it.
type inode struct {
	synced  []byte   // guarded by FS.mu
	pending []change // guarded by FS.mu: since the last sync, in order
}

// change is a write, or a truncation to size.
type change struct {
	offset   int64
	data     []byte
	size     int64
	truncate bool
}

// file notes each change before memory makes it.
type file struct {
	vfs.File
	fs   *FS
	node *inode
}

func (f *file) WriteAt(b []byte, off int64) (int, error) {
	f.fs.change()
	defer f.fs.mu.Unlock()
	n, err := f.File.WriteAt(b, off)
	if n > 0 {
		f.node.pending = append(f.node.pending, change{offset: off, data: bytes.Clone(b[:n])})
	}
	return n, err
}

func (f *file) Truncate(size int64) error {
	f.fs.change()
	defer f.fs.mu.Unlock()
	err := f.File.Truncate(size)
	if err == nil {
		f.node.pending = append(f.node.pending, change{size: size, truncate: true})
	}
	return err
}

func (f *file) Sync() error {
	f.fs.change()
	defer f.fs.mu.Unlock()
	err := f.File.Sync()
	if err == nil {
		f.node.synced = f.node.after(allChanges)
		f.node.pending = nil
	}
	return err
}

// SyncData does what Sync does: the size is data that reading needs.
func (f *file) SyncData() error { return f.Sync() }
