package memfs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/vfs/vfstest"
)

func TestConformance(t *testing.T) {
	vfstest.Run(t, func(*testing.T) vfs.FS { return memfs.New() })
}

func TestConformanceOfClones(t *testing.T) {
	vfstest.Run(t, func(*testing.T) vfs.FS { return memfs.New().Clone() })
}

// pageAndHalf spans two of memfs's pages, so that one of them is shared and
// one is copied.
const pageAndHalf = 24 << 10

func TestCloneIsIndependent(t *testing.T) {
	original := memfs.New()
	f, err := original.Open("f", vfs.Create)
	require.NoError(t, err)
	_, err = f.WriteAt(make([]byte, pageAndHalf), 0)
	require.NoError(t, err)

	clone := original.Clone()
	g, err := clone.Open("f", 0)
	require.NoError(t, err)
	_, err = f.WriteAt([]byte("original"), 0)
	require.NoError(t, err)
	_, err = g.WriteAt([]byte("clone"), pageAndHalf-5)
	require.NoError(t, err)
	require.NoError(t, f.Truncate(100))
	require.NoError(t, f.Truncate(pageAndHalf))
	require.NoError(t, original.Remove("f"))
	_, err = clone.Open("new", vfs.Create)
	require.NoError(t, err)

	b := make([]byte, pageAndHalf)
	_, err = g.ReadAt(b, 0)
	require.NoError(t, err)
	assert.Equal(t, make([]byte, 8), b[:8])
	assert.Equal(t, "clone", string(b[pageAndHalf-5:]))
	_, err = f.ReadAt(b, 0)
	require.NoError(t, err)
	assert.Equal(t, "original", string(b[:8]))
	assert.Equal(t, make([]byte, 5), b[pageAndHalf-5:])

	names, err := original.List("")
	require.NoError(t, err)
	assert.Empty(t, names)
	names, err = clone.List("")
	require.NoError(t, err)
	assert.Equal(t, []string{"f", "new"}, names)
}

func TestLocksAreNotCloned(t *testing.T) {
	original := memfs.New()
	held, err := original.Lock("l")
	require.NoError(t, err)
	defer held.Close()
	other, err := original.Clone().Lock("l")
	require.NoError(t, err)
	assert.NoError(t, other.Close())
}
