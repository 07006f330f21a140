// Package osfs is the real disk, rooted at a folder. Only the doors import
// it: engines take whatever vfs.FS they are given.
//
// All paths go through os.Root, so that neither a name nor a symbolic link
// leads outside the folder.
//
// Files: osfs.go (the folder), file.go (one file); sync_linux.go, sync_other.go,
// lock_flock.go, lock_other.go, space_linux.go, space_bsd.go and space_other.go:
// what systems do each in their own way.
package osfs

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// Permissions of what is made: for the owner's eyes, as databases do.
const (
	dirMode  = 0o700
	fileMode = 0o600
)

// FS is a folder of the real disk, safe for concurrent use. Use New.
type FS struct {
	root *os.Root
	path string // absolute, for locks
}

var (
	_ vfs.FS         = (*FS)(nil)
	_ vfs.Locker     = (*FS)(nil)
	_ vfs.FreeSpacer = (*FS)(nil)
)

// New roots a file system at dir and makes the folder if it is not there.
// Errors are *vfs.Error.
func New(dir string) (*FS, error) {
	path, err := filepath.Abs(dir)
	if err != nil {
		return nil, wrap("open", dir, err)
	}
	if err := os.MkdirAll(path, dirMode); err != nil {
		return nil, wrap("open", dir, err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, wrap("open", dir, err)
	}
	return &FS{root: root, path: path}, nil
}

// Path is the folder's absolute path.
func (d *FS) Path() string { return d.path }

// Close gives back the handle on the folder. Open files stay usable, the FS
// does not.
func (d *FS) Close() error { return wrap("close", "", d.root.Close()) }

// Open opens or makes a file; see vfs.FS.
func (d *FS) Open(name string, f vfs.Flag) (vfs.File, error) {
	if err := vfs.CheckName("open", name); err != nil {
		return nil, err
	}
	mode, err := openMode(name, f)
	if err != nil {
		return nil, err
	}
	if dir := vfs.Parent(name); dir != "" && f&vfs.Create != 0 {
		if err := d.root.MkdirAll(dir, dirMode); err != nil {
			return nil, wrap("open", name, err)
		}
	}
	opened, err := d.root.OpenFile(name, mode, fileMode)
	if err != nil {
		return nil, wrap("open", name, err)
	}
	if info, err := opened.Stat(); err == nil && info.IsDir() {
		opened.Close() // a folder opens read-only, but it is not a file
		return nil, &vfs.Error{Op: "open", Name: name, Kind: vfs.ErrNotExist, Cause: syscall.EISDIR}
	}
	return &file{f: opened, name: name, readOnly: f&vfs.ReadOnly != 0}, nil
}

func openMode(name string, f vfs.Flag) (int, error) {
	mode := os.O_RDWR
	if f&vfs.ReadOnly != 0 {
		if f&vfs.Trunc != 0 {
			return 0, &vfs.Error{Op: "open", Name: name, Kind: vfs.ErrReadOnly}
		}
		mode = os.O_RDONLY
	}
	if f&vfs.Create != 0 {
		mode |= os.O_CREATE
		if f&vfs.Excl != 0 {
			mode |= os.O_EXCL
		}
	}
	if f&vfs.Trunc != 0 {
		mode |= os.O_TRUNC
	}
	return mode, nil
}

// Remove deletes a file. Folders are implicit and never removed by it.
func (d *FS) Remove(name string) error {
	if err := vfs.CheckName("remove", name); err != nil {
		return err
	}
	info, err := d.root.Lstat(name)
	if err == nil && info.IsDir() {
		err = fs.ErrNotExist
	}
	if err == nil {
		err = d.root.Remove(name)
	}
	return wrap("remove", name, err)
}

// Rename gives a file another name, in place of what had it.
func (d *FS) Rename(from, to string) error {
	if err := vfs.CheckName("rename", from); err != nil {
		return err
	}
	if err := vfs.CheckName("rename", to); err != nil {
		return err
	}
	if info, err := d.root.Lstat(from); err != nil || info.IsDir() {
		return wrap("rename", from, fs.ErrNotExist)
	}
	if dir := vfs.Parent(to); dir != "" {
		if err := d.root.MkdirAll(dir, dirMode); err != nil {
			return wrap("rename", to, err)
		}
	}
	return wrap("rename", to, d.root.Rename(from, to))
}

// List gives the names directly in dir, sorted.
func (d *FS) List(dir string) ([]string, error) {
	if err := vfs.CheckDir("list", dir); err != nil {
		return nil, err
	}
	entries, err := fs.ReadDir(d.root.FS(), orDot(dir))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, nil
	}
	if err != nil {
		return nil, wrap("list", dir, err)
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() {
			name += "/"
		}
		names = append(names, name)
	}
	slices.Sort(names) // again, as the "/" changes places: "a.b" before "a/"
	return names, nil
}

