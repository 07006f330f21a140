// Package hostfs is the file system that a WebAssembly host gives to the
// module: a folder of the disk in Node and wazero, OPFS in a browser.
//
// The host provides the functions fs_* of the import module "twelvefold"; the
// files abi_*.go declare them. They are imported under the build tag hostfs
// only, because stock runners refuse a module whose imports they do not know:
// without the tag, Available is false and every call fails with
// vfs.ErrUnsupported.
package hostfs

import (
	"io"
	"strings"
	"unsafe"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// FS is the host's file system, the same for all values of the type.
type FS struct{}

var (
	_ vfs.FS     = FS{}
	_ vfs.Locker = FS{}
)

// Open opens or makes a file; see vfs.FS.
func (FS) Open(name string, f vfs.Flag) (vfs.File, error) {
	if err := vfs.CheckName("open", name); err != nil {
		return nil, err
	}
	h := fsOpen(name, uint32(f))
	if h < 0 {
		return nil, failure("open", name, h)
	}
	return &file{handle: h, name: name, readOnly: f&vfs.ReadOnly != 0}, nil
}

// Remove deletes a file.
func (FS) Remove(name string) error {
	if err := vfs.CheckName("remove", name); err != nil {
		return err
	}
	return failure("remove", name, fsRemove(name))
}

// Rename gives a file another name, in place of what had it.
func (FS) Rename(from, to string) error {
	if err := vfs.CheckName("rename", from); err != nil {
		return err
	}
	if err := vfs.CheckName("rename", to); err != nil {
		return err
	}
	return failure("rename", from, fsRename(from, to))
}

// List gives the names directly in dir, sorted by the host.
func (FS) List(dir string) ([]string, error) {
	if err := vfs.CheckDir("list", dir); err != nil {
		return nil, err
	}
	buf := make([]byte, 4096)
	for {
		n := fsList(dir, unsafe.Pointer(unsafe.SliceData(buf)), uint32(len(buf)))
		switch {
		case n < 0:
			return nil, failure("list", dir, n)
		case n == 0:
			return nil, nil
		case int(n) <= len(buf):
			return strings.Split(string(buf[:n-1]), "\x00"), nil
		}
		buf = make([]byte, n)
	}
}

// SyncDir makes the names in dir durable.
func (FS) SyncDir(dir string) error {
	if err := vfs.CheckDir("sync", dir); err != nil {
		return err
	}
	return failure("sync", dir, fsSyncDir(dir))
}

// Lock takes the lock called name, for as long as the host knows how to.
func (FS) Lock(name string) (io.Closer, error) {
	if err := vfs.CheckName("lock", name); err != nil {
		return nil, err
	}
	h := fsLock(name)
	if h < 0 {
		return nil, failure("lock", name, h)
	}
	return &file{handle: h, name: name}, nil
}
