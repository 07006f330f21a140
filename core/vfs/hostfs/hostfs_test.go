package hostfs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/hostfs"
	"github.com/twelvefold/twelvefold/core/vfs/vfstest"
)

func TestConformance(t *testing.T) {
	if !hostfs.Available {
		t.Skip("needs a module built with the tag hostfs, and a host that gives files")
	}
	vfstest.Run(t, func(t *testing.T) vfs.FS {
		fs, err := vfs.Sub(hostfs.FS{}, t.Name())
		require.NoError(t, err)
		return fs
	})
}

func TestWithoutAHost(t *testing.T) {
	if hostfs.Available {
		t.Skip("there is a host")
	}
	fs := hostfs.FS{}
	_, err := fs.Open("f", vfs.Create)
	assert.ErrorIs(t, err, vfs.ErrUnsupported)
	_, err = fs.List("")
	assert.ErrorIs(t, err, vfs.ErrUnsupported)
	_, err = fs.Lock("l")
	assert.ErrorIs(t, err, vfs.ErrUnsupported)
	assert.ErrorIs(t, fs.Remove("f"), vfs.ErrUnsupported)
	assert.ErrorIs(t, fs.Rename("f", "g"), vfs.ErrUnsupported)
	assert.ErrorIs(t, fs.SyncDir(""), vfs.ErrUnsupported)
	assert.ErrorIs(t, fs.Remove("../f"), vfs.ErrInvalidName, "names are checked before the host sees them")
}
