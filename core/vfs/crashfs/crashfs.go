// Package crashfs is a file system in memory that knows what a power loss
// would leave of it: what was synced for sure, and of the rest anything that
// a disk may do.
//
//	disk := crashfs.New()
//	... write through disk ...
//	after := disk.Crash(rand)   // a memfs.FS with one possible outcome
//
// The model: a disk writes sectors of 512 bytes whole and in any order, until
// Sync of the file returns. What a sector holds after the crash is what it
// held at some moment since the last sync; so may each file's size be. Names
// (created, renamed, removed) get lost the same way until SyncDir of their
// folder returns; a rename is done or not done, never half.
package crashfs

import (
	"io"
	"sync"

	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
)

// FS is a file system with a memory of what was synced. Use New or From.
// Calls to it may be concurrent.
type FS struct {
	live *memfs.FS // what a process sees

	mu       sync.Mutex
	onChange func()            // guarded by mu
	names    map[string]*inode // guarded by mu: the names of live
	synced   map[string]*inode // guarded by mu: the names on the disk
	renames  []nameChange      // guarded by mu: since, in order
}

var (
	_ vfs.FS     = (*FS)(nil)
	_ vfs.Locker = (*FS)(nil)
)

// nameChange is a change of names that is not synced: from, unless empty,
// loses its file, and to, unless empty, gets node.
type nameChange struct {
	from, to string
	node     *inode
}

func (c nameChange) apply(names map[string]*inode) {
	if c.from != "" {
		delete(names, c.from)
	}
	if c.to != "" {
		names[c.to] = c.node
	}
}

// in tells whether syncing dir makes the change durable.
func (c nameChange) in(dir string) bool {
	return c.from != "" && vfs.Parent(c.from) == dir || c.to != "" && vfs.Parent(c.to) == dir
}

// New makes an empty disk.
func New() *FS { return From(memfs.New()) }

// From starts with the files of disk, all of them synced. It takes disk over.
func From(disk *memfs.FS) *FS {
	c := &FS{live: disk, names: map[string]*inode{}, synced: map[string]*inode{}}
	c.adopt("")
	return c
}

// adopt makes inodes for what is below dir. Memory gives no errors here.
func (c *FS) adopt(dir string) {
	entries, _ := c.live.List(dir)
	for _, entry := range entries {
		name := entry
		if dir != "" {
			name = dir + "/" + entry
		}
		if last := len(name) - 1; name[last] == '/' {
			c.adopt(name[:last])
			continue
		}
		f, _ := c.live.Open(name, vfs.ReadOnly)
		node := &inode{synced: content(f)}
		f.Close()
		c.names[name], c.synced[name] = node, node
	}
}

func content(f vfs.File) []byte {
	size, _ := f.Size()
	b := make([]byte, size)
	_, _ = f.ReadAt(b, 0) // memory of the right size: it cannot fail
	return b
}

// OnChange has f called before each call that changes or syncs something:
// the moments between which a crash makes a difference. f may call Crash.
func (c *FS) OnChange(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.onChange = f
}

// change tells the listener, and then locks c.mu for the change.
func (c *FS) change() {
	c.mu.Lock()
	f := c.onChange
	if f == nil {
		return
	}
	c.mu.Unlock()
	f()
	c.mu.Lock()
}

// Open opens or makes a file; see vfs.FS.
func (c *FS) Open(name string, flags vfs.Flag) (vfs.File, error) {
	if flags&(vfs.Create|vfs.Trunc) == 0 {
		c.mu.Lock()
	} else {
		c.change()
	}
	defer c.mu.Unlock()
	opened, err := c.live.Open(name, flags)
	if err != nil {
		return nil, err
	}
	node, found := c.names[name]
	if !found {
		node = &inode{}
		c.names[name] = node
		c.renames = append(c.renames, nameChange{to: name, node: node})
	}
	if flags&vfs.Trunc != 0 {
		node.pending = append(node.pending, change{size: 0, truncate: true})
	}
	return &file{File: opened, fs: c, node: node}, nil
}

// Remove deletes a file.
func (c *FS) Remove(name string) error {
	c.change()
	defer c.mu.Unlock()
	if err := c.live.Remove(name); err != nil {
		return err
	}
	delete(c.names, name)
	c.renames = append(c.renames, nameChange{from: name})
	return nil
}

// Rename gives a file another name.
func (c *FS) Rename(from, to string) error {
	c.change()
	defer c.mu.Unlock()
	if err := c.live.Rename(from, to); err != nil || from == to {
		return err
	}
	moved := nameChange{from: from, to: to, node: c.names[from]}
	moved.apply(c.names)
	c.renames = append(c.renames, moved)
	return nil
}

// List gives the names in dir.
func (c *FS) List(dir string) ([]string, error) { return c.live.List(dir) }

// SyncDir makes the changes of names in dir durable.
func (c *FS) SyncDir(dir string) error {
	c.change()
	defer c.mu.Unlock()
	if err := c.live.SyncDir(dir); err != nil {
		return err
	}
	var rest []nameChange
	for _, r := range c.renames {
		if r.in(dir) {
			r.apply(c.synced)
		} else {
			rest = append(rest, r)
		}
	}
	c.renames = rest
	return nil
}

// Lock takes a lock; a crash frees it.
func (c *FS) Lock(name string) (io.Closer, error) { return c.live.Lock(name) }
