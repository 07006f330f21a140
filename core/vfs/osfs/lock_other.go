//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package osfs

import (
	"io"
	"os"
	"sync"
)

// held has the locks of this process. Between processes there is no lock
// here: the standard library has no flock for these systems.
var held = struct {
	sync.Mutex
	paths map[string]struct{}
}{paths: map[string]struct{}{}}

func lockFile(f *os.File, path string) (io.Closer, error) {
	held.Lock()
	defer held.Unlock()
	if _, taken := held.paths[path]; taken {
		return nil, errLocked
	}
	held.paths[path] = struct{}{}
	return &pathLock{file: f, path: path}, nil
}

type pathLock struct {
	file *os.File
	path string
	once sync.Once
}

func (l *pathLock) Close() (err error) {
	l.once.Do(func() {
		held.Lock()
		defer held.Unlock()
		delete(held.paths, l.path)
		err = l.file.Close()
	})
	return err
}

// syncHandle does nothing: folders cannot be synced here.
func syncHandle(*os.File) error { return nil }
