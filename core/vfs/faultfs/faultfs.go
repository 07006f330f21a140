// Package faultfs makes another file system fail by rule: a full disk, an
// input/output error at the third sync, half a write, a flipped bit.
//
//	disk := faultfs.New(memfs.New())
//	disk.Add(faultfs.Rule{Ops: faultfs.Sync, Name: "*.data", Skip: 2, Count: 1, Err: vfs.ErrIO})
//
// It is about single calls of the file system; package fault is about calls
// of an engine.
package faultfs

import (
	"errors"
	"io"
	"path"
	"sync"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// Op is a set of kinds of calls.
type Op uint

// The kinds of calls.
const (
	Open Op = 1 << iota
	Read
	Write
	Truncate
	Sync // Sync and SyncData of a file
	Size
	Remove
	Rename // by the old name
	List
	SyncDir
	Lock
	FreeSpace
)

// Rule says which calls fail, and how. Empty conditions match everything.
type Rule struct {
	Ops   Op     // the kinds of calls; 0 is all
	Name  string // pattern of the whole name, as of path.Match; "" is all
	Skip  int    // let this many matching calls pass first
	Count int    // then fail this many; 0 is all

	// Err is the kind of error, such as vfs.ErrNoSpace. Nil means no error:
	// the call goes through, with Flip.
	Err error
	// Short lets a Write or Read do this many bytes before it fails with Err.
	Short int
	// Flip inverts the lowest bit of the byte Flip-1 of what a Read gives or
	// a Write stores: 1 is the first byte, 0 none.
	Flip int
}

// FS fails by its rules, and else passes all calls on. Its methods are safe
// for concurrent use. Use New.
type FS struct {
	under vfs.FS

	mu    sync.Mutex
	rules []*Rule // guarded by mu; private copies
}

var _ vfs.FS = (*FS)(nil)

// New wraps under. The result is a vfs.Locker as well; where under is not,
// its Lock fails with vfs.ErrUnsupported.
func New(under vfs.FS) *FS { return &FS{under: under} }

// Add puts a rule in force; the result takes it out again. A malformed
// pattern matches nothing.
func (f *FS) Add(r Rule) (remove func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	own := &r
	f.rules = append(f.rules, own)
	return func() { f.drop(own) }
}

func (f *FS) drop(r *Rule) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, have := range f.rules {
		if have == r {
			f.rules = append(f.rules[:i:i], f.rules[i+1:]...)
			return
		}
	}
}

// Clear takes all rules out.
func (f *FS) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = nil
}

// rule gives a copy of the first rule that is due for a call, and false where
// there is none.
func (f *FS) rule(op Op, name string) (Rule, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, r := range f.rules {
		if !r.matches(op, name) {
			continue
		}
		if r.Skip > 0 {
			r.Skip--
			continue
		}
		due := *r
		if r.Count > 0 {
			if r.Count--; r.Count == 0 {
				f.rules = append(f.rules[:i:i], f.rules[i+1:]...)
			}
		}
		return due, true
	}
	return Rule{}, false
}

func (r *Rule) matches(op Op, name string) bool {
	if r.Ops != 0 && r.Ops&op == 0 {
		return false
	}
	if r.Name == "" {
		return true
	}
	ok, err := path.Match(r.Name, name)
	return ok && err == nil
}

var errInjected = errors.New("injected fault")

// fail gives the error that a call without data must end with, or nil.
func (f *FS) fail(op Op, call, name string) error {
	r, due := f.rule(op, name)
	if !due || r.Err == nil {
		return nil
	}
	return &vfs.Error{Op: call, Name: name, Kind: r.Err, Cause: errInjected}
}

// Open opens a file whose calls are subject to the rules too.
func (f *FS) Open(name string, flags vfs.Flag) (vfs.File, error) {
	if err := f.fail(Open, "open", name); err != nil {
		return nil, err
	}
	opened, err := f.under.Open(name, flags)
	if err != nil {
		return nil, err
	}
	return &file{File: opened, fs: f, name: name}, nil
}

// Remove deletes a file.
func (f *FS) Remove(name string) error {
	if err := f.fail(Remove, "remove", name); err != nil {
		return err
	}
	return f.under.Remove(name)
}

// Rename gives a file another name.
func (f *FS) Rename(from, to string) error {
	if err := f.fail(Rename, "rename", from); err != nil {
		return err
	}
	return f.under.Rename(from, to)
}

// List gives the names in dir.
func (f *FS) List(dir string) ([]string, error) {
	if err := f.fail(List, "list", dir); err != nil {
		return nil, err
	}
	return f.under.List(dir)
}

// SyncDir makes the names in dir durable.
func (f *FS) SyncDir(dir string) error {
	if err := f.fail(SyncDir, "sync", dir); err != nil {
		return err
	}
	return f.under.SyncDir(dir)
}

// Lock takes a lock of the file system below.
func (f *FS) Lock(name string) (io.Closer, error) {
	if err := f.fail(Lock, "lock", name); err != nil {
		return nil, err
	}
	locker, ok := f.under.(vfs.Locker)
	if !ok {
		return nil, &vfs.Error{Op: "lock", Name: name, Kind: vfs.ErrUnsupported}
	}
	return locker.Lock(name)
}

// FreeSpace is that of the file system below.
func (f *FS) FreeSpace() (int64, error) {
	if err := f.fail(FreeSpace, "free space", ""); err != nil {
		return 0, err
	}
	return vfs.FreeSpace(f.under)
}
