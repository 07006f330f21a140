package faultfs

import (
	"bytes"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// file asks the rules before each call; Close is passed on as it is.
type file struct {
	vfs.File
	fs   *FS
	name string
}

func (f *file) ReadAt(b []byte, off int64) (int, error) {
	r, due := f.fs.rule(Read, f.name)
	if !due {
		return f.File.ReadAt(b, off)
	}
	if r.Err == nil {
		n, err := f.File.ReadAt(b, off)
		flip(b[:n], r.Flip)
		return n, err
	}
	n := 0
	if short := min(r.Short, len(b)); short > 0 {
		n, _ = f.File.ReadAt(b[:short], off)
	}
	return n, &vfs.Error{Op: "read", Name: f.name, Kind: r.Err, Cause: errInjected}
}

func (f *file) WriteAt(b []byte, off int64) (int, error) {
	r, due := f.fs.rule(Write, f.name)
	if !due {
		return f.File.WriteAt(b, off)
	}
	if r.Err == nil {
		own := bytes.Clone(b)
		flip(own, r.Flip)
		return f.File.WriteAt(own, off)
	}
	n := 0
	if short := min(r.Short, len(b)); short > 0 {
		n, _ = f.File.WriteAt(b[:short], off)
	}
	return n, &vfs.Error{Op: "write", Name: f.name, Kind: r.Err, Cause: errInjected}
}

func flip(b []byte, place int) {
	if place > 0 && place <= len(b) {
		b[place-1] ^= 1
	}
}

func (f *file) Truncate(size int64) error {
	if err := f.fs.fail(Truncate, "truncate", f.name); err != nil {
		return err
	}
	return f.File.Truncate(size)
}

func (f *file) Sync() error {
	if err := f.fs.fail(Sync, "sync", f.name); err != nil {
		return err
	}
	return f.File.Sync()
}

func (f *file) SyncData() error {
	if err := f.fs.fail(Sync, "sync", f.name); err != nil {
		return err
	}
	return f.File.SyncData()
}

func (f *file) Size() (int64, error) {
	if err := f.fs.fail(Size, "size", f.name); err != nil {
		return 0, err
	}
	return f.File.Size()
}
