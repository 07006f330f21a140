package vfs_test

import (
	"errors"
	"io/fs"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/vfs/vfstest"
)

func TestConformanceOfSub(t *testing.T) {
	vfstest.Run(t, func(t *testing.T) vfs.FS {
		sub, err := vfs.Sub(memfs.New(), "a/b")
		require.NoError(t, err)
		return sub
	})
}

// lockless hides memfs's locks.
type lockless struct{ vfs.FS }

func TestConformanceOfSubWithoutLocks(t *testing.T) {
	vfstest.Run(t, func(t *testing.T) vfs.FS {
		sub, err := vfs.Sub(lockless{memfs.New()}, "a")
		require.NoError(t, err)
		return sub
	})
}

func TestSubOfTheRootIsTheSame(t *testing.T) {
	m := memfs.New()
	sub, err := vfs.Sub(m, "")
	require.NoError(t, err)
	assert.Same(t, m, sub)
}

func TestNames(t *testing.T) {
	for _, name := range []string{"a", "a/b", "a.b", "...", ".hidden", "a b", "é/ü", "-"} {
		assert.NoError(t, vfs.CheckName("open", name), "%q", name)
		assert.NoError(t, vfs.CheckDir("list", name), "%q", name)
	}
	assert.ErrorIs(t, vfs.CheckName("open", ""), vfs.ErrInvalidName)
	assert.NoError(t, vfs.CheckDir("list", ""))
	for name, want := range map[string]string{"a": "", "a/b": "a", "a/b/c": "a/b"} {
		assert.Equal(t, want, vfs.Parent(name))
	}
}

func TestInDir(t *testing.T) {
	tests := []struct {
		name, dir, entry string
		ok               bool
	}{
		{"a", "", "a", true},
		{"a/b", "", "a/", true},
		{"a/b", "a", "b", true},
		{"a/b/c", "a", "b/", true},
		{"ab", "a", "", false},
		{"a", "a", "", false},
	}
	for _, test := range tests {
		entry, ok := vfs.InDir(test.name, test.dir)
		assert.Equal(t, test.ok, ok, "%+v", test)
		assert.Equal(t, test.entry, entry, "%+v", test)
	}
}

func TestErrors(t *testing.T) {
	err := error(&vfs.Error{Op: "open", Name: "f", Kind: vfs.ErrNotExist, Cause: syscall.ENOENT})
	assert.ErrorIs(t, err, vfs.ErrNotExist)
	assert.ErrorIs(t, err, syscall.ENOENT)
	assert.ErrorIs(t, err, fs.ErrNotExist)
	assert.NotErrorIs(t, err, vfs.ErrExist)
	assert.Contains(t, err.Error(), "open f: file does not exist (")

	plain := &vfs.Error{Op: "open", Name: "f", Kind: vfs.ErrBusy}
	assert.Equal(t, "open f: file is in use", plain.Error())
	assert.Equal(t, []error{vfs.ErrBusy}, plain.Unwrap())
	var found *vfs.Error
	assert.True(t, errors.As(err, &found))
}
