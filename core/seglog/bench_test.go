package seglog_test

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/vfs/osfs"
)

const benchRecord = 1 << 10

// BenchmarkCommit appends records of 1 KiB and commits groups of them, on the
// disk below $TMPDIR. BenchmarkBareLoop is what it cannot be faster than.
func BenchmarkCommit(b *testing.B) {
	for _, group := range []int{1, 100, 1000} {
		b.Run(strconv.Itoa(group), func(b *testing.B) {
			disk, err := osfs.New(b.TempDir())
			require.NoError(b, err)
			commitGroups(b, disk, group)
		})
	}
}

// BenchmarkCommitWithoutDisk is what the log itself costs: files take what is
// written and forget it.
func BenchmarkCommitWithoutDisk(b *testing.B) {
	for _, group := range []int{1, 100, 1000} {
		b.Run(strconv.Itoa(group), func(b *testing.B) { commitGroups(b, nothing{memfs.New()}, group) })
	}
}

func commitGroups(b *testing.B, disk vfs.FS, group int) {
	l, err := seglog.Open(disk, seglog.Options{})
	require.NoError(b, err)
	record := bytes.Repeat([]byte{'x'}, benchRecord)
	b.SetBytes(int64(group * benchRecord))
	b.ReportAllocs()
	for b.Loop() {
		for range group {
			l.Append(1, record)
		}
		if err := l.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*group)/b.Elapsed().Seconds(), "records/s")
	require.NoError(b, l.Close())
}

// BenchmarkBareLoop writes and syncs as many bytes, into a new file after each
// 16 MiB, and does nothing else.
func BenchmarkBareLoop(b *testing.B) {
	for _, group := range []int{1, 100, 1000} {
		b.Run(strconv.Itoa(group), func(b *testing.B) {
			disk, err := osfs.New(b.TempDir())
			require.NoError(b, err)
			record := bytes.Repeat([]byte{'x'}, group*benchRecord)
			b.SetBytes(int64(len(record)))
			var file vfs.File
			at, number := int64(0), 0
			for b.Loop() {
				if file == nil || at > 16<<20 {
					number++
					if file, err = disk.Open(strconv.Itoa(number), vfs.Create); err != nil {
						b.Fatal(err)
					}
					at = 0
				}
				if _, err := file.WriteAt(record, at); err != nil {
					b.Fatal(err)
				}
				if err := file.SyncData(); err != nil {
					b.Fatal(err)
				}
				at += int64(len(record))
			}
			b.ReportMetric(float64(b.N*group)/b.Elapsed().Seconds(), "records/s")
		})
	}
}
