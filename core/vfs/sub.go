package vfs

import (
	"io"
	"strings"
)

// Sub gives the part of fsys below dir as an FS of its own. It is how a door
// gives each engine its folder: what the engine opens stays below dir, as
// names cannot climb. Locks are passed on where fsys has them, and so is the
// free space.
func Sub(fsys FS, dir string) (FS, error) {
	if err := CheckDir("sub", dir); err != nil {
		return nil, err
	}
	if dir == "" {
		return fsys, nil
	}
	s := sub{fsys, dir}
	if locker, ok := fsys.(Locker); ok {
		return lockingSub{s, locker}, nil
	}
	return s, nil
}

type sub struct {
	under FS
	dir   string
}

// path checks before it joins: "../x" would be a valid-looking neighbour.
func (s sub) path(op, name string) (string, error) {
	if err := CheckName(op, name); err != nil {
		return "", err
	}
	return s.dir + "/" + name, nil
}

func (s sub) folder(op, dir string) (string, error) {
	if dir == "" {
		return s.dir, nil
	}
	return s.path(op, dir)
}

func (s sub) Open(name string, f Flag) (File, error) {
	path, err := s.path("open", name)
	if err != nil {
		return nil, err
	}
	return s.under.Open(path, f)
}

func (s sub) Remove(name string) error {
	path, err := s.path("remove", name)
	if err != nil {
		return err
	}
	return s.under.Remove(path)
}

func (s sub) Rename(from, to string) error {
	oldPath, err := s.path("rename", from)
	if err != nil {
		return err
	}
	newPath, err := s.path("rename", to)
	if err != nil {
		return err
	}
	return s.under.Rename(oldPath, newPath)
}

func (s sub) List(dir string) ([]string, error) {
	path, err := s.folder("list", dir)
	if err != nil {
		return nil, err
	}
	return s.under.List(path)
}

func (s sub) SyncDir(dir string) error {
	path, err := s.folder("sync", dir)
	if err != nil {
		return err
	}
	return s.under.SyncDir(path)
}

// FreeSpace is that of the whole.
func (s sub) FreeSpace() (int64, error) { return FreeSpace(s.under) }

// lockingSub adds the Locker upgrade: a type of its own, so that a Sub of an
// FS without locks does not pretend to have them.
type lockingSub struct {
	sub
	locker Locker
}

func (s lockingSub) Lock(name string) (io.Closer, error) {
	path, err := s.path("lock", name)
	if err != nil {
		return nil, err
	}
	return s.locker.Lock(path)
}

// InDir tells whether name lies directly in dir, or in a sub-folder of it, and
// gives what List(dir) shows of it: the base name, or the sub-folder's name
// with a "/" at its end. It serves file systems that keep a flat set of names.
func InDir(name, dir string) (entry string, ok bool) {
	rest := name
	if dir != "" {
		rest, ok = strings.CutPrefix(name, dir+"/")
		if !ok {
			return "", false
		}
	}
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return rest[:i+1], true
	}
	return rest, true
}
