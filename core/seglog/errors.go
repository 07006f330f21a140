package seglog

import (
	"errors"
	"strconv"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/vfs"
)

// The errors of this package. errors.Is finds them also where a cause is
// wrapped beside them.
var (
	ErrOptions  = code.New(code.InvalidArgument, "seglog: invalid options")
	ErrNoFiles  = code.New(code.InvalidArgument, "seglog: there is no file system")
	ErrClosed   = code.New(code.Closed, "seglog: the log is closed")
	ErrLocked   = code.New(code.Locked, "seglog: the log is open elsewhere")
	ErrNotFound = code.New(code.NotFound, "seglog: no such segment")
	// ErrNotSealed refuses to remove or index a segment that may grow.
	ErrNotSealed = code.New(code.NotAllowed, "seglog: the segment is not sealed")
	// ErrNotKept refuses to remove a segment with damage of which there is
	// no copy, as the disk had no room for it. Scan tries again.
	ErrNotKept = code.New(code.NotAllowed, "seglog: the segment has damage that is not set aside")
	ErrFormat  = code.New(code.Unsupported, "seglog: the segment has a format that this version does not know")
	ErrCorrupt = code.New(code.Corrupt, "seglog: corrupt record")
	ErrNoSpace = code.New(code.NoSpace, "seglog: no space left")
	ErrIO      = code.New(code.IO, "seglog: reading or writing a file failed")
)

// CorruptionError says where there is no whole record although there should
// be one. It is an ErrCorrupt.
type CorruptionError struct {
	File   string // name in the log's folder
	Offset int64  // of the record, in bytes from the start of the file
}

func (e *CorruptionError) Error() string {
	return ErrCorrupt.Text + " in " + e.File + " at offset " + strconv.FormatInt(e.Offset, 10)
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
