package hostfs

import (
	"io"
	"unsafe"

	"github.com/twelvefold/twelvefold/core/vfs"
)

const closedHandle = -1

// file is a handle of the host. WebAssembly has one thread, so nothing here
// needs a lock.
type file struct {
	handle   int32
	name     string
	readOnly bool
}

// pointer gives the address of b's bytes, good for one call of the host.
func pointer(b []byte) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(b)) }

func (f *file) check(op string, write bool, number int64) error {
	switch {
	case f.handle == closedHandle:
		return &vfs.Error{Op: op, Name: f.name, Kind: vfs.ErrClosed}
	case write && f.readOnly:
		return &vfs.Error{Op: op, Name: f.name, Kind: vfs.ErrReadOnly}
	case number < 0:
		return failure(op, f.name, -int32(einval))
	}
	return nil
}

func (f *file) ReadAt(b []byte, off int64) (int, error) {
	if err := f.check("read", false, off); err != nil {
		return 0, err
	}
	n := fsReadAt(f.handle, pointer(b), uint32(len(b)), float64(off))
	switch {
	case n < 0:
		return 0, failure("read", f.name, n)
	case int(n) > len(b): // a host that lies must not lead us behind the buffer
		return 0, failure("read", f.name, -int32(eio))
	case int(n) < len(b):
		return int(n), io.EOF
	}
	return int(n), nil
}

func (f *file) WriteAt(b []byte, off int64) (int, error) {
	if err := f.check("write", true, off); err != nil {
		return 0, err
	}
	n := fsWriteAt(f.handle, pointer(b), uint32(len(b)), float64(off))
	switch {
	case n < 0:
		return 0, failure("write", f.name, n)
	case int(n) != len(b):
		return int(min(int64(n), int64(len(b)))),
			&vfs.Error{Op: "write", Name: f.name, Kind: vfs.ErrIO, Cause: io.ErrShortWrite}
	}
	return int(n), nil
}

func (f *file) Truncate(size int64) error {
	if err := f.check("truncate", true, size); err != nil {
		return err
	}
	return failure("truncate", f.name, fsTruncate(f.handle, float64(size)))
}

func (f *file) Sync() error {
	if err := f.check("sync", false, 0); err != nil {
		return err
	}
	return failure("sync", f.name, fsSync(f.handle))
}

func (f *file) SyncData() error { return f.Sync() }

func (f *file) Size() (int64, error) {
	if err := f.check("size", false, 0); err != nil {
		return 0, err
	}
	n := fsSize(f.handle)
	if n < 0 {
		return 0, failure("size", f.name, int32(n))
	}
	return int64(n), nil
}

func (f *file) Close() error {
	if err := f.check("close", false, 0); err != nil {
		return err
	}
	result := fsClose(f.handle)
	f.handle = closedHandle
	return failure("close", f.name, result)
}
