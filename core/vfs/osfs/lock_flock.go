//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package osfs

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// lockFile takes flock(2) on f and owns f from then on: closing it, or the
// end of the process, gives the lock back. The file itself stays, as removing
// it would let two holders lock two files of one name.
func lockFile(f *os.File, _ string) (io.Closer, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, errLocked
	}
	if err != nil {
		return nil, err
	}
	return flock{f}, nil
}

type flock struct{ f *os.File }

// Close unlocks by word and not by the close alone: a process that was forked
// meanwhile (Python's multiprocessing does that) has the file open as well,
// and would hold the lock until its own end.
func (l flock) Close() error {
	return errors.Join(syscall.Flock(int(l.f.Fd()), syscall.LOCK_UN), l.f.Close())
}

func syncHandle(folder *os.File) error { return folder.Sync() }
