//go:build darwin || freebsd || dragonfly

package osfs

import "syscall"

// freeSpace counts in fragments, which these systems call the block size
// (statfs(2)).
func freeSpace(dir string) (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}
