package seglog_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/faultfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
)

// content gives all bytes of a file.
func content(t *testing.T, fs vfs.FS, name string) []byte {
	t.Helper()
	f, err := fs.Open(name, vfs.ReadOnly)
	require.NoError(t, err)
	defer f.Close()
	size, err := f.Size()
	require.NoError(t, err)
	b := make([]byte, size)
	if _, err := f.ReadAt(b, 0); err != io.EOF {
		require.NoError(t, err)
	}
	return b
}

// put makes a file of these bytes.
func put(t *testing.T, fs vfs.FS, name string, b []byte) {
	t.Helper()
	f, err := fs.Open(name, vfs.Create|vfs.Trunc)
	require.NoError(t, err)
	defer f.Close()
	_, err = f.WriteAt(b, 0)
	require.NoError(t, err)
}

var small = seglog.Options{SegmentSize: 300}

// sample is a closed log of three small segments.
func sample(t *testing.T) (*memfs.FS, []entry) {
	t.Helper()
	disk := memfs.New()
	l := open(t, disk, small)
	r := rand.New(rand.NewPCG(7, 8))
	var want []entry
	for len(l.Segments()) < 3 || l.Segments()[2].Size < 200 {
		want = append(want, appendSome(r, l, 1, 60)...)
		if r.IntN(2) == 0 {
			require.NoError(t, l.Commit())
		}
	}
	require.NoError(t, l.Close())
	return disk, want
}

// TestEveryTruncation cuts the last segment at each length: what is whole
// before the cut is there, and the log goes on behind it.
func TestEveryTruncation(t *testing.T) {
	disk, want := sample(t)
	last := content(t, disk, "00000003.seg")
	for length := range last {
		cut := disk.Clone()
		put(t, cut, "00000003.seg", last[:length])
		whole := 0
		for whole < len(want) && (want[whole].at.Segment < 3 || int(want[whole].at.Offset)+10+len(want[whole].payload) <= length) {
			whole++
		}
		l := open(t, cut, small)
		require.Equal(t, want[:whole], scanned(t, l), "cut at %d", length)
		next := entry{l.Append(5, []byte("next")), 5, "next"}
		require.NoError(t, l.Close())
		l = open(t, cut, small)
		require.Equal(t, append(want[:whole:whole], next), scanned(t, l), "cut at %d", length)
	}
}

// scanDamaged gives what is whole, and the damage.
func scanDamaged(t *testing.T, l *seglog.Log) (got []entry, damage []seglog.Damage) {
	t.Helper()
	for _, s := range l.Segments() {
		found, err := l.Scan(s.ID, func(at seglog.Place, kind byte, payload []byte) error {
			got = append(got, entry{at, kind, string(payload)})
			return nil
		})
		require.NoError(t, err)
		damage = append(damage, found...)
	}
	return got, damage
}

// TestEveryFlip damages each byte of each segment: all other records are
// served, the file and offset are named, and the bytes are set aside. Only the
// closing mark is no loss.
func TestEveryFlip(t *testing.T) {
	disk, want := sample(t)
	for id := uint32(1); id <= 3; id++ {
		name := "0000000" + strconv.Itoa(int(id)) + ".seg"
		whole := content(t, disk, name)
		for i := range whole {
			for _, mask := range []byte{1, 0x80, 0xff} {
				flipped := disk.Clone()
				b := bytes.Clone(whole)
				b[i] ^= mask
				put(t, flipped, name, b)
				checkFlip(t, flipped, want, id, i, b)
			}
		}
	}
}

