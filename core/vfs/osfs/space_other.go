//go:build !(linux || darwin || freebsd || dragonfly)

package osfs

import "errors"

// freeSpace is not asked here: the standard library has no one call for it.
func freeSpace(string) (int64, error) { return 0, errors.ErrUnsupported }
