package memfs

import (
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// pageSize is how much a first write after Clone copies. Files below it cost
// what they hold, as the last page grows with its content.
const pageSize = 16 << 10

var errNegative = errors.New("negative offset or size")

// owner marks the pages that a node may write in place. Clone gives both
// sides a new one, after which the pages belong to neither.
type owner struct{ _ byte } // not empty: pointers to empty structs may be equal

type page struct {
	data  []byte // up to pageSize; what lies behind its end reads as zeros
	owner *owner
}

// node is the content of a file; the names that lead to it are FS.files.
type node struct {
	mu    sync.RWMutex
	pages []page // guarded by mu
	size  int64  // guarded by mu
	owner *owner // guarded by mu
}

func newNode() *node { return &node{owner: new(owner)} }

func (n *node) clone() *node {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.owner = new(owner)
	return &node{pages: append([]page(nil), n.pages...), size: n.size, owner: new(owner)}
}

func (n *node) readAt(b []byte, off int64) (int, error) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if off >= n.size {
		if len(b) == 0 {
			return 0, nil
		}
		return 0, io.EOF
	}
	want := b[:min(int64(len(b)), n.size-off)]
	for rest := want; len(rest) > 0; {
		at := int(off % pageSize)
		piece := rest[:min(len(rest), pageSize-at)]
		var data []byte
		if i := int(off / pageSize); i < len(n.pages) {
			data = n.pages[i].data
		}
		copied := copy(piece, data[min(at, len(data)):])
		clear(piece[copied:])
		rest = rest[len(piece):]
		off += int64(len(piece))
	}
	if len(want) < len(b) {
		return len(want), io.EOF
	}
	return len(want), nil
}

func (n *node) writeAt(b []byte, off int64) {
	if len(b) == 0 {
		return // as on a disk, writing nothing behind the end adds nothing
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.size = max(n.size, off+int64(len(b)))
	for len(b) > 0 {
		at := int(off % pageSize)
		piece := b[:min(len(b), pageSize-at)]
		copy(n.writable(int(off/pageSize), at+len(piece))[at:], piece)
		b = b[len(piece):]
		off += int64(len(piece))
	}
}

// writable gives page i, owned by n, with at least size bytes of data. The
// caller holds n.mu.
func (n *node) writable(i, size int) []byte {
	for len(n.pages) <= i {
		n.pages = append(n.pages, page{})
	}
	p := &n.pages[i]
	if p.owner != n.owner {
		p.data, p.owner = append([]byte(nil), p.data...), n.owner
	}
	if missing := size - len(p.data); missing > 0 {
		p.data = append(p.data, make([]byte, missing)...)
	}
	return p.data
}

func (n *node) truncate(size int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.size = size
	last, at := int(size/pageSize), int(size%pageSize)
	if last >= len(n.pages) {
		return
	}
	clear(n.pages[last+1:])
	n.pages = n.pages[:last+1]
	// A shorter slice of a shared page is fine: owners are asked before
	// anything is written behind its end.
	p := &n.pages[last]
	if at < len(p.data) {
		p.data = p.data[:at:at]
	}
}

// file is one opening of a node.
type file struct {
	node     *node
	name     string
	readOnly bool
	closed   atomic.Bool
}

func (f *file) fail(op string, kind error) error {
	return &vfs.Error{Op: op, Name: f.name, Kind: kind}
}

// check refuses calls on a closed file, writes on a read-only one, and
// negative numbers.
func (f *file) check(op string, write bool, number int64) error {
	switch {
	case f.closed.Load():
		return f.fail(op, vfs.ErrClosed)
	case write && f.readOnly:
		return f.fail(op, vfs.ErrReadOnly)
	case number < 0:
		return &vfs.Error{Op: op, Name: f.name, Kind: vfs.ErrIO, Cause: errNegative}
	}
	return nil
}

func (f *file) ReadAt(b []byte, off int64) (int, error) {
	if err := f.check("read", false, off); err != nil {
		return 0, err
	}
	return f.node.readAt(b, off)
}

func (f *file) WriteAt(b []byte, off int64) (int, error) {
	if err := f.check("write", true, off); err != nil {
		return 0, err
	}
	f.node.writeAt(b, off)
	return len(b), nil
}

func (f *file) Truncate(size int64) error {
	if err := f.check("truncate", true, size); err != nil {
		return err
	}
	f.node.truncate(size)
	return nil
}

func (f *file) Sync() error     { return f.check("sync", false, 0) }
func (f *file) SyncData() error { return f.check("sync", false, 0) }

func (f *file) Size() (int64, error) {
	if err := f.check("size", false, 0); err != nil {
		return 0, err
	}
	f.node.mu.RLock()
	defer f.node.mu.RUnlock()
	return f.node.size, nil
}

func (f *file) Close() error {
	if f.closed.Swap(true) {
		return f.fail("close", vfs.ErrClosed)
	}
	return nil
}