// checkFlip looks at a log whose segment id, with the content b, has a wrong
// byte at an offset.
func checkFlip(t *testing.T, disk *memfs.FS, want []entry, id uint32, offset int, b []byte) {
	t.Helper()
	var rest []entry
	for _, e := range want {
		hit := e.at.Segment == id && int(e.at.Offset) <= offset && offset < int(e.at.Offset)+10+len(e.payload)
		if !hit {
			rest = append(rest, e)
		}
	}
	l := open(t, disk, small)
	got, damage := scanDamaged(t, l)
	require.Equal(t, rest, got, "segment %d, byte %d", id, offset)
	if id == 3 && offset >= len(b)-14 {
		require.Nil(t, damage, "the closing mark")
		return
	}
	require.Len(t, damage, 1, "segment %d, byte %d", id, offset)
	d := damage[0]
	require.Equal(t, "0000000"+strconv.Itoa(int(id))+".seg", d.File)
	require.LessOrEqual(t, d.Offset, int64(offset))
	require.Greater(t, d.Offset+d.Length, int64(offset))
	require.Equal(t, d.File+".damaged-"+strconv.FormatInt(d.Offset, 10), d.Kept)
	require.Equal(t, b[d.Offset:d.Offset+d.Length], content(t, disk, d.Kept))
	if len(rest) < len(want) {
		_, _, err := l.Read(seglog.Place{Segment: id, Offset: uint32(d.Offset)}, nil)
		require.Equal(t, &seglog.CorruptionError{File: d.File, Offset: d.Offset}, err)
		require.Equal(t, code.Corrupt, code.Of(err))
		require.ErrorIs(t, err, seglog.ErrCorrupt)
		require.ErrorContains(t, err, "offset "+strconv.FormatInt(d.Offset, 10))
	}
	_, again := scanDamaged(t, l)
	require.Equal(t, damage, again)
}

// A flip in the last commit of a process that was killed has no mark behind
// it that vouches for the bytes: it is damage nevertheless, as no sector is
// lost, unless it is in the last record.
func TestFlipWithoutAMark(t *testing.T) {
	disk := memfs.New()
	l := open(t, disk, seglog.Options{})
	want := appendSome(rand.New(rand.NewPCG(9, 9)), l, 5, 300)
	require.NoError(t, l.Commit())
	killed := disk.Clone()
	b := content(t, killed, "00000001.seg")
	for i, e := range want {
		flipped := bytes.Clone(b)
		flipped[e.at.Offset+9] ^= 4
		put(t, killed, "00000001.seg", flipped)
		got, damage := scanDamaged(t, open(t, killed.Clone(), seglog.Options{}))
		require.Equal(t, append(want[:i:i], want[i+1:]...), got)
		if i < 4 {
			require.Len(t, damage, 1)
		} else {
			require.Nil(t, damage)
		}
	}
}

// Zeros may be what an owner has written. A mark vouches for them: this is
// damage, and no lost sector at which the log would end.
func TestFlipAmongZeros(t *testing.T) {
	disk := memfs.New()
	l := open(t, disk, seglog.Options{})
	zeros := l.Append(1, make([]byte, 2000))
	require.NoError(t, l.Commit())
	after := entry{l.Append(2, []byte("after")), 2, "after"}
	require.NoError(t, l.Commit())
	killed := disk.Clone()
	b := content(t, killed, "00000001.seg")
	b[zeros.Offset+10] = 1
	put(t, killed, "00000001.seg", b)
	got, damage := scanDamaged(t, open(t, killed, seglog.Options{}))
	assert.Equal(t, []entry{after}, got)
	require.Len(t, damage, 1)
	assert.Equal(t, int64(zeros.Offset), damage[0].Offset)
}

// A sealed segment knows its size from the next one's header, be it the first
// or one in between.
func TestSealedSegmentWithoutItsEnd(t *testing.T) {
	for _, name := range []string{"00000001.seg", "00000002.seg"} {
		t.Run(name, func(t *testing.T) {
			disk, want := sample(t)
			whole := content(t, disk, name)
			put(t, disk, name, whole[:len(whole)-3])
			l := open(t, disk, small)
			_, damage := scanDamaged(t, l)
			require.Len(t, damage, 2)
			assert.Equal(t, name, damage[0].File, "the last record is half there")
			assert.NotEmpty(t, damage[0].Kept)
			assert.Equal(t, seglog.Damage{File: name, Offset: int64(len(whole)) - 3, Length: 3}, damage[1])
			require.NoError(t, l.Close())

			put(t, disk, name, append(bytes.Clone(whole), "more"...))
			got, damage := scanDamaged(t, open(t, disk, small))
			assert.Equal(t, want, got)
			require.Len(t, damage, 1)
			assert.Equal(t, int64(len(whole)), damage[0].Offset)
			assert.Equal(t, "more", string(content(t, disk, damage[0].Kept)))
		})
	}
}

