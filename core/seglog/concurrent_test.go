package seglog_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/faultfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
)

// TestConcurrentUse appends, commits with failures, reads and removes at once.
// It is for the race detector; what is read must be right as well.
func TestConcurrentUse(t *testing.T) {
	const writers, each = 4, 400
	files := &counting{FS: memfs.New()}
	faults := faultfs.New(files)
	o := seglog.Options{SegmentSize: 100_000}
	l := open(t, faults, o)
	var tasks, appending sync.WaitGroup
	var done atomic.Bool
	places := make(chan seglog.Place, writers*each)
	for w := range writers {
		appending.Go(func() {
			r := rand.New(rand.NewPCG(uint64(w), 0))
			for range each {
				places <- l.Append(1, pattern(r.Uint32(), r.IntN(3000)))
			}
		})
	}
	tasks.Go(func() {
		r := rand.New(rand.NewPCG(99, 0))
		for !done.Load() {
			if r.IntN(8) == 0 {
				faults.Add(faultfs.Rule{Ops: faultfs.Write | faultfs.Sync, Count: 1, Err: vfs.ErrIO, Short: 10})
			}
			if r.IntN(2) == 0 {
				_ = l.Flush()
			} else {
				_ = l.Commit()
			}
			l.Segments()
			runtime.Gosched() // WebAssembly has one thread
		}
	})
	tasks.Go(func() {
		var seen []seglog.Place
		var buf []byte
		r := rand.New(rand.NewPCG(98, 0))
		for p := range places {
			seen = append(seen, p)
			kind, payload, err := l.Read(seen[r.IntN(len(seen))], buf)
			assert.NoError(t, err)
			assert.True(t, kind == 1 && isPattern(payload))
			buf = payload
			err = l.ReadAhead(seen[r.IntN(len(seen))], 10_000, func(_ seglog.Place, _ byte, payload []byte) bool {
				return assert.True(t, isPattern(payload))
			})
			assert.NoError(t, err)
		}
	})
	appending.Wait()
	close(places)
	done.Store(true)
	tasks.Wait()
	faults.Clear()
	require.NoError(t, l.Commit())
	assert.Len(t, scanned(t, l), writers*each)
	for _, s := range l.Segments() {
		if s.Sealed {
			require.NoError(t, l.Remove(s.ID))
		}
	}
	assert.Len(t, l.Segments(), 1)
	require.NoError(t, l.Close())
	assert.Zero(t, files.open.Load(), "files that nobody closes")
}

// counting knows how many files are open.
type counting struct {
	vfs.FS
	open atomic.Int32
}

func (c *counting) Open(name string, f vfs.Flag) (vfs.File, error) {
	under, err := c.FS.Open(name, f)
	if err == nil {
		c.open.Add(1)
	}
	return counted{under, c}, err
}

type counted struct {
	vfs.File
	in *counting
}

func (c counted) Close() error {
	c.in.open.Add(-1)
	return c.File.Close()
}

// pattern is a payload that can be checked without knowing it.
func pattern(seed uint32, n int) []byte {
	return bytes.Repeat(binary.BigEndian.AppendUint32(nil, seed), 1+n/4)
}

func isPattern(b []byte) bool {
	return len(b) >= 4 && bytes.Equal(b[4:], b[:len(b)-4])
}

// TestReadsWhileAChunkIsReleased reads a record from memory again and again
// while commits use the memory for others.
func TestReadsWhileAChunkIsReleased(t *testing.T) {
	l := open(t, memfs.New(), seglog.Options{})
	var current atomic.Pointer[seglog.Place]
	first := l.Append(1, pattern(0, 5000))
	current.Store(&first)
	var tasks sync.WaitGroup
	var done atomic.Bool
	for range 2 {
		tasks.Go(func() {
			var buf []byte
			for !done.Load() {
				_, payload, err := l.Read(*current.Load(), buf)
				assert.NoError(t, err)
				assert.True(t, isPattern(payload))
				buf = payload
				runtime.Gosched()
			}
		})
	}
	for i := range uint32(500) {
		p := l.Append(1, pattern(i, 5000))
		current.Store(&p)
		require.NoError(t, l.Commit())
	}
	done.Store(true)
	tasks.Wait()
}

// TestAppendAndCommitDoNotAllocate holds the log to using its memory again.
func TestAppendAndCommitDoNotAllocate(t *testing.T) {
	l := open(t, nothing{memfs.New()}, seglog.Options{SegmentSize: 1 << 30})
	body, head := make([]byte, 1000), make([]byte, 50)
	commit := func() {
		for range 300 {
			l.Append(1, head, body)
		}
		assert.NoError(t, l.Commit())
	}
	commit()
	commit()
	assert.Zero(t, testing.AllocsPerRun(20, commit))

	at := l.Append(1, body)
	buf := make([]byte, 2000)
	read := func() {
		_, _, err := l.Read(at, buf)
		assert.NoError(t, err)
	}
	assert.Zero(t, testing.AllocsPerRun(20, read), "from memory")
}

// nothing is a file system whose files take everything and keep nothing.
type nothing struct{ vfs.FS }

func (n nothing) Open(name string, f vfs.Flag) (vfs.File, error) {
	under, err := n.FS.Open(name, f)
	return sink{under}, err
}

type sink struct{ vfs.File }

func (sink) WriteAt(b []byte, _ int64) (int, error) { return len(b), nil }