// SyncDir syncs dir and the folders above it up to the root, as Create may
// have made any of them.
func (d *FS) SyncDir(dir string) error {
	if err := vfs.CheckDir("sync", dir); err != nil {
		return err
	}
	for {
		if err := d.syncFolder(orDot(dir)); err != nil {
			return wrap("sync", dir, err)
		}
		if dir == "" {
			return nil
		}
		dir = vfs.Parent(dir)
	}
}

func (d *FS) syncFolder(dir string) error {
	folder, err := d.root.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // a folder that is not there is an empty one
	}
	if err != nil {
		return err
	}
	defer folder.Close()
	return syncHandle(folder)
}

// Lock takes an exclusive lock on the file called name, between processes
// where the system has flock, else within this process.
func (d *FS) Lock(name string) (io.Closer, error) {
	opened, err := d.Open(name, vfs.Create)
	if err != nil {
		return nil, err
	}
	held, err := lockFile(opened.(*file).f, d.path+"/"+name)
	if err != nil {
		opened.Close()
		return nil, wrap("lock", name, err)
	}
	return held, nil
}

// FreeSpace is what is left for us on the disk that has the folder, in bytes.
// vfs.ErrUnsupported on systems that are not asked (space_other.go).
func (d *FS) FreeSpace() (int64, error) {
	free, err := freeSpace(d.path)
	return free, wrap("free space", "", err)
}

func orDot(dir string) string {
	if dir == "" {
		return "."
	}
	return dir
}

// wrap gives a system error its kind. Nil stays nil.
func wrap(op, name string, err error) error {
	if err == nil {
		return nil
	}
	return &vfs.Error{Op: op, Name: name, Kind: kindOf(err), Cause: plain(err)}
}

// plain takes the path out of the error: vfs.Error has the name, and the text
// of an absolute path tells callers more than they need.
func plain(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}

func kindOf(err error) error {
	for _, k := range kinds {
		if errors.Is(err, k.system) {
			return k.kind
		}
	}
	if strings.Contains(err.Error(), "escapes from parent") { // os.Root has no exported error for it
		return vfs.ErrInvalidName
	}
	return vfs.ErrIO
}

// kinds is asked in order. A folder in place of a file, or the other way
// round, is a name that is taken.
var kinds = []struct{ system, kind error }{
	{fs.ErrNotExist, vfs.ErrNotExist},
	{fs.ErrExist, vfs.ErrExist},
	{syscall.ENOTDIR, vfs.ErrExist},
	{syscall.EISDIR, vfs.ErrExist},
	{syscall.ENOTEMPTY, vfs.ErrExist},
	{syscall.ENOSPC, vfs.ErrNoSpace},
	{syscall.EDQUOT, vfs.ErrNoSpace},
	{errLocked, vfs.ErrBusy},
	{errors.ErrUnsupported, vfs.ErrUnsupported},
	{syscall.EBUSY, vfs.ErrBusy},
	{fs.ErrClosed, vfs.ErrClosed},
	{syscall.EROFS, vfs.ErrReadOnly},
	{syscall.EINVAL, vfs.ErrInvalidName},
}
