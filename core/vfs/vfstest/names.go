package vfstest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/vfs"
)

func testRemove(t *testing.T, fs vfs.FS) {
	assert.ErrorIs(t, fs.Remove("f"), vfs.ErrNotExist)
	write(t, fs, "d/f", "x")
	assert.ErrorIs(t, fs.Remove("d"), vfs.ErrNotExist, "a folder is not a file")
	require.NoError(t, fs.Remove("d/f"))
	_, err := fs.Open("d/f", 0)
	assert.ErrorIs(t, err, vfs.ErrNotExist)
	assert.ErrorIs(t, fs.Remove("d/f"), vfs.ErrNotExist)
}

func testRename(t *testing.T, fs vfs.FS) {
	assert.ErrorIs(t, fs.Rename("a", "b"), vfs.ErrNotExist)
	write(t, fs, "a", "from")
	write(t, fs, "b", "to")
	require.NoError(t, fs.Rename("a", "b"))
	assert.Equal(t, "from", readName(t, fs, "b"))
	_, err := fs.Open("a", 0)
	assert.ErrorIs(t, err, vfs.ErrNotExist)

	require.NoError(t, fs.Rename("b", "new/folder/c"))
	assert.Equal(t, "from", readName(t, fs, "new/folder/c"))
	require.NoError(t, fs.Rename("new/folder/c", "new/folder/c"))
	assert.Equal(t, "from", readName(t, fs, "new/folder/c"))
}

func testOutlive(t *testing.T, fs vfs.FS) {
	write(t, fs, "removed", "removed")
	write(t, fs, "replaced", "replaced")
	write(t, fs, "moved", "moved")
	removed := open(t, fs, "removed", 0)
	replaced := open(t, fs, "replaced", vfs.ReadOnly)
	moved := open(t, fs, "moved", 0)

	require.NoError(t, fs.Remove("removed"))
	require.NoError(t, fs.Rename("moved", "replaced"))
	assert.Equal(t, "removed", read(t, removed))
	assert.Equal(t, "replaced", read(t, replaced))

	_, err := moved.WriteAt([]byte("M"), 0)
	require.NoError(t, err)
	assert.Equal(t, "Moved", readName(t, fs, "replaced"))

	write(t, fs, "removed", "another")
	assert.Equal(t, "removed", read(t, removed), "a new file of the name is another file")
	require.NoError(t, removed.Close())
	assert.Equal(t, "another", readName(t, fs, "removed"))
}

func testList(t *testing.T, fs vfs.FS) {
	names, err := fs.List("")
	require.NoError(t, err)
	assert.Empty(t, names)
	for _, name := range []string{"b", "a/x", "a/y/z", "a.b", "c/only"} {
		write(t, fs, name, "")
	}
	tests := map[string][]string{
		"":      {"a.b", "a/", "b", "c/"},
		"a":     {"x", "y/"},
		"a/y":   {"z"},
		"a/y/z": nil,
		"none":  nil,
		"b":     nil,
	}
	for dir, want := range tests {
		names, err := fs.List(dir)
		require.NoError(t, err, "%q", dir)
		assert.ElementsMatch(t, want, names, "%q", dir)
		assert.IsIncreasing(t, append([]string{""}, names...), "%q", dir)
	}
	for i := range 700 { // more than fits a first buffer
		write(t, fs, "many/a-rather-long-name-"+strings.Repeat("x", i%7)+string(rune('a'+i%26))+strings.Repeat("y", i/26), "")
	}
	names, err = fs.List("many")
	require.NoError(t, err)
	assert.Len(t, names, 700)
}

func testCollisions(t *testing.T, fs vfs.FS) {
	write(t, fs, "file", "x")
	write(t, fs, "folder/f", "y")
	_, err := fs.Open("file/below", vfs.Create)
	assert.ErrorIs(t, err, vfs.ErrExist)
	_, err = fs.Open("folder", vfs.Create)
	assert.ErrorIs(t, err, vfs.ErrExist)
	assert.ErrorIs(t, fs.Rename("file", "folder"), vfs.ErrExist)
	assert.ErrorIs(t, fs.Rename("folder/f", "file/below"), vfs.ErrExist)
	assert.Equal(t, "x", readName(t, fs, "file"))
	assert.Equal(t, "y", readName(t, fs, "folder/f"))
}

