package bitcask_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

func TestOneWriterManyReaders(t *testing.T) {
	fs := memfs.New()
	writer := open(t, fs, bitcask.Options{})
	require.NoError(t, writer.Put([]byte("k"), []byte("v")))

	_, err := bitcask.Open(world.World{FS: fs}, bitcask.Options{})
	assert.ErrorIs(t, err, bitcask.ErrLocked)
	assert.Equal(t, code.Locked, code.Of(err))

	before, err := fs.List("")
	require.NoError(t, err)
	reader := open(t, fs, bitcask.Options{ReadOnly: true})
	assert.Equal(t, map[string]string{"k": "v"}, contents(t, reader))
	for name, err := range map[string]error{
		"put":    reader.Put([]byte("k"), nil),
		"delete": reader.Delete([]byte("k")),
		"merge":  reader.Merge(),
		"reset":  reader.Reset(),
	} {
		assert.ErrorIs(t, err, bitcask.ErrReadOnly, name)
	}
	require.NoError(t, reader.Close())
	after, err := fs.List("")
	require.NoError(t, err)
	assert.Equal(t, before, after, "a reader leaves no trace")

	require.NoError(t, writer.Close())
	open(t, fs, bitcask.Options{})
}
