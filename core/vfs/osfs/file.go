package osfs

import (
	"errors"
	"io"
	"os"

	"github.com/twelvefold/twelvefold/core/vfs"
)

var (
	errNegative = errors.New("negative offset or size")
	errLocked   = errors.New("locked by another holder")
)

// file adds to os.File the kinds of vfs errors.
type file struct {
	f        *os.File
	name     string
	readOnly bool
}

func (f *file) ReadAt(b []byte, off int64) (int, error) {
	n, err := f.f.ReadAt(b, off)
	if err == io.EOF {
		return n, io.EOF
	}
	return n, f.wrap("read", err)
}

func (f *file) WriteAt(b []byte, off int64) (int, error) {
	if err := f.checkWrite("write", off); err != nil {
		return 0, err
	}
	n, err := f.f.WriteAt(b, off)
	return n, f.wrap("write", err)
}

func (f *file) Truncate(size int64) error {
	if err := f.checkWrite("truncate", size); err != nil {
		return err
	}
	return f.wrap("truncate", f.f.Truncate(size))
}

func (f *file) Sync() error     { return f.wrap("sync", f.f.Sync()) }
func (f *file) SyncData() error { return f.wrap("sync", syncData(f.f)) }

func (f *file) Size() (int64, error) {
	info, err := f.f.Stat()
	if err != nil {
		return 0, f.wrap("size", err)
	}
	return info.Size(), nil
}

func (f *file) Close() error { return f.wrap("close", f.f.Close()) }

// checkWrite gives clear errors where the system would say EBADF or EINVAL.
func (f *file) checkWrite(op string, number int64) error {
	switch {
	case f.readOnly:
		return &vfs.Error{Op: op, Name: f.name, Kind: vfs.ErrReadOnly}
	case number < 0:
		return &vfs.Error{Op: op, Name: f.name, Kind: vfs.ErrIO, Cause: errNegative}
	}
	return nil
}

func (f *file) wrap(op string, err error) error { return wrap(op, f.name, err) }
