package bitcask

import (
	"errors"
	"strconv"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/vfs"
)

// The errors of this package. errors.Is finds them also where a cause is
// wrapped beside them.
var (
	ErrKeyNotFound   = code.New(code.NotFound, "bitcask: key not found")
	ErrEmptyKey      = code.New(code.InvalidArgument, "bitcask: the key is empty")
	ErrKeyTooLarge   = code.New(code.TooLarge, "bitcask: the key is over the size limit")
	ErrValueTooLarge = code.New(code.TooLarge, "bitcask: the value is over the size limit")
	// ErrReservedValue refuses what every reader of the format would take
	// for a deletion.
	ErrReservedValue = code.New(code.InvalidArgument, "bitcask: a value may not begin with bitcask_tombstone")
	ErrOptions       = code.New(code.InvalidArgument, "bitcask: invalid options")
	ErrNoFiles       = code.New(code.InvalidArgument, "bitcask: the world has no file system")
	ErrNotEmpty      = code.New(code.AlreadyExists, "bitcask: the folder to fork into is not empty")
	ErrReadOnly      = code.New(code.NotAllowed, "bitcask: the database is open read-only")
	ErrClosed        = code.New(code.Closed, "bitcask: the database is closed")
	ErrLocked        = code.New(code.Locked, "bitcask: the database is open for writing elsewhere")
	ErrCorrupt       = code.New(code.Corrupt, "bitcask: corrupt record")
	ErrNoSpace       = code.New(code.NoSpace, "bitcask: no space left")
	ErrIO            = code.New(code.IO, "bitcask: reading or writing a file failed")
	ErrFileNumbers   = code.New(code.LimitExceeded, "bitcask: the numbers for data files are used up")
)

// CorruptionError says where stored data is damaged. It is an ErrCorrupt.
type CorruptionError struct {
	File   string // name in the database's folder
	Offset int64  // of the record, in bytes from the start of the file
	Reason string
}

func (e *CorruptionError) Error() string {
	return ErrCorrupt.Text + " in " + e.File + " at offset " + strconv.FormatInt(e.Offset, 10) + ": " + e.Reason
}

// ErrorCode is code.Corrupt.
func (e *CorruptionError) ErrorCode() code.Code { return code.Corrupt }

// Unwrap gives ErrCorrupt.
func (e *CorruptionError) Unwrap() error { return ErrCorrupt }

// fileError puts an error of the file system under one of ours.
func fileError(err error) error {
	var coded code.Coded
	switch {
	case err == nil:
		return nil
	case errors.As(err, &coded):
		return err
	case errors.Is(err, vfs.ErrNoSpace):
		return ErrNoSpace.With(err)
	case errors.Is(err, vfs.ErrBusy):
		return ErrLocked.With(err)
	}
	return ErrIO.With(err)
}
