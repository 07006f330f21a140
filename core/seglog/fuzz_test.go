package seglog_test

import (
	"bytes"
	"testing"

	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
)

// FuzzScan takes any bytes for the last segment and for a sealed one. Each
// record that is found can be read alone, records and damage together are all
// of the file, and opening it a second time shows the same.
func FuzzScan(f *testing.F) {
	disk := memfs.New()
	l, err := seglog.Open(disk, seglog.Options{})
	if err != nil {
		f.Fatal(err)
	}
	l.Append(1, []byte("one"))
	l.Append(2)
	if err := l.Commit(); err != nil {
		f.Fatal(err)
	}
	l.Append(3, make([]byte, 600))
	if err := l.Close(); err != nil {
		f.Fatal(err)
	}
	seed := fuzzContent(f, disk)
	f.Add(seed)
	f.Add(seed[:len(seed)-3])
	f.Add(seed[20:])
	f.Add(append(bytes.Clone(seed[:40]), make([]byte, 1000)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, sealed := range []bool{false, true} {
			fs := memfs.New()
			fuzzFile(t, fs, "00000001.seg", data)
			if sealed {
				fuzzFile(t, fs, "00000002.seg", nil)
			}
			first, ok := fuzzScan(t, fs)
			if !ok {
				return // a format of the future
			}
			if second, _ := fuzzScan(t, fs); second != first {
				t.Fatalf("%d records and %d bytes of damage, then %d and %d", first.records, first.damage, second.records, second.damage)
			}
		}
	})
}

// findings is what a scan has come to.
type findings struct{ records, damage int64 }

func fuzzScan(t *testing.T, fs vfs.FS) (found findings, ok bool) {
	l, err := seglog.Open(fs, seglog.Options{})
	if err != nil {
		return findings{}, false
	}
	defer l.Close()
	damage, err := l.Scan(1, func(at seglog.Place, kind byte, payload []byte) error {
		found.records++
		again, alone, err := l.Read(at, nil)
		if err != nil || again != kind || !bytes.Equal(alone, payload) {
			t.Fatalf("read alone, the record at %v is %d %q %v", at, again, alone, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range damage {
		found.damage += d.Length
		if copied, err := fs.Open(d.Kept, vfs.ReadOnly); err != nil {
			t.Fatal(err)
		} else if size, err := copied.Size(); err != nil || size != d.Length {
			t.Fatalf("%d bytes of %d were set aside: %v", size, d.Length, err)
		}
	}
	return found, true
}

func fuzzContent(f *testing.F, fs vfs.FS) []byte {
	file, err := fs.Open("00000001.seg", vfs.ReadOnly)
	if err != nil {
		f.Fatal(err)
	}
	size, err := file.Size()
	if err != nil {
		f.Fatal(err)
	}
	b := make([]byte, size)
	if _, err := file.ReadAt(b, 0); err != nil {
		f.Fatal(err)
	}
	return b
}

func fuzzFile(t *testing.T, fs vfs.FS, name string, content []byte) {
	file, err := fs.Open(name, vfs.Create)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt(content, 0); err != nil {
		t.Fatal(err)
	}
}
