package bitcask_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

const (
	dataFile  = "1.bitcask.data"
	hintFile  = "1.bitcask.hint"
	threeSize = 14 + 1 + 100 // each of the records of three
)

// three makes a database of a, b and c with a hundred bytes each.
func three(t *testing.T) *memfs.FS {
	t.Helper()
	fs := memfs.New()
	db, err := bitcask.Open(world.World{FS: fs}, bitcask.Options{})
	require.NoError(t, err)
	for _, key := range []string{"a", "b", "c"} {
		require.NoError(t, db.Put([]byte(key), bytes.Repeat([]byte(key), 100)))
	}
	require.NoError(t, db.Close())
	return fs
}

// damage changes one byte of the data file.
func damage(t *testing.T, fs *memfs.FS, offset int) {
	t.Helper()
	data := readFile(t, fs, dataFile)
	data[offset] ^= 0x10
	writeFile(t, fs, dataFile, data)
}

func TestCorruptRecordFoundByGet(t *testing.T) {
	fs := three(t)
	damage(t, fs, threeSize+50)
	db := open(t, fs, bitcask.Options{}) // the hints are whole: values are not read
	_, err := db.Get([]byte("b"))
	var damaged *bitcask.CorruptionError
	require.ErrorAs(t, err, &damaged)
	assert.Equal(t, dataFile, damaged.File)
	assert.EqualValues(t, threeSize, damaged.Offset)
	assert.Equal(t, code.Corrupt, code.Of(err))
	assert.ErrorIs(t, err, bitcask.ErrCorrupt)
	assert.EqualError(t, err, "bitcask: corrupt record in 1.bitcask.data at offset 115: the checksum does not match")

	for _, key := range []string{"a", "c"} {
		value, err := db.Get([]byte(key))
		require.NoError(t, err)
		assert.Equal(t, bytes.Repeat([]byte(key), 100), value)
	}
	require.NoError(t, db.Put([]byte("a"), []byte("new"))) // something to merge
	assert.ErrorIs(t, db.Merge(), bitcask.ErrCorrupt, "a merge must not drop what it cannot read")
	value, err := db.Get([]byte("c"))
	require.NoError(t, err)
	assert.Len(t, value, 100)
	require.NoError(t, db.Put([]byte("b"), []byte("again")))
	require.NoError(t, db.Merge(), "once nothing points at the damage, it goes")
}

func TestCorruptRecordFoundByOpen(t *testing.T) {
	for name, offset := range map[string]int{
		"checksum":   threeSize,
		"tstamp":     threeSize + 5,
		"key size":   threeSize + 8,
		"value size": threeSize + 10, // far beyond the end
		"key":        threeSize + 14,
		"value":      threeSize + 100,
	} {
		t.Run(name, func(t *testing.T) {
			fs := three(t)
			require.NoError(t, fs.Remove(hintFile)) // as after a crash
			damage(t, fs, offset)
			for _, o := range []bitcask.Options{{}, {ReadOnly: true}} {
				_, err := bitcask.Open(world.World{FS: fs}, o)
				var damaged *bitcask.CorruptionError
				require.ErrorAs(t, err, &damaged)
				assert.Equal(t, dataFile, damaged.File)
				assert.EqualValues(t, threeSize, damaged.Offset)
			}
			db := open(t, fs, bitcask.Options{Recover: true})
			keys, err := db.Keys(nil)
			require.NoError(t, err)
			assert.Equal(t, [][]byte{[]byte("a")}, keys, "all before it is kept")
			require.NoError(t, db.Put([]byte("d"), []byte("new")))
			require.NoError(t, db.Close())

			again := open(t, fs, bitcask.Options{})
			assert.Len(t, contents(t, again), 2, "once recovered, it opens as any other")
		})
	}
}

func TestRecoverOfAFileWithNothingToKeep(t *testing.T) {
	fs := three(t)
	require.NoError(t, fs.Remove(hintFile))
	damage(t, fs, 20)
	_, err := bitcask.Open(world.World{FS: fs}, bitcask.Options{})
	require.ErrorIs(t, err, bitcask.ErrCorrupt)
	require.NoError(t, open(t, fs, bitcask.Options{Recover: true}).Close())
	assert.Empty(t, contents(t, open(t, fs, bitcask.Options{})))
}

