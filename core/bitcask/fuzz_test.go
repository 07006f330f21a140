package bitcask

import (
	"bytes"
	"testing"

	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

func seedRecords() []byte {
	b := appendRecord(nil, 1, []byte("key"), []byte("value"))
	b = appendRecord(b, 2, []byte("empty"), nil)
	return appendRecord(b, 3, []byte("key"), appendTombstone(nil, 1))
}

func seedHints() []byte {
	b := appendHint(nil, []byte("key"), location{offset: 0, size: 22, tstamp: 1})
	b = appendHint(b, []byte("key"), location{offset: 22, size: 39, tstamp: 2, tombstone: true})
	return b
}

func fileOf(t *testing.T, fs vfs.FS, name string, content []byte) vfs.File {
	t.Helper()
	f, err := fs.Open(name, vfs.Create|vfs.Trunc)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(content, 0); err != nil {
		t.Fatal(err)
	}
	return f
}

// FuzzRecords reads any bytes as a data file: each record that is found must
// encode to the very bytes it was found in.
func FuzzRecords(f *testing.F) {
	f.Add(seedRecords())
	f.Add(seedRecords()[:30])
	f.Add(bytes.Repeat([]byte{0}, 100))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := fileOf(t, memfs.New(), "f", data)
		r := newDataReader(file, 0, int64(len(data)))
		end := int64(0)
		for {
			key, l, err := r.next()
			if err != nil {
				t.Fatal(err)
			}
			if key == nil {
				break
			}
			if l.offset != end {
				t.Fatalf("a record at %d, want %d", l.offset, end)
			}
			end += int64(l.size)
			whole := data[l.offset:end]
			h, k, v, ok := decodeRecord(whole)
			if !ok || !bytes.Equal(k, key) || isTombstone(v) != l.tombstone {
				t.Fatalf("decodeRecord disagrees at %d", l.offset)
			}
			if again := appendRecord(nil, h.tstamp, k, v); !bytes.Equal(again, whole) {
				t.Fatalf("encodes to %x, want %x", again, whole)
			}
		}
		if end != r.offset {
			t.Fatalf("ended at %d, after %d bytes of records", r.offset, end)
		}
		if _, err := isTorn(file, end, int64(len(data))); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzHints reads any bytes as a hint file: what is found valid must encode
// to itself, and lie within the data.
func FuzzHints(f *testing.F) {
	body := seedHints()
	f.Add(appendHintEnd(body, 0x1234), int64(61))
	f.Add(body, int64(61))
	f.Add(appendHintEnd(nil, 0), int64(0))
	f.Fuzz(func(t *testing.T, hints []byte, dataSize int64) {
		w := &hintWriter{fs: memfs.New(), name: "h", buf: bytes.Clone(hints)}
		w.finish() // with the right checksum, to get behind it
		for _, content := range [][]byte{hints, readAll(t, w)} {
			checkHints(t, content, dataSize)
		}
	})
}

func readAll(t *testing.T, w *hintWriter) []byte {
	f, err := w.fs.Open(w.name, vfs.ReadOnly)
	if err != nil {
		return nil // nothing was written
	}
	size, _ := f.Size()
	b := make([]byte, size)
	if _, err := f.ReadAt(b, 0); err != nil && size > 0 {
		t.Fatal(err)
	}
	return b
}

func checkHints(t *testing.T, hints []byte, dataSize int64) {
	file := fileOf(t, memfs.New(), "h", hints)
	valid, err := hintIsValid(file, dataSize)
	if err != nil {
		t.Fatal(err)
	}
	if !valid {
		return
	}
	var again []byte
	r := newHintReader(file, int64(len(hints)))
	for {
		key, l, err := r.next()
		if err != nil {
			t.Fatalf("valid, but: %v", err)
		}
		if key == nil {
			break
		}
		if l.offset < 0 || l.offset+int64(l.size) > dataSize {
			t.Fatalf("%+v lies outside %d bytes", l, dataSize)
		}
		again = appendHint(again, key, l)
	}
	if !bytes.HasPrefix(hints, again) || len(hints) != len(again)+hintHeaderSize {
		t.Fatalf("encodes to %x, want %x", again, hints)
	}
}

// FuzzOpen opens any two files as a database: it may refuse, but not panic,
// and with Recover it must open and hold what it says.
func FuzzOpen(f *testing.F) {
	f.Add(seedRecords(), appendHintEnd(seedHints(), 7))
	f.Fuzz(func(t *testing.T, data, hints []byte) {
		fs := memfs.New()
		fileOf(t, fs, dataName(1), data).Close()
		fileOf(t, fs, hintName(1), hints).Close()
		db, err := Open(world.World{FS: fs}, Options{Recover: true})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		keys, err := db.Keys(nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			if _, err := db.Get(key); err != nil && !isCorruption(err) {
				t.Fatal(err)
			}
		}
	})
}

func isCorruption(err error) bool {
	_, ok := err.(*CorruptionError)
	return ok
}