// A log that is opened again and goes on is marked anew when it is closed: a
// flip in what came last is damage then, and no end that a crash has left.
func TestFlipInWhatCameAfterAMark(t *testing.T) {
	disk := memfs.New()
	l := open(t, disk, seglog.Options{})
	l.Append(1, []byte("before"))
	require.NoError(t, l.Close())
	l = open(t, disk, seglog.Options{})
	last := l.Append(2, []byte("after"))
	require.NoError(t, l.Close())
	b := content(t, disk, "00000001.seg")
	b[last.Offset+10] ^= 1
	put(t, disk, "00000001.seg", b)
	_, damage := scanDamaged(t, open(t, disk, seglog.Options{}))
	require.Len(t, damage, 1)
	assert.Equal(t, int64(last.Offset), damage[0].Offset)
}

func TestNoRoomToSetDamageAside(t *testing.T) {
	disk, want := sample(t)
	b := content(t, disk, "00000001.seg")
	b[want[0].at.Offset] ^= 1
	put(t, disk, "00000001.seg", b)
	faults := faultfs.New(disk)
	l := open(t, faults, small)
	faults.Add(faultfs.Rule{Ops: faultfs.Write, Err: vfs.ErrNoSpace})
	got, damage := scanDamaged(t, l)
	assert.Equal(t, want[1:], got)
	require.Len(t, damage, 1)
	assert.Empty(t, damage[0].Kept)
	assert.ErrorIs(t, l.Remove(1), seglog.ErrNotKept)

	faults.Clear()
	_, damage = scanDamaged(t, l)
	assert.NotEmpty(t, damage[0].Kept)
	require.NoError(t, l.Remove(1))
	assert.Equal(t, b[24:24+damage[0].Length], content(t, disk, damage[0].Kept), "it stays when the segment goes")
}

// A payload may be a piece of a log: its records are not the log's.
func TestRecordsWithinAPayload(t *testing.T) {
	disk, _ := sample(t)
	inner := content(t, disk, "00000001.seg")
	disk = memfs.New()
	l := open(t, disk, seglog.Options{})
	at := l.Append(1, inner)
	after := entry{l.Append(2, []byte("after")), 2, "after"}
	require.NoError(t, l.Close())
	b := content(t, disk, "00000001.seg")
	b[at.Offset+4]++ // the length
	put(t, disk, "00000001.seg", b)
	got, damage := scanDamaged(t, open(t, disk, seglog.Options{}))
	assert.Equal(t, []entry{after}, got)
	require.Len(t, damage, 1)
	assert.Equal(t, int64(after.at.Offset-at.Offset), damage[0].Length)
}

// A payload may look like a hundred thousand long records. The search behind
// damage must not sum them all: that would be 50 GB read here.
func TestPayloadFullOfBeginnings(t *testing.T) {
	disk := memfs.New()
	l := open(t, disk, seglog.Options{})
	at := l.Append(1, bytes.Repeat(raw("d7 01 00080000 00000000"), 100_000))
	after := entry{l.Append(2, []byte("after")), 2, "after"}
	require.NoError(t, l.Close())
	b := content(t, disk, "00000001.seg")
	b[at.Offset] = 0
	put(t, disk, "00000001.seg", b)
	reads := &readCounting{FS: disk}
	got, damage := scanDamaged(t, open(t, reads, seglog.Options{}))
	assert.Equal(t, []entry{after}, got)
	assert.Len(t, damage, 1)
	assert.Less(t, reads.total.Load(), int64(2*100_000*8192))
}

// readCounting counts the bytes that are read.
type readCounting struct {
	vfs.FS
	total atomic.Int64
}

func (c *readCounting) Open(name string, f vfs.Flag) (vfs.File, error) {
	under, err := c.FS.Open(name, f)
	return readCounted{under, c}, err
}

type readCounted struct {
	vfs.File
	in *readCounting
}

func (c readCounted) ReadAt(b []byte, at int64) (int, error) {
	c.in.total.Add(int64(len(b)))
	return c.File.ReadAt(b, at)
}

func TestUnknownFormat(t *testing.T) {
	disk, _ := sample(t)
	put(t, disk, "00000003.seg", headerOfFormat(2))
	_, err := seglog.Open(disk, small)
	assert.ErrorIs(t, err, seglog.ErrFormat)
}
