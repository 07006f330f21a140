package bitcask_test

import (
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// The golden bytes follow basho/bitcask: include/bitcask.hrl for the field
// sizes, src/bitcask_fileops.erl, write/4 and hintfile_entry/5, for their
// order. They are spelled out by hand; only the checksums come from a crc32
// of the standard library.

// bytesOf joins hex digits, with blanks for the eye, and texts in quotes.
func bytesOf(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b []byte
	for _, part := range parts {
		if text, ok := strings.CutPrefix(part, "'"); ok {
			b = append(b, text...)
			continue
		}
		raw, err := hex.DecodeString(strings.ReplaceAll(part, " ", ""))
		require.NoError(t, err)
		b = append(b, raw...)
	}
	return b
}

func withCRC(b []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(b)), b...)
}

func readFile(t *testing.T, fs vfs.FS, name string) []byte {
	t.Helper()
	f, err := fs.Open(name, vfs.ReadOnly)
	require.NoError(t, err)
	defer f.Close()
	size, err := f.Size()
	require.NoError(t, err)
	b := make([]byte, size)
	_, err = f.ReadAt(b, 0)
	require.NoError(t, err)
	return b
}

func writeFile(t *testing.T, fs vfs.FS, name string, content []byte) {
	t.Helper()
	f, err := fs.Open(name, vfs.Create|vfs.Trunc)
	require.NoError(t, err)
	_, err = f.WriteAt(content, 0)
	require.NoError(t, err)
	require.NoError(t, f.Close())
}

// goldenData is: put "key" "value", put "k2" "", delete "key", each at Unix
// time 0x5e0be100.
func goldenData(t *testing.T) []byte {
	t.Helper()
	//                     tstamp      ksz  value size
	data := withCRC(bytesOf(t, "5e0be100 0003 00000005", "'key", "'value"))
	data = append(data, withCRC(bytesOf(t, "5e0be100 0002 00000000", "'k2"))...)
	return append(data, withCRC(bytesOf(t, "5e0be100 0003 00000016", "'key", "'bitcask_tombstone2", "00000001"))...)
}

func goldenHint(t *testing.T) []byte {
	t.Helper()
	//                tstamp   ksz  total    tombstone bit and offset
	hint := bytesOf(t, "5e0be100 0003 00000016 0000000000000000", "'key",
		"5e0be100 0002 00000010 0000000000000016", "'k2",
		"5e0be100 0003 00000027 8000000000000026", "'key")
	end := binary.BigEndian.AppendUint32(bytesOf(t, "00000000 0000"), crc32.ChecksumIEEE(hint))
	return append(hint, append(end, bytesOf(t, "7fffffffffffffff")...)...)
}

func TestFilesHaveTheLayoutOfRiak(t *testing.T) {
	fs := memfs.New()
	at := clock.NewManual(time.Unix(0x5e0be100, 0))
	db, err := bitcask.Open(world.World{FS: fs, Clock: at}, bitcask.Options{})
	require.NoError(t, err)
	require.NoError(t, db.Put([]byte("key"), []byte("value")))
	require.NoError(t, db.Put([]byte("k2"), nil))
	require.NoError(t, db.Delete([]byte("key")))
	require.NoError(t, db.Close())

	names, err := fs.List("")
	require.NoError(t, err)
	assert.Equal(t, []string{"1.bitcask.data", "1.bitcask.hint"}, names)
	assert.Equal(t, goldenData(t), readFile(t, fs, "1.bitcask.data"))
	assert.Equal(t, goldenHint(t), readFile(t, fs, "1.bitcask.hint"))
}

func TestFilesOfRiakAreRead(t *testing.T) {
	old := withCRC(bytesOf(t, "4d000000 0003 00000003", "'old", "'one"))
	gone := withCRC(bytesOf(t, "4d000001 0003 00000011", "'key", "'bitcask_tombstone"))
	gone1 := withCRC(bytesOf(t, "4d000001 0002 00000016", "'k2", "'bitcask_tombstone1", "00000009"))
	tests := []struct {
		name  string
		files map[string][]byte
		want  map[string]string
	}{
		{"hints", map[string][]byte{"3.bitcask.data": goldenData(t), "3.bitcask.hint": goldenHint(t)}, map[string]string{"k2": ""}},
		{"no hints", map[string][]byte{"3.bitcask.data": goldenData(t)}, map[string]string{"k2": ""}},
		{"unfinished hints", map[string][]byte{"3.bitcask.data": goldenData(t), "3.bitcask.hint": goldenHint(t)[:21]}, map[string]string{"k2": ""}},
		{"old tombstones, numbers that are times, other files", map[string][]byte{
			"1291845632.bitcask.data": goldenData(t),
			"1291845640.bitcask.data": append(append(old, gone...), gone1...),
			"bitcask.write.lock":      []byte("4711 1291845640.bitcask.data\n"),
			"007.bitcask.data":        []byte("not ours"),
			"notes.txt":               []byte("nor this"),
		}, map[string]string{"old": "one"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fs := memfs.New()
			for name, content := range test.files {
				writeFile(t, fs, name, content)
			}
			assert.Equal(t, test.want, contents(t, open(t, fs, bitcask.Options{ReadOnly: true})))
			db := open(t, fs, bitcask.Options{})
			require.NoError(t, db.Put([]byte("new"), []byte("two")))
			test.want["new"] = "two"
			assert.Equal(t, test.want, contents(t, db))
		})
	}
}