// invalidNames are refused by every method, whatever is there.
var invalidNames = []string{
	"", ".", "..", "/", "/etc/passwd", "a/", "a//b", "./a", "a/.", "a/../b", "../a", `a\b`, `..\a`, "a\x00b",
}

func testInvalidNames(t *testing.T, fs vfs.FS) {
	write(t, fs, "a", "x")
	for _, name := range invalidNames {
		_, err := fs.Open(name, vfs.Create)
		assert.ErrorIs(t, err, vfs.ErrInvalidName, "%q", name)
		assert.ErrorIs(t, fs.Remove(name), vfs.ErrInvalidName, "%q", name)
		assert.ErrorIs(t, fs.Rename(name, "b"), vfs.ErrInvalidName, "%q", name)
		assert.ErrorIs(t, fs.Rename("a", name), vfs.ErrInvalidName, "%q", name)
		if locker, ok := fs.(vfs.Locker); ok {
			_, err = locker.Lock(name)
			assert.ErrorIs(t, err, vfs.ErrInvalidName, "%q", name)
		}
		if name == "" { // the root
			continue
		}
		_, err = fs.List(name)
		assert.ErrorIs(t, err, vfs.ErrInvalidName, "%q", name)
		assert.ErrorIs(t, fs.SyncDir(name), vfs.ErrInvalidName, "%q", name)
		_, err = vfs.Sub(fs, name)
		assert.ErrorIs(t, err, vfs.ErrInvalidName, "%q", name)
	}
	names, err := fs.List("")
	require.NoError(t, err)
	assert.Equal(t, []string{"a"}, names)
}

func testSub(t *testing.T, fs vfs.FS) {
	sub, err := vfs.Sub(fs, "one/two")
	require.NoError(t, err)
	write(t, sub, "d/f", "x")
	assert.Equal(t, "x", readName(t, fs, "one/two/d/f"))
	names, err := sub.List("")
	require.NoError(t, err)
	assert.Equal(t, []string{"d/"}, names)
	require.NoError(t, sub.Rename("d/f", "g"))
	require.NoError(t, sub.SyncDir(""))
	assert.Equal(t, "x", readName(t, fs, "one/two/g"))
	require.NoError(t, sub.Remove("g"))
	for _, name := range invalidNames {
		_, err := sub.Open(name, vfs.Create)
		assert.ErrorIs(t, err, vfs.ErrInvalidName, "%q", name)
	}
	_, locks := fs.(vfs.Locker)
	_, passedOn := sub.(vfs.Locker)
	assert.Equal(t, locks, passedOn, "the Locker upgrade is passed on")
}

func testLock(t *testing.T, fs vfs.FS) {
	locker, ok := fs.(vfs.Locker)
	if !ok {
		t.Skip("this file system has no locks")
	}
	held, err := locker.Lock("d/lock")
	require.NoError(t, err)
	_, err = locker.Lock("d/lock")
	assert.ErrorIs(t, err, vfs.ErrBusy)
	other, err := locker.Lock("d/other")
	require.NoError(t, err)
	require.NoError(t, other.Close())

	require.NoError(t, held.Close())
	again, err := locker.Lock("d/lock")
	require.NoError(t, err)
	held.Close() // a second time: whatever it says, the new holder keeps the lock
	_, err = locker.Lock("d/lock")
	assert.ErrorIs(t, err, vfs.ErrBusy)
	require.NoError(t, again.Close())
}

// testFreeSpace only sees that the same is told below a folder: how much there
// is is the machine's.
func testFreeSpace(t *testing.T, fs vfs.FS) {
	sub, err := vfs.Sub(fs, "folder")
	require.NoError(t, err)
	_, err = vfs.FreeSpace(fs)
	_, below := vfs.FreeSpace(sub)
	if err != nil {
		require.ErrorIs(t, err, vfs.ErrUnsupported)
		require.ErrorIs(t, below, vfs.ErrUnsupported)
		return
	}
	require.NoError(t, below)
}
