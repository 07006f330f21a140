package osfs

import (
	"errors"
	"os"
	"syscall"
)

// syncData is fdatasync(2), which leaves out the time stamps that Sync would
// have to write.
func syncData(f *os.File) error {
	raw, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var syncErr error
	err = raw.Control(func(fd uintptr) {
		for {
			if syncErr = syscall.Fdatasync(int(fd)); !errors.Is(syncErr, syscall.EINTR) {
				return
			}
		}
	})
	if err != nil {
		return os.ErrClosed // the one reason that Control has
	}
	return syncErr
}
