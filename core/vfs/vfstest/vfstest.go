// Package vfstest is the one conformance kit of the file systems: what
// vfs.FS promises, as tests that every implementation runs.
package vfstest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// Run tests the file systems that newFS makes. Each call must give an empty
// one of its own.
func Run(t *testing.T, newFS func(t *testing.T) vfs.FS) {
	groups := []struct {
		name string
		test func(*testing.T, vfs.FS)
	}{
		{"OpenFlags", testOpenFlags},
		{"ReadAndWrite", testReadAndWrite},
		{"Holes", testHoles},
		{"LargeWrites", testLargeWrites},
		{"Truncate", testTruncate},
		{"ReadOnly", testReadOnly},
		{"Closed", testClosed},
		{"NegativeNumbers", testNegativeNumbers},
		{"Remove", testRemove},
		{"Rename", testRename},
		{"OpenFilesOutliveTheirNames", testOutlive},
		{"List", testList},
		{"NamesAreFilesOrFolders", testCollisions},
		{"InvalidNames", testInvalidNames},
		{"Sync", testSync},
		{"Sub", testSub},
		{"Lock", testLock},
		{"FreeSpace", testFreeSpace},
		{"ParallelReads", testParallelReads},
	}
	for _, g := range groups {
		t.Run(g.name, func(t *testing.T) { g.test(t, newFS(t)) })
	}
}

// open opens name or fails the test; the file is closed when it ends.
func open(t *testing.T, fs vfs.FS, name string, f vfs.Flag) vfs.File {
	t.Helper()
	file, err := fs.Open(name, f)
	require.NoError(t, err)
	t.Cleanup(func() { file.Close() }) // a second time for those that the test closes
	return file
}

// write makes a file with the given content.
func write(t *testing.T, fs vfs.FS, name, content string) {
	t.Helper()
	file, err := fs.Open(name, vfs.Create|vfs.Trunc)
	require.NoError(t, err)
	_, err = file.WriteAt([]byte(content), 0)
	require.NoError(t, err)
	require.NoError(t, file.Close())
}

// read gives all of a file.
func read(t *testing.T, file vfs.File) string {
	t.Helper()
	size, err := file.Size()
	require.NoError(t, err)
	b := make([]byte, size)
	n, err := file.ReadAt(b, 0)
	require.NoError(t, err)
	require.EqualValues(t, size, n)
	return string(b)
}

// readName opens and reads a file.
func readName(t *testing.T, fs vfs.FS, name string) string {
	t.Helper()
	return read(t, open(t, fs, name, vfs.ReadOnly))
}
