package bitcask_test

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// open opens a database on fs and closes it when the test ends.
func open(t *testing.T, fs vfs.FS, o bitcask.Options) *bitcask.DB {
	t.Helper()
	db, err := bitcask.Open(world.World{FS: fs}, o)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, db.Close()) })
	return db
}

// contents is all that db holds.
func contents(t *testing.T, db *bitcask.DB) map[string]string {
	t.Helper()
	all := map[string]string{}
	require.NoError(t, db.Scan(nil, func(key, value []byte) bool {
		all[string(key)] = string(value)
		return true
	}))
	return all
}

func TestPutGetDelete(t *testing.T) {
	db := open(t, memfs.New(), bitcask.Options{})
	require.NoError(t, db.Put([]byte("a"), []byte("1")))
	require.NoError(t, db.Put([]byte("b"), nil))
	require.NoError(t, db.Put([]byte("a"), []byte("2")))

	value, err := db.Get([]byte("a"))
	require.NoError(t, err)
	assert.Equal(t, "2", string(value))
	value, err = db.Get([]byte("b"))
	require.NoError(t, err)
	assert.Empty(t, value)

	require.NoError(t, db.Delete([]byte("a")))
	require.NoError(t, db.Delete([]byte("never there")))
	_, err = db.Get([]byte("a"))
	assert.ErrorIs(t, err, bitcask.ErrKeyNotFound)
	found, err := db.Has([]byte("b"))
	require.NoError(t, err)
	assert.True(t, found)
}

func TestReopenAcrossManyFilesAndMerges(t *testing.T) {
	fs := memfs.New()
	o := bitcask.Options{MaxFileSize: 300}
	want := map[string]string{}
	for round := range 5 {
		db, err := bitcask.Open(world.World{FS: fs}, o)
		require.NoError(t, err)
		require.Equal(t, want, contents(t, db), "round %d", round)
		for i := range 40 {
			key := "key" + strconv.Itoa((i*7+round)%23)
			if i%5 == 0 {
				require.NoError(t, db.Delete([]byte(key)))
				delete(want, key)
				continue
			}
			value := string(bytes.Repeat([]byte{byte('a' + i%26)}, i))
			require.NoError(t, db.Put([]byte(key), []byte(value)))
			want[key] = value
			if i == 20 && round%2 == 1 {
				require.NoError(t, db.Merge())
				s := db.Stats()
				assert.Equal(t, s.LiveBytes, s.DataBytes, "a full merge leaves nothing dead")
			}
		}
		require.Equal(t, want, contents(t, db))
		require.NoError(t, db.Close())
	}
}
