package osfs

import (
	"cmp"
	"syscall"
)

// freeSpace counts as df does: in fragments, which not all file systems set
// apart from blocks (statfs(2)).
func freeSpace(dir string) (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, err
	}
	//nolint:unconvert // both have 32 bits on some processors
	return int64(s.Bavail) * cmp.Or(int64(s.Frsize), int64(s.Bsize)), nil
}
