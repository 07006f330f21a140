//go:build !linux

package osfs

import "os"

// syncData has no cheaper way here.
func syncData(f *os.File) error { return f.Sync() }
