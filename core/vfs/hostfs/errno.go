package hostfs

import (
	"strconv"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// Errno is an error number of WASI preview 1, which the host's functions give
// as a negative result.
type Errno int32

// The numbers that mean something to us (WASI preview 1, type errno).
const (
	eagain  Errno = 6
	ebadf   Errno = 8
	ebusy   Errno = 10
	edquot  Errno = 19
	eexist  Errno = 20
	einval  Errno = 28
	eio     Errno = 29
	eisdir  Errno = 31
	enoent  Errno = 44
	enospc  Errno = 51
	enosys  Errno = 52
	enotdir Errno = 54
	erofs   Errno = 69
)

func (e Errno) Error() string { return "host error " + strconv.Itoa(int(e)) }

// kind is what engines branch on.
func (e Errno) kind() error {
	switch e {
	case enoent:
		return vfs.ErrNotExist
	case eexist, eisdir, enotdir: // a folder in place of a file, or the other way round
		return vfs.ErrExist
	case enospc, edquot:
		return vfs.ErrNoSpace
	case ebusy, eagain:
		return vfs.ErrBusy
	case ebadf:
		return vfs.ErrClosed
	case erofs:
		return vfs.ErrReadOnly
	case enosys:
		return vfs.ErrUnsupported
	}
	return vfs.ErrIO
}

// failure turns a result of the host into an error, or nil where it is none.
func failure(op, name string, result int32) error {
	if result >= 0 {
		return nil
	}
	e := Errno(-result)
	return &vfs.Error{Op: op, Name: name, Kind: e.kind(), Cause: e}
}
