// Package memfs is a file system in memory, with a copy-on-write Clone.
//
// It is what durable engines get where nothing shall touch a disk: tests, a
// server without a data folder, WebAssembly without a host file system. It
// behaves as a disk that loses nothing: Sync and SyncDir return at once.
package memfs

import (
	"io"
	"maps"
	"slices"
	"sync"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// FS is a file system in memory, safe for concurrent use. Use New.
//
// Lock order: FS.mu before node.mu.
type FS struct {
	mu    sync.RWMutex
	files map[string]*node    // guarded by mu
	inDir map[string]int      // guarded by mu: files below each folder, at any depth
	locks map[string]struct{} // guarded by mu: names locked at present
}

var (
	_ vfs.FS     = (*FS)(nil)
	_ vfs.Locker = (*FS)(nil)
)

// New makes an empty file system.
func New() *FS {
	return &FS{files: map[string]*node{}, inDir: map[string]int{}, locks: map[string]struct{}{}}
}

// Clone gives an independent copy of all files as they are now. Contents are
// shared page by page until either side writes. Locks are not copied.
func (m *FS) Clone() *FS {
	m.mu.RLock()
	defer m.mu.RUnlock()
	c := New()
	for name, n := range m.files {
		c.files[name] = n.clone()
	}
	maps.Copy(c.inDir, m.inDir)
	return c
}

// put and drop change files and inDir together. The caller holds m.mu.
func (m *FS) put(name string, n *node) {
	if _, found := m.files[name]; !found {
		m.count(name, 1)
	}
	m.files[name] = n
}

func (m *FS) drop(name string) {
	delete(m.files, name)
	m.count(name, -1)
}

func (m *FS) count(name string, by int) {
	for dir := vfs.Parent(name); dir != ""; dir = vfs.Parent(dir) {
		if m.inDir[dir] += by; m.inDir[dir] == 0 {
			delete(m.inDir, dir)
		}
	}
}

// Open opens or makes a file; see vfs.FS.
func (m *FS) Open(name string, f vfs.Flag) (vfs.File, error) {
	if err := vfs.CheckName("open", name); err != nil {
		return nil, err
	}
	if f&vfs.ReadOnly != 0 && f&vfs.Trunc != 0 {
		return nil, &vfs.Error{Op: "open", Name: name, Kind: vfs.ErrReadOnly}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	n, found := m.files[name]
	switch {
	case found && f&vfs.Create != 0 && f&vfs.Excl != 0:
		return nil, &vfs.Error{Op: "open", Name: name, Kind: vfs.ErrExist}
	case !found && f&vfs.Create == 0:
		return nil, &vfs.Error{Op: "open", Name: name, Kind: vfs.ErrNotExist}
	case !found:
		if m.collides(name) {
			return nil, &vfs.Error{Op: "open", Name: name, Kind: vfs.ErrExist}
		}
		n = newNode()
		m.put(name, n)
	}
	if f&vfs.Trunc != 0 {
		n.truncate(0)
	}
	return &file{node: n, name: name, readOnly: f&vfs.ReadOnly != 0}, nil
}

// collides tells whether a new file called name would stand where a folder
// is, or in a folder that is a file. The caller holds m.mu.
func (m *FS) collides(name string) bool {
	for dir := vfs.Parent(name); dir != ""; dir = vfs.Parent(dir) {
		if _, isFile := m.files[dir]; isFile {
			return true
		}
	}
	return m.inDir[name] > 0
}

// Remove deletes a file; Files that are open on it keep working.
func (m *FS) Remove(name string) error {
	if err := vfs.CheckName("remove", name); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, found := m.files[name]; !found {
		return &vfs.Error{Op: "remove", Name: name, Kind: vfs.ErrNotExist}
	}
	m.drop(name)
	return nil
}

// Rename gives a file another name, in place of what had it.
func (m *FS) Rename(from, to string) error {
	if err := vfs.CheckName("rename", from); err != nil {
		return err
	}
	if err := vfs.CheckName("rename", to); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	n, found := m.files[from]
	if !found {
		return &vfs.Error{Op: "rename", Name: from, Kind: vfs.ErrNotExist}
	}
	m.drop(from) // first: "a" may become "a/b"
	if m.collides(to) {
		m.put(from, n)
		return &vfs.Error{Op: "rename", Name: to, Kind: vfs.ErrExist}
	}
	m.put(to, n)
	return nil
}

// List gives the names directly in dir, sorted.
func (m *FS) List(dir string) ([]string, error) {
	if err := vfs.CheckDir("list", dir); err != nil {
		return nil, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	var names []string
	for name := range m.files {
		if entry, ok := vfs.InDir(name, dir); ok {
			names = append(names, entry)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil // a folder came once per file in it
}

// SyncDir has nothing to do: memory loses no names.
func (m *FS) SyncDir(dir string) error { return vfs.CheckDir("sync", dir) }

// Lock takes a lock that holds within this FS.
func (m *FS) Lock(name string) (io.Closer, error) {
	if err := vfs.CheckName("lock", name); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, held := m.locks[name]; held {
		return nil, &vfs.Error{Op: "lock", Name: name, Kind: vfs.ErrBusy}
	}
	m.locks[name] = struct{}{}
	return &lock{fs: m, name: name}, nil
}

type lock struct {
	fs   *FS
	name string
	once sync.Once // a second Close must not free another holder's lock
}

func (l *lock) Close() error {
	l.once.Do(func() {
		l.fs.mu.Lock()
		defer l.fs.mu.Unlock()
		delete(l.fs.locks, l.name)
	})
	return nil
}
