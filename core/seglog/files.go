package seglog

import (
	"sync"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// maxOpen is how many segments are kept open for reading.
const maxOpen = 32

// files keeps the segments' files open: those that are in use, and some of the
// others.
type files struct {
	fs vfs.FS

	mu     sync.Mutex
	open   map[uint32]*handle // guarded by mu
	uses   uint64             // guarded by mu: counts, to know the least recent
	closed bool               // guarded by mu
}

// handle is an open file with those who use it. What it has beside the file is
// guarded by files.mu.
type handle struct {
	vfs.File
	users   int
	lastUse uint64
	dropped bool // to be closed after the last use
}

func newFiles(fs vfs.FS) files { return files{fs: fs, open: map[uint32]*handle{}} }

// get opens segment id, or uses it once more. The caller gives it back with
// put. Opening waits for others that open, not for those that read.
func (f *files) get(id uint32) (*handle, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil, ErrClosed
	}
	h, found := f.open[id]
	if !found {
		file, err := f.fs.Open(segmentName(id), vfs.ReadOnly)
		if err != nil {
			return nil, err
		}
		h = f.show(id, file)
	}
	f.use(h)
	return h, nil
}

// adopt shows a file that the writer has opened, in place of the one that was
// shown; the writer is its first user.
func (f *files) adopt(id uint32, file vfs.File) *handle {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forget(id)
	h := f.show(id, file)
	f.use(h)
	return h
}

func (f *files) use(h *handle) {
	f.uses++
	h.lastUse = f.uses
	h.users++
}

// show adds a handle and closes the least recently used of too many.
func (f *files) show(id uint32, file vfs.File) *handle {
	if len(f.open) >= maxOpen {
		oldest := uint32(0)
		for other, h := range f.open {
			if h.users == 0 && (oldest == 0 || h.lastUse < f.open[oldest].lastUse) {
				oldest = other
			}
		}
		f.forget(oldest)
	}
	h := &handle{File: file}
	f.open[id] = h
	return h
}

func (f *files) put(h *handle) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if h.users--; h.users == 0 && h.dropped {
		h.Close()
	}
}

// drop has segment id closed after its last use, and opened anew by the next.
func (f *files) drop(id uint32) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forget(id)
}

func (f *files) forget(id uint32) {
	h, found := f.open[id]
	if !found {
		return
	}
	delete(f.open, id)
	h.dropped = true
	if h.users == 0 {
		h.Close()
	}
}

// close closes what is not in use; the rest is closed after its last use.
func (f *files) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	for id := range f.open {
		f.forget(id)
	}
}
