package seglog_test

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/vfs/osfs"
)

func open(t *testing.T, fs vfs.FS, o seglog.Options) *seglog.Log {
	t.Helper()
	l, err := seglog.Open(fs, o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// entry is a record as the tests remember it.
type entry struct {
	at      seglog.Place
	kind    byte
	payload string
}

// scanned gives the records of all segments, which must be whole.
func scanned(t *testing.T, l *seglog.Log) []entry {
	t.Helper()
	var got []entry
	for _, s := range l.Segments() {
		damage, err := l.Scan(s.ID, func(at seglog.Place, kind byte, payload []byte) error {
			got = append(got, entry{at, kind, string(payload)})
			return nil
		})
		require.NoError(t, err)
		require.Nil(t, damage)
	}
	return got
}

// checkReads reads each record alone.
func checkReads(t *testing.T, l *seglog.Log, want []entry) {
	t.Helper()
	var buf []byte
	for _, e := range want {
		kind, payload, err := l.Read(e.at, buf)
		require.NoError(t, err, "%v", e.at)
		require.Equal(t, e.kind, kind)
		require.Equal(t, e.payload, string(payload), "%v", e.at)
		buf = payload
	}
}

func payload(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return string(b)
}

func appendSome(r *rand.Rand, l *seglog.Log, n, upTo int) []entry {
	var done []entry
	for range n {
		e := entry{kind: byte(r.IntN(256)), payload: payload(r, r.IntN(upTo))}
		cut := r.IntN(len(e.payload) + 1)
		e.at = l.Append(e.kind, []byte(e.payload[:cut]), []byte(e.payload[cut:]))
		done = append(done, e)
	}
	return done
}

func eachFS(t *testing.T, f func(t *testing.T, fs vfs.FS)) {
	t.Run("memfs", func(t *testing.T) { f(t, memfs.New()) })
	t.Run("osfs", func(t *testing.T) {
		if runtime.GOARCH == "wasm" {
			t.Skip("WebAssembly gets its files from the host (hostfs), not from package os")
		}
		fs, err := osfs.New(t.TempDir())
		require.NoError(t, err)
		t.Cleanup(func() { fs.Close() })
		f(t, fs)
	})
}

// TestRoundTrip writes records of all sizes, in segments smaller and larger
// than they are, and reads them while staged, flushed, synced and reopened.
func TestRoundTrip(t *testing.T) {
	eachFS(t, func(t *testing.T, fs vfs.FS) {
		r := rand.New(rand.NewPCG(1, 2))
		o := seglog.Options{SegmentSize: 40_000}
		var want []entry
		for range 5 {
			l := open(t, fs, o)
			assert.Equal(t, want, scanned(t, l))
			for range 8 {
				want = append(want, appendSome(r, l, 20, 1+r.IntN(9000))...)
				checkReads(t, l, want)
				if r.IntN(2) == 0 {
					require.NoError(t, l.Flush())
					checkReads(t, l, want)
				}
				assert.True(t, l.Dirty())
				require.NoError(t, l.Commit())
				assert.False(t, l.Dirty())
				assert.Equal(t, l.End(), l.Synced())
				checkReads(t, l, want)
				assert.Equal(t, want, scanned(t, l))
			}
			large := entry{kind: 9, payload: payload(r, 300_000)}
			large.at = l.Append(9, []byte(large.payload))
			want = append(want, large)
			checkReads(t, l, want[len(want)-1:])
			require.NoError(t, l.Close())
		}
		checkReads(t, open(t, fs, o), want)
	})
}

func TestSegments(t *testing.T) {
	disk := memfs.New()
	o := seglog.Options{SegmentSize: 1000}
	l := open(t, disk, o)
	assert.Empty(t, l.Segments())
	assert.Zero(t, l.Size())
	require.NoError(t, l.Commit(), "nothing to do")
	names, err := disk.List("")
	require.NoError(t, err)
	assert.Empty(t, names, "nothing is written that was not asked for")

	body := bytes.Repeat([]byte{1}, 400)
	for i, want := range []seglog.Place{{1, 24}, {1, 434}, {2, 24}, {2, 434}, {3, 24}} {
		assert.Equal(t, want, l.Append(1, body), "%d", i)
	}
	giant := bytes.Repeat([]byte{2}, 5000)
	assert.Equal(t, seglog.Place{Segment: 4, Offset: 24}, l.Append(1, giant), "a segment of its own")
	assert.Equal(t, seglog.Place{Segment: 5, Offset: 24}, l.Append(1))
	want := []seglog.SegmentInfo{{1, 844, false}, {2, 844, false}, {3, 434, false}, {4, 5034, false}, {5, 34, false}}
	assert.Equal(t, want, l.Segments())
	require.NoError(t, l.Commit())
	for i := range want[:4] {
		want[i].Sealed = true
	}
	assert.Equal(t, want, l.Segments())
	assert.EqualValues(t, 844+844+434+5034+34, l.Size())
	require.NoError(t, l.Close())

	want[4].Size += 14 // the closing mark
	l = open(t, disk, o)
	assert.Equal(t, want, l.Segments())
	require.NoError(t, l.Remove(2))
	assert.ErrorIs(t, l.Remove(2), seglog.ErrNotFound)
	assert.ErrorIs(t, l.Remove(5), seglog.ErrNotSealed)
	require.NoError(t, l.Close())
	l = open(t, disk, o)
	assert.Equal(t, append(want[:1:1], want[2:]...), l.Segments(), "an empty session writes nothing")
	assert.Equal(t, seglog.Place{Segment: 5, Offset: 34 + 14 + 14}, l.Append(1), "behind two marks")
	_, _, err = l.Read(seglog.Place{Segment: 2, Offset: 24}, nil)
	assert.ErrorIs(t, err, seglog.ErrNotFound)
}