func TestTornTailIsCutSilently(t *testing.T) {
	fs := three(t)
	whole := readFile(t, fs, dataFile)
	for size := 2 * threeSize; size < 3*threeSize; size++ {
		torn := memfs.New()
		writeFile(t, torn, dataFile, whole[:size])
		db, err := bitcask.Open(world.World{FS: torn}, bitcask.Options{})
		require.NoError(t, err, "%d bytes", size)
		n, err := db.Len()
		require.NoError(t, err)
		require.Equal(t, 2, n, "%d bytes", size)
		require.NoError(t, db.Put([]byte("c"), []byte("again")))
		require.NoError(t, db.Close())
		db, err = bitcask.Open(world.World{FS: torn}, bitcask.Options{})
		require.NoError(t, err, "%d bytes", size)
		require.Equal(t, "again", contents(t, db)["c"])
		require.NoError(t, db.Close())
	}
}

// longRecords is a closed store of three records that are longer than a sector,
// without a hint, so that Open reads the data.
func longRecords(t *testing.T) *memfs.FS {
	t.Helper()
	fs := memfs.New()
	db, err := bitcask.Open(world.World{FS: fs}, bitcask.Options{})
	require.NoError(t, err)
	for _, key := range []string{"a", "b", "c"} {
		require.NoError(t, db.Put([]byte(key), bytes.Repeat([]byte(key), 2000)))
	}
	require.NoError(t, db.Close())
	require.NoError(t, fs.Remove(hintFile))
	return fs
}

func TestLostSectorsBeforeWholeRecordsAreTorn(t *testing.T) {
	fs := longRecords(t)
	data := readFile(t, fs, dataFile)
	clear(data[2560:3072]) // a sector in the middle of b, as if never written
	writeFile(t, fs, dataFile, data)
	keys, err := open(t, fs, bitcask.Options{}).Keys(nil)
	require.NoError(t, err)
	assert.Equal(t, [][]byte{[]byte("a")}, keys)
}

func TestHintsThatDoNotFitAreNotUsed(t *testing.T) {
	hints := readFile(t, three(t), hintFile)
	for name, change := range map[string]func(h []byte) []byte{
		"a changed offset":  func(h []byte) []byte { h[17] ^= 1; return h },
		"a changed key":     func(h []byte) []byte { h[18] ^= 1; return h },
		"a changed end":     func(h []byte) []byte { h[len(h)-1] ^= 1; return h },
		"no end":            func(h []byte) []byte { return h[:len(h)-18] },
		"bytes after it":    func(h []byte) []byte { return append(h, 0) },
		"nothing":           func([]byte) []byte { return nil },
		"another's records": func([]byte) []byte { return goldenHint(t) },
	} {
		t.Run(name, func(t *testing.T) {
			fs := three(t)
			if name == "another's records" { // whole, but of a longer file
				data := readFile(t, fs, dataFile)
				writeFile(t, fs, dataFile, data[:threeSize/2])
			}
			writeFile(t, fs, hintFile, change(bytes.Clone(hints)))
			all := contents(t, open(t, fs, bitcask.Options{}))
			if name == "another's records" {
				assert.Empty(t, all)
				return
			}
			assert.Len(t, all, 3)
			assert.Equal(t, hints, readFile(t, fs, hintFile), "and are written anew")
		})
	}
}

func TestARecordOfAnotherKeyIsCorruption(t *testing.T) {
	fs := three(t)
	data := readFile(t, fs, dataFile)
	copy(data[threeSize:2*threeSize], data[:threeSize]) // a's record where b's was
	writeFile(t, fs, dataFile, data)
	_, err := open(t, fs, bitcask.Options{}).Get([]byte("b"))
	var damaged *bitcask.CorruptionError
	require.True(t, errors.As(err, &damaged))
	assert.Equal(t, "another key's record", damaged.Reason)
}
