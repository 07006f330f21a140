package bitcask

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// dataFile is an open data file. Handles are counted, because a merge may
// remove a file while readers are in it: the last one closes it.
type dataFile struct {
	number  uint32
	file    vfs.File
	handles atomic.Int32 // starts at 1, the keydir's own
	size    int64        // guarded by keydir.mu: bytes in use
	live    int64        // guarded by keydir.mu: bytes of the records that the keydir points at
}

func newDataFile(number uint32, file vfs.File, size int64) *dataFile {
	d := &dataFile{number: number, file: file, size: size}
	d.handles.Store(1)
	return d
}

func (d *dataFile) release() {
	if d.handles.Add(-1) == 0 {
		d.file.Close()
	}
}

// entry is where a key's newest record lies.
type entry struct {
	offset int64
	file   uint32
	size   uint32 // of the whole record
	tstamp uint32
}

// keydir is the index in memory: every key, and the files that it points
// into. Its lock is held for map accesses only, never while a file is read
// or written.
type keydir struct {
	mu      sync.RWMutex
	entries map[string]entry     // guarded by mu
	files   map[uint32]*dataFile // guarded by mu
}

func newKeydir() *keydir {
	return &keydir{entries: map[string]entry{}, files: map[uint32]*dataFile{}}
}

// find gives a key's entry, and its file with a handle to release.
func (k *keydir) find(key []byte) (entry, *dataFile, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	e, found := k.entries[string(key)]
	if !found {
		return entry{}, nil, false
	}
	d := k.files[e.file]
	d.handles.Add(1)
	return e, d, true
}

func (k *keydir) lookup(key []byte) (entry, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	e, found := k.entries[string(key)]
	return e, found
}

func (k *keydir) len() int {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return len(k.entries)
}

// apply follows one record of the log: a value becomes the key's newest, a
// tombstone takes the key out. It tells whether the key was there before.
// The caller holds k.mu.
func (k *keydir) apply(key []byte, file uint32, l location) (existed bool) {
	old, existed := k.entries[string(key)]
	if existed {
		k.files[old.file].live -= int64(old.size)
	}
	if l.tombstone {
		delete(k.entries, string(key))
		return existed
	}
	k.entries[string(key)] = entry{offset: l.offset, file: file, size: l.size, tstamp: l.tstamp}
	k.files[file].live += int64(l.size)
	return existed
}

// move points a key at a copy of its record, unless it has a newer one by
// now. The caller holds k.mu.
func (k *keydir) move(key string, from, to entry) bool {
	if k.entries[key] != from {
		return false
	}
	k.files[from.file].live -= int64(from.size)
	k.files[to.file].live += int64(to.size)
	k.entries[key] = to
	return true
}

// oldestFirst gives all files in the order of their numbers.
func (k *keydir) oldestFirst() []*dataFile {
	return slices.SortedFunc(maps.Values(k.files), func(a, b *dataFile) int { return cmp.Compare(a.number, b.number) })
}

// release gives back all files.
func (k *keydir) release() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, d := range k.files {
		d.release()
	}
	clear(k.files)
	clear(k.entries)
}
