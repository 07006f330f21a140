package seglog

import (
	"errors"
	"slices"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// Remove gives up a sealed segment with its index. Its removal is durable when
// Remove returns: an owner that removes one segment after another need not
// fear to find a later one gone and an earlier one there. What was copied from
// it because of damage stays.
//
// The errors are ErrNotFound, ErrNotSealed, ErrNotKept, ErrIO and ErrClosed.
func (l *Log) Remove(id uint32) error {
	err := l.look(id, func(s *segment) error {
		switch {
		case !s.sealed:
			return ErrNotSealed
		case s.notKept:
			return ErrNotKept
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range []string{segmentName(id), indexName(id)} {
		if err := l.fs.Remove(name); err != nil && !errors.Is(err, vfs.ErrNotExist) {
			return fileError(err)
		}
	}
	if err := l.fs.SyncDir(""); err != nil { // a further try finds the files gone, and syncs
		return fileError(err)
	}
	l.files.drop(id)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.segments = slices.DeleteFunc(l.segments, func(s *segment) bool { return s.id == id })
	return nil
}
