package seglog_test

import (
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/faultfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sum is a CRC as the file has it.
func sum(parts ...string) string {
	return hex.EncodeToString(binary.BigEndian.AppendUint32(nil, crc32.Checksum(raw(parts...), castagnoli)))
}

// raw is the bytes of hexadecimal digits with spaces.
func raw(parts ...string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(strings.Join(parts, ""), " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

func headerOfFormat(n byte) []byte {
	fields := "89 7365676c6f67 0a 00" + hex.EncodeToString([]byte{n}) + "0000 00000003 00000000"
	return raw(fields, sum(fields))
}

// TestLayout spells the files out, as DESIGN.md has them.
func TestLayout(t *testing.T) {
	disk := memfs.New()
	l := open(t, disk, seglog.Options{SegmentSize: 60})
	l.Append(7, []byte("a"), []byte("bc"))
	require.NoError(t, l.Commit())
	l.Append(8)
	require.NoError(t, l.Commit())
	require.NoError(t, l.WriteIndex(1, []byte("index")))
	require.NoError(t, l.Close())

	header := "89 7365676c6f67 0a 0001 0000 00000001 00000000"
	assert.Equal(t, raw(
		header, sum(header),
		"d7 07 00000003", sum("616263", "d7 07 00000003", "00000001 00000018"), "616263",
	), content(t, disk, "00000001.seg"))

	header = "89 7365676c6f67 0a 0001 0000 00000002 00000025" // 37 is the first one's size
	assert.Equal(t, raw(
		header, sum(header),
		"d7 08 00000000", sum("d7 08 00000000", "00000002 00000018"),
		"d8 00 00000004", sum("00000022", "d8 00 00000004", "00000002 00000022"), "00000022", // the closing mark
	), content(t, disk, "00000002.seg"))

	header = "89 736567696478 0a 0001 0000 00000001 00000025"
	assert.Equal(t, raw(header, sum(header, hex.EncodeToString([]byte("index"))), hex.EncodeToString([]byte("index"))),
		content(t, disk, "00000001.idx"))
}

// TestMarks looks at what stands between commits: a claim of what is synced.
func TestMarks(t *testing.T) {
	disk := memfs.New()
	l := open(t, disk, seglog.Options{})
	l.Append(1)
	require.NoError(t, l.Commit())
	l.Append(1)
	require.NoError(t, l.Flush())
	l.Append(1)
	require.NoError(t, l.Flush())
	b := content(t, disk, "00000001.seg")
	require.Len(t, b, 24+10+2*(14+10))
	assert.Equal(t, raw("d8 00 00000004"), b[34:40])
	assert.Equal(t, raw("00000022"), b[44:48])
	assert.Equal(t, raw("d8 00 00000004"), b[58:64])
	assert.Equal(t, raw("00000022"), b[68:72], "what is only flushed is not claimed")
}

func TestIndex(t *testing.T) {
	disk, _ := sample(t)
	l := open(t, disk, small)
	_, ok, err := l.ReadIndex(1)
	require.NoError(t, err)
	assert.False(t, ok)
	for _, data := range []string{"first", "", "second"} {
		require.NoError(t, l.WriteIndex(1, []byte(data)))
		got, ok, err := l.ReadIndex(1)
		require.NoError(t, err)
		assert.True(t, ok)
		assert.Equal(t, data, string(got))
	}
	assert.ErrorIs(t, l.WriteIndex(3, nil), seglog.ErrNotSealed)
	assert.ErrorIs(t, l.WriteIndex(9, nil), seglog.ErrNotFound)
	_, ok, err = l.ReadIndex(3)
	require.NoError(t, err)
	assert.False(t, ok)
	_, _, err = l.ReadIndex(9)
	assert.ErrorIs(t, err, seglog.ErrNotFound)

	whole := content(t, disk, "00000001.idx")
	for i := range whole {
		b := append([]byte(nil), whole...)
		b[i] ^= 1
		put(t, disk, "00000001.idx", b)
		_, ok, err := l.ReadIndex(1)
		require.NoError(t, err)
		require.False(t, ok, "byte %d", i)
		put(t, disk, "00000001.idx", whole[:i])
		_, ok, err = l.ReadIndex(1)
		require.NoError(t, err)
		require.False(t, ok, "cut at %d", i)
	}
	put(t, disk, "00000002.idx", whole)
	_, ok, err = l.ReadIndex(2)
	require.NoError(t, err)
	assert.False(t, ok, "another segment's")
}

// TestIndexThatIsNotWritten fails each write of an index in turn.
func TestIndexThatIsNotWritten(t *testing.T) {
	for skip := range 2 {
		disk, _ := sample(t)
		faults := faultfs.New(disk)
		l := open(t, faults, small)
		faults.Add(faultfs.Rule{Ops: faultfs.Write, Skip: skip, Count: 1, Err: vfs.ErrNoSpace})
		require.ErrorIs(t, l.WriteIndex(1, []byte("data")), seglog.ErrNoSpace, "write %d", skip)
		_, ok, err := l.ReadIndex(1)
		require.NoError(t, err)
		require.False(t, ok)
	}
}

// TestRecordLargerThanASegment holds that it brings one of its own, and no
// empty one before it.
func TestRecordLargerThanASegment(t *testing.T) {
	l := open(t, memfs.New(), small)
	for n := range 3 {
		at := l.Append(1, make([]byte, 1000))
		require.EqualValues(t, n+1, at.Segment)
	}
	require.NoError(t, l.Commit())
	require.Len(t, l.Segments(), 3)
}

// TestLeftovers looks at what Open does with files that a crash has left, and
// with those that are not the log's.
func TestLeftovers(t *testing.T) {
	disk, want := sample(t)
	leftovers := []string{"00000001.seg.new", "00000002.idx.new", "00000001.seg.damaged-24.new", "00000009.idx"}
	others := []string{"notes.txt", "notes.new", "1.seg", "00000000.seg", "x.seg", "00000001.seg.damaged-24"}
	for _, name := range append(leftovers, others...) {
		put(t, disk, name, []byte("x"))
	}
	assert.Equal(t, want, scanned(t, open(t, disk, small)))
	names, err := disk.List("")
	require.NoError(t, err)
	assert.Subset(t, names, others)
	for _, name := range leftovers {
		assert.NotContains(t, names, name)
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []seglog.Options{{SegmentSize: -1}, {SegmentSize: 1<<30 + 1}, {MaxRecord: -1}, {MaxRecord: 1<<30 + 1}} {
		_, err := seglog.Open(memfs.New(), o)
		assert.ErrorIs(t, err, seglog.ErrOptions)
	}
	_, err := seglog.Open(nil, seglog.Options{})
	assert.ErrorIs(t, err, seglog.ErrNoFiles)

	disk := memfs.New()
	l := open(t, disk, seglog.Options{MaxRecord: 100})
	_, err = seglog.Open(disk, seglog.Options{})
	assert.ErrorIs(t, err, seglog.ErrLocked)
	assert.Zero(t, l.Append(1, make([]byte, 60), make([]byte, 41)))
	assert.False(t, l.Dirty())
	assert.NotZero(t, l.Append(1, make([]byte, 60), make([]byte, 40)))
}

// TestReadAhead reads a backlog from any place, with any amount.
func TestReadAhead(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	l := open(t, memfs.New(), seglog.Options{SegmentSize: 30_000})
	var want []entry
	for range 30 {
		want = append(want, appendSome(r, l, 5, 1+r.IntN(3000))...)
		require.NoError(t, l.Commit())
	}
	want = append(want, appendSome(r, l, 20, 1000)...) // and some are staged
	for range 500 {
		i, n := r.IntN(len(want)), r.IntN(20_000)
		first := want[i]
		var got []entry
		require.NoError(t, l.ReadAhead(first.at, n, func(at seglog.Place, kind byte, payload []byte) bool {
			got = append(got, entry{at, kind, string(payload)})
			return true
		}))
		require.NotEmpty(t, got)
		require.Equal(t, want[i:i+len(got)], got)
		if last := got[len(got)-1]; len(got) > 1 {
			require.LessOrEqual(t, int(last.at.Offset-first.at.Offset)+10+len(last.payload), n)
		}
		if next := i + len(got); next < len(want) && want[next].at.Segment == first.at.Segment {
			full := int(want[next].at.Offset-first.at.Offset)+10+len(want[next].payload) > n
			require.True(t, full || l.Dirty(), "it stops early")
		}
	}
	calls := 0
	require.NoError(t, l.ReadAhead(want[0].at, 1<<20, func(seglog.Place, byte, []byte) bool { calls++; return calls < 3 }))
	assert.Equal(t, 3, calls)
	for _, at := range []seglog.Place{{1, 25}, {1, 24 + 4}, {1, 1 << 30}, {1, 0}} {
		assert.ErrorIs(t, l.ReadAhead(at, 100, nil), seglog.ErrCorrupt)
		_, _, err := l.Read(at, nil)
		assert.ErrorIs(t, err, seglog.ErrCorrupt)
	}
	assert.ErrorIs(t, l.ReadAhead(seglog.Place{Segment: 99, Offset: 24}, 100, nil), seglog.ErrNotFound)
}
