//go:build wasip1 && hostfs

package hostfs

import "unsafe"

// Available tells whether the module was built to ask its host for files.
const Available = true

// The functions of the host. All give a result of 0 or more, or a negative
// Errno. Offsets and sizes are float64: exact up to 2^53, and a plain number
// in JavaScript. A name is a pointer and a length. No function may call an
// export of the module, and none may throw: the pointers are good for the
// call only, and an exception would leave Go without its defers.

// fsOpen gives a handle. flags are those of vfs.Flag: 1 create, 2 exclusive,
// 4 truncate, 8 read-only.
//
//go:wasmimport twelvefold fs_open
//go:noescape
func fsOpen(name string, flags uint32) int32

// fsReadAt reads until n bytes or the end of the file, and gives the number.
//
//go:wasmimport twelvefold fs_read_at
//go:noescape
func fsReadAt(handle int32, p unsafe.Pointer, n uint32, offset float64) int32

// fsWriteAt writes all n bytes, or gives an Errno.
//
//go:wasmimport twelvefold fs_write_at
//go:noescape
func fsWriteAt(handle int32, p unsafe.Pointer, n uint32, offset float64) int32

//go:wasmimport twelvefold fs_truncate
func fsTruncate(handle int32, size float64) int32

//go:wasmimport twelvefold fs_sync
func fsSync(handle int32) int32

//go:wasmimport twelvefold fs_size
func fsSize(handle int32) float64

// fsClose closes a file, or gives a lock back.
//
//go:wasmimport twelvefold fs_close
func fsClose(handle int32) int32

//go:wasmimport twelvefold fs_remove
//go:noescape
func fsRemove(name string) int32

//go:wasmimport twelvefold fs_rename
//go:noescape
func fsRename(from, to string) int32

// fsList gives the names directly in dir as FS.List does, sorted, each with a
// NUL behind it. The result is the length of them all; where that is over n,
// nothing was written: call again with more.
//
//go:wasmimport twelvefold fs_list
//go:noescape
func fsList(dir string, p unsafe.Pointer, n uint32) int32

//go:wasmimport twelvefold fs_sync_dir
//go:noescape
func fsSyncDir(dir string) int32

// fsLock gives a handle for fsClose, or EBUSY.
//
//go:wasmimport twelvefold fs_lock
//go:noescape
func fsLock(name string) int32
