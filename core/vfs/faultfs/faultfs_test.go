package faultfs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/faultfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/vfs/vfstest"
)

func TestConformanceWithoutRules(t *testing.T) {
	vfstest.Run(t, func(*testing.T) vfs.FS { return faultfs.New(memfs.New()) })
}

// calls does one call of each kind on a file that is there.
var calls = []struct {
	op faultfs.Op
	do func(fs *faultfs.FS, f vfs.File) error
}{
	{faultfs.Open, func(fs *faultfs.FS, _ vfs.File) error { _, err := fs.Open("d/f", 0); return err }},
	{faultfs.Read, func(_ *faultfs.FS, f vfs.File) error { _, err := f.ReadAt(make([]byte, 1), 0); return err }},
	{faultfs.Write, func(_ *faultfs.FS, f vfs.File) error { _, err := f.WriteAt([]byte("x"), 0); return err }},
	{faultfs.Truncate, func(_ *faultfs.FS, f vfs.File) error { return f.Truncate(9) }},
	{faultfs.Sync, func(_ *faultfs.FS, f vfs.File) error { return f.Sync() }},
	{faultfs.Sync, func(_ *faultfs.FS, f vfs.File) error { return f.SyncData() }},
	{faultfs.Size, func(_ *faultfs.FS, f vfs.File) error { _, err := f.Size(); return err }},
	{faultfs.List, func(fs *faultfs.FS, _ vfs.File) error { _, err := fs.List("d"); return err }},
	{faultfs.SyncDir, func(fs *faultfs.FS, _ vfs.File) error { return fs.SyncDir("d") }},
	{faultfs.Lock, func(fs *faultfs.FS, _ vfs.File) error { _, err := fs.Lock("d/f"); return err }},
	{faultfs.Rename, func(fs *faultfs.FS, _ vfs.File) error { return fs.Rename("d/f", "d/g") }},
	{faultfs.Remove, func(fs *faultfs.FS, _ vfs.File) error { return fs.Remove("d/g") }},
}

func setUp(t *testing.T) (*faultfs.FS, vfs.File) {
	t.Helper()
	fs := faultfs.New(memfs.New())
	f, err := fs.Open("d/f", vfs.Create)
	require.NoError(t, err)
	_, err = f.WriteAt([]byte("content"), 0)
	require.NoError(t, err)
	return fs, f
}

func TestEachKindOfCallFailsByItself(t *testing.T) {
	for i, failing := range calls {
		fs, f := setUp(t)
		fs.Add(faultfs.Rule{Ops: failing.op, Err: vfs.ErrIO})
		for j, call := range calls {
			err := call.do(fs, f)
			if call.op == failing.op {
				assert.ErrorIs(t, err, vfs.ErrIO, "rule %d, call %d", i, j)
				continue
			}
			if failing.op == faultfs.Rename && call.op == faultfs.Remove {
				continue // its file never got that name
			}
			assert.NoError(t, err, "rule %d, call %d", i, j)
		}
	}
}

func TestSkipCountAndName(t *testing.T) {
	fs, f := setUp(t)
	fs.Add(faultfs.Rule{Ops: faultfs.Write, Name: "d/*", Skip: 1, Count: 2, Err: vfs.ErrNoSpace})
	other, err := fs.Open("other", vfs.Create)
	require.NoError(t, err)
	var got []bool
	for range 5 {
		_, err := other.WriteAt([]byte("x"), 0)
		require.NoError(t, err)
		_, err = f.WriteAt([]byte("x"), 0)
		got = append(got, err == nil)
		if err != nil {
			assert.ErrorIs(t, err, vfs.ErrNoSpace)
		}
	}
	assert.Equal(t, []bool{true, false, false, true, true}, got)
}

func TestRemoveAndClear(t *testing.T) {
	fs, f := setUp(t)
	remove := fs.Add(faultfs.Rule{Ops: faultfs.Sync, Err: vfs.ErrIO})
	fs.Add(faultfs.Rule{Ops: faultfs.Write, Err: vfs.ErrIO})
	remove()
	assert.NoError(t, f.Sync())
	_, err := f.WriteAt([]byte("x"), 0)
	assert.Error(t, err)
	fs.Clear()
	_, err = f.WriteAt([]byte("x"), 0)
	assert.NoError(t, err)
}

func TestShortTransfers(t *testing.T) {
	fs, f := setUp(t)
	fs.Add(faultfs.Rule{Ops: faultfs.Write, Count: 1, Err: vfs.ErrNoSpace, Short: 3})
	n, err := f.WriteAt([]byte("CONTENT"), 0)
	assert.Equal(t, 3, n)
	assert.ErrorIs(t, err, vfs.ErrNoSpace)

	fs.Add(faultfs.Rule{Ops: faultfs.Read, Count: 1, Err: vfs.ErrIO, Short: 4})
	b := make([]byte, 7)
	n, err = f.ReadAt(b, 0)
	assert.Equal(t, "CONt", string(b[:n]))
	assert.ErrorIs(t, err, vfs.ErrIO)
	_, err = f.ReadAt(b, 0)
	require.NoError(t, err)
	assert.Equal(t, "CONtent", string(b))
}

func TestFlippedBits(t *testing.T) {
	fs, f := setUp(t)
	fs.Add(faultfs.Rule{Ops: faultfs.Read, Count: 1, Flip: 1})
	b := make([]byte, 7)
	_, err := f.ReadAt(b, 0)
	require.NoError(t, err)
	assert.Equal(t, "bontent", string(b))

	mine := []byte("content")
	fs.Add(faultfs.Rule{Ops: faultfs.Write, Count: 1, Flip: 7})
	_, err = f.WriteAt(mine, 0)
	require.NoError(t, err)
	assert.Equal(t, "content", string(mine), "the caller's bytes stay as they are")
	_, err = f.ReadAt(b, 0)
	require.NoError(t, err)
	assert.Equal(t, "contenu", string(b))
}

// roomy is a file system that tells how much is free.
type roomy struct{ vfs.FS }

func (roomy) FreeSpace() (int64, error) { return 42, nil }

func TestFreeSpace(t *testing.T) {
	fs := faultfs.New(roomy{memfs.New()})
	free, err := vfs.FreeSpace(fs)
	require.NoError(t, err)
	assert.EqualValues(t, 42, free)
	fs.Add(faultfs.Rule{Ops: faultfs.FreeSpace, Err: vfs.ErrIO})
	_, err = vfs.FreeSpace(fs)
	assert.ErrorIs(t, err, vfs.ErrIO)
}
