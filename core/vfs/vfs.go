// Package vfs is the file interface that the durable engines stand on.
//
// An engine sees one FS, rooted at its own folder, and names files with
// slash-separated relative paths ("data/000001.bitcask.data"). It never sees
// an absolute path, so no key or object name can reach outside the folder.
//
// Companions, each a package of its own:
//
//	osfs     the real disk, rooted at a folder (imported by doors only)
//	memfs    memory, with a copy-on-write Clone
//	crashfs  keeps only what was synced; torn and reordered writes
//	faultfs  ENOSPC, EIO on sync, short writes, bit rot
//	hostfs   the file system that a WebAssembly host gives
//
// vfstest is the one conformance kit that all of them pass. name.go has the rule
// for names, sub.go the part below a folder as an FS of its own.
package vfs

import (
	"errors"
	"io"
)

// File is an open file. ReadAt follows io.ReaderAt (a short read at the end
// gives io.EOF); WriteAt past the end extends the file with zeros. A File is
// safe for concurrent ReadAt, also beside a write to other bytes; writes to
// one file come from one goroutine. Writing nothing changes nothing.
//
// A File keeps its content when its name is removed or goes to another file:
// what is open can be read (and written) until Close.
type File interface {
	io.ReaderAt
	io.WriterAt
	// Truncate sets the size in bytes, cutting off or adding zeros.
	Truncate(size int64) error
	// Sync returns once content and metadata will survive a power loss. The
	// file's name survives only after FS.SyncDir of its folder.
	Sync() error
	// SyncData is Sync without metadata that reading does not need
	// (fdatasync); the size counts as needed.
	SyncData() error
	// Size is the length in bytes.
	Size() (int64, error)
	Close() error
}

// Flag says how Open opens.
type Flag uint32

// Flags of Open. Without any, the file must exist and is opened for reading
// and writing.
const (
	Create   Flag = 1 << iota // make the file (and its folders) if it is not there
	Excl                      // with Create: fail with ErrExist if it is there
	Trunc                     // empty it
	ReadOnly                  // no writes through this File
)

// FS is a tree of files below one root. Folders are implicit: creating a file
// makes its folders, and an empty folder need not be listed. A name is a file
// or a folder, never both: making the second is refused with ErrExist. Names
// are checked as by CheckName. An FS is safe for concurrent use.
type FS interface {
	Open(name string, f Flag) (File, error)
	// Remove deletes a file; ErrNotExist if it is not there.
	Remove(name string) error
	// Rename gives from the name to, in place of the file that had it, and
	// atomically: to is never missing, nor half of either. It makes to's
	// folders. ErrNotExist if from is not there.
	Rename(from, to string) error
	// List gives the base names of what is directly in dir ("" is the root),
	// sorted; a sub-folder's name ends in "/". A folder that is not there is
	// an empty one.
	List(dir string) ([]string, error)
	// SyncDir returns once creations, renames and removals of names directly
	// in dir, and dir itself, will survive a power loss.
	SyncDir(dir string) error
}

// Locker is an upgrade of FS: an exclusive lock that also holds between
// processes where the file system can do that.
type Locker interface {
	// Lock takes the lock called name (a file of that name may appear), or
	// fails at once with ErrBusy. Closing the result gives it back; so does
	// the end of the process.
	Lock(name string) (io.Closer, error)
}

// FreeSpacer is an upgrade of FS: how much of the disk is left.
type FreeSpacer interface {
	// FreeSpace is how many bytes more can be stored, by this process: what is
	// kept for the superuser does not count. ErrUnsupported where that can't be
	// told.
	FreeSpace() (bytes int64, err error)
}

// FreeSpace asks fsys. What is no FreeSpacer gives ErrUnsupported.
func FreeSpace(fsys FS) (bytes int64, err error) {
	if f, ok := fsys.(FreeSpacer); ok {
		return f.FreeSpace()
	}
	return 0, &Error{Op: "free space", Kind: ErrUnsupported}
}

// The errors that an engine may branch on, with errors.Is. ErrNotExist,
// ErrExist and ErrClosed are matched by those of io/fs on osfs too.
var (
	ErrNotExist    = errors.New("file does not exist")
	ErrExist       = errors.New("file exists")
	ErrNoSpace     = errors.New("no space left on device")
	ErrIO          = errors.New("input/output error")
	ErrBusy        = errors.New("file is in use")
	ErrClosed      = errors.New("file is closed")
	ErrInvalidName = errors.New("invalid file name")
	ErrReadOnly    = errors.New("file is read-only")
	ErrUnsupported = errors.New("not supported by this file system")
)

// Error carries the operation and the name; errors.Is sees the kind (one of
// the above) and, where there is one, the system's own error.
type Error struct {
	Op, Name string
	Kind     error // one of the errors above
	Cause    error // the system's error, or nil
}

func (e *Error) Error() string {
	text := e.Op + " " + e.Name + ": " + e.Kind.Error()
	if e.Cause != nil {
		text += " (" + e.Cause.Error() + ")"
	}
	return text
}

// Unwrap gives the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}
