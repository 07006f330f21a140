package seglog_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/crashfs"
	"github.com/twelvefold/twelvefold/core/vfs/faultfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
)

// TestFaults fails each kind of call that a commit makes: nothing is lost, and
// the next commit that can succeeds.
func TestFaults(t *testing.T) {
	for name, rule := range map[string]faultfs.Rule{
		"create":           {Ops: faultfs.Open, Name: "00000002.seg", Err: vfs.ErrNoSpace},
		"sync of folder":   {Ops: faultfs.SyncDir, Err: vfs.ErrIO},
		"write":            {Ops: faultfs.Write, Err: vfs.ErrNoSpace},
		"short write":      {Ops: faultfs.Write, Err: vfs.ErrNoSpace, Short: 700},
		"later write":      {Ops: faultfs.Write, Skip: 1, Err: vfs.ErrIO, Short: 100},
		"sync":             {Ops: faultfs.Sync, Err: vfs.ErrIO},
		"later sync":       {Ops: faultfs.Sync, Skip: 1, Err: vfs.ErrIO},
		"write and cutoff": {Ops: faultfs.Write | faultfs.Truncate, Err: vfs.ErrNoSpace, Short: 50},
		"write and sync":   {Ops: faultfs.Write | faultfs.Sync, Err: vfs.ErrIO, Short: 50},
	} {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(3, 4))
			disk := memfs.New()
			faults := faultfs.New(disk)
			o := seglog.Options{SegmentSize: 3000}
			l := open(t, faults, o)
			want := appendSome(r, l, 2, 900)
			require.NoError(t, l.Commit())
			safe := l.Synced()

			want = append(want, appendSome(r, l, 10, 900)...)
			remove := faults.Add(rule)
			for range 3 {
				err := l.Commit()
				require.ErrorIs(t, err, rule.Err)
				assert.Contains(t, []code.Code{code.NoSpace, code.IO}, code.Of(err))
				assert.True(t, l.Dirty())
				assert.Less(t, l.Synced(), l.End())
				assert.GreaterOrEqual(t, l.Synced(), safe)
				checkReads(t, l, want)
				want = append(want, appendSome(r, l, 2, 900)...)
			}
			remove()
			require.NoError(t, l.Commit())
			assert.False(t, l.Dirty())
			checkReads(t, l, want)
			assert.Equal(t, want, scanned(t, l))
			require.NoError(t, l.Close())
			assert.Equal(t, want, scanned(t, open(t, disk, o)))
		})
	}
}

// After a failed sync the system may have dropped the pages: the records must
// be written again, to another file, before Synced says that they are safe.
func TestSegmentIsRewrittenAfterAFailedSync(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	disk := crashfs.New()
	faults := faultfs.New(disk)
	l := open(t, faults, seglog.Options{})
	want := appendSome(r, l, 5, 900)
	require.NoError(t, l.Commit())
	want = append(want, appendSome(r, l, 5, 900)...)
	faults.Add(faultfs.Rule{Ops: faultfs.Sync, Count: 1, Err: vfs.ErrIO})
	require.ErrorIs(t, l.Commit(), seglog.ErrIO)
	want = append(want, appendSome(r, l, 5, 900)...)

	faults.Add(faultfs.Rule{Ops: faultfs.Write, Name: "00000001.seg", Err: vfs.ErrIO}) // a write to the old file would fail
	require.NoError(t, l.Commit())
	faults.Clear()
	checkReads(t, l, want)
	want = append(want, appendSome(r, l, 5, 900)...)
	require.NoError(t, l.Commit(), "and it goes on in the new file")
	for seed := range uint64(50) {
		after := disk.Crash(rand.New(rand.NewPCG(seed, 0)))
		require.Equal(t, want, scanned(t, open(t, after, seglog.Options{})))
	}
}

// A failed sync of the folder is not to be believed when it is tried again
// either, so the file is made anew.
func TestNewSegmentWhoseNameIsNotSynced(t *testing.T) {
	disk := memfs.New()
	faults := faultfs.New(disk)
	l := open(t, faults, seglog.Options{})
	l.Append(1)
	faults.Add(faultfs.Rule{Ops: faultfs.SyncDir, Count: 1, Err: vfs.ErrIO})
	require.ErrorIs(t, l.Commit(), seglog.ErrIO)
	names, err := disk.List("")
	require.NoError(t, err)
	assert.Equal(t, []string{}, append([]string{}, names...))
	require.NoError(t, l.Commit())
}

func TestCloseThatFails(t *testing.T) {
	disk := memfs.New()
	faults := faultfs.New(disk)
	l := open(t, faults, seglog.Options{})
	l.Append(1, []byte("x"))
	faults.Add(faultfs.Rule{Ops: faultfs.Sync, Err: vfs.ErrIO})
	assert.ErrorIs(t, l.Close(), seglog.ErrIO)
	faults.Clear()
	for name, call := range map[string]func() error{
		"Close":      l.Close,
		"Commit":     l.Commit,
		"Flush":      l.Flush,
		"Remove":     func() error { return l.Remove(1) },
		"WriteIndex": func() error { return l.WriteIndex(1, nil) },
		"ReadIndex":  func() error { _, _, err := l.ReadIndex(1); return err },
		"Scan":       func() error { _, err := l.Scan(1, nil); return err },
		"Read":       func() error { _, _, err := l.Read(seglog.Place{Segment: 1}, nil); return err },
		"ReadAhead":  func() error { return l.ReadAhead(seglog.Place{Segment: 1}, 1, nil) },
	} {
		assert.ErrorIs(t, call(), seglog.ErrClosed, name)
	}
	assert.Zero(t, l.Append(1))
	open(t, disk, seglog.Options{}) // the lock is free
}

// TestOpenThatFails fails each call of a kind that Open makes, one after the
// other.
func TestOpenThatFails(t *testing.T) {
	for name, kind := range map[string]struct {
		ops   faultfs.Op
		calls int // that Open makes
	}{
		"list": {faultfs.List, 1}, "lock": {faultfs.Lock, 1}, "folder": {faultfs.SyncDir, 1}, "truncate": {faultfs.Truncate, 1},
		"open": {faultfs.Open, 3}, // each segment to be measured, and the last to be written
		"size": {faultfs.Size, 2}, "read": {faultfs.Read, 2}, "sync": {faultfs.Sync, 1}, "remove": {faultfs.Remove, 2},
	} {
		t.Run(name, func(t *testing.T) {
			faults := faultfs.New(memfs.New())
			l := open(t, faults, seglog.Options{SegmentSize: 3000})
			want := appendSome(rand.New(rand.NewPCG(1, 1)), l, 8, 900)
			require.NoError(t, l.Commit())
			require.Len(t, l.Segments(), 2)
			require.NoError(t, l.Close())
			for _, name := range []string{"00000002.seg", "00000009.idx", "00000001.idx.new"} { // two are left over
				f, err := faults.Open(name, vfs.Create)
				require.NoError(t, err)
				size, err := f.Size()
				require.NoError(t, err)
				_, err = f.WriteAt([]byte("half a record"), size)
				require.NoError(t, err)
			}

			failed := 0
			for failed < 20 {
				remove := faults.Add(faultfs.Rule{Ops: kind.ops, Skip: failed, Count: 1, Err: vfs.ErrIO})
				l, err := seglog.Open(faults, seglog.Options{})
				remove()
				if err == nil {
					require.NoError(t, l.Close())
					break
				}
				require.ErrorIs(t, err, seglog.ErrIO)
				failed++
			}
			assert.Equal(t, kind.calls, failed)
			assert.Equal(t, want, scanned(t, open(t, faults, seglog.Options{})), "the lock was given back, and nothing was lost")
		})
	}
}

// TestReadsThatFailAreNoDamage fails each read of Open and Scan in turn, where
// there is damage and whole records behind it are searched for: an error is an
// error, and nothing is cut off or given up for it.
func TestReadsThatFailAreNoDamage(t *testing.T) {
	disk := memfs.New()
	l := open(t, disk, seglog.Options{})
	want := appendSome(rand.New(rand.NewPCG(11, 12)), l, 4, 100_000)
	require.NoError(t, l.Commit())
	disk = disk.Clone() // the process was killed: no mark vouches for these
	b := content(t, disk, "00000001.seg")
	b[want[1].at.Offset+4]++ // the length
	put(t, disk, "00000001.seg", b)
	wantLeft, wantDamage := scanDamaged(t, open(t, disk.Clone(), seglog.Options{}))
	require.Len(t, wantLeft, 3)
	require.Len(t, wantDamage, 1)

	failed := 0
	for n := range 400 {
		copied := disk.Clone()
		faults := faultfs.New(copied)
		faults.Add(faultfs.Rule{Ops: faultfs.Read, Skip: n, Count: 1, Err: vfs.ErrIO})
		l, err := seglog.Open(faults, seglog.Options{})
		if err == nil {
			var damage []seglog.Damage
			damage, err = l.Scan(1, func(seglog.Place, byte, []byte) error { return nil })
			if err == nil && damage[0].Kept != "" { // else the read to set it aside has failed
				require.Equal(t, wantDamage, damage, "read %d", n)
			}
			require.NoError(t, l.Close())
		}
		if err != nil {
			require.ErrorIs(t, err, seglog.ErrIO, "read %d", n)
			failed++
		}
		require.GreaterOrEqual(t, len(content(t, copied, "00000001.seg")), len(b), "read %d: the log was cut", n)
		if n > failed+10 {
			break // there were no more to fail
		}
	}
	assert.Greater(t, failed, 20)
}

// TestReadAheadOfWhatIsGone holds that a segment that can't be opened is no end
// of the log.
func TestReadAheadOfWhatIsGone(t *testing.T) {
	faults := faultfs.New(memfs.New())
	l := open(t, faults, seglog.Options{})
	at := l.Append(1, []byte("x"))
	require.NoError(t, l.Close())
	l = open(t, faults, seglog.Options{SegmentSize: 1})
	l.Append(1, []byte("y")) // in the next segment
	require.NoError(t, l.Commit())
	require.NoError(t, l.Close())
	l = open(t, faults, seglog.Options{}) // with no file open but the last
	read := func() error {
		return l.ReadAhead(at, 1000, func(seglog.Place, byte, []byte) bool { return true })
	}
	faults.Add(faultfs.Rule{Ops: faultfs.Open, Count: 1, Err: vfs.ErrIO})
	require.ErrorIs(t, read(), seglog.ErrIO)
	require.NoError(t, read())
	require.NoError(t, l.Remove(at.Segment))
	require.ErrorIs(t, read(), seglog.ErrNotFound)
}

// eachSeed runs f with many seeds, or with the one that the variable says.
func eachSeed(t *testing.T, variable string, seeds uint64, f func(t *testing.T, r *rand.Rand)) {
	t.Helper()
	first := uint64(0)
	if text := os.Getenv(variable); text != "" {
		seed, err := strconv.ParseUint(text, 10, 63)
		require.NoError(t, err)
		first, seeds = seed, seed+1
	}
	for seed := first; seed < seeds; seed++ {
		ok := t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) { f(t, rand.New(rand.NewPCG(seed, 0))) })
		if !ok {
			t.Fatalf("replay: %s=%d go test -run '^%s$' .", variable, seed, t.Name())
		}
	}
}

// TestFaultsAndCrashes lets calls fail at random, and the power too, at every
// change of the disk: what Synced has covered is there, and of the rest a
// beginning.
func TestFaultsAndCrashes(t *testing.T) {
	seeds := uint64(60)
	if testing.Short() {
		seeds = 10
	}
	eachSeed(t, "FAULT_SEED", seeds, faultsAndCrashes)
}

func faultsAndCrashes(t *testing.T, r *rand.Rand) {
	disk := crashfs.New()
	faults := faultfs.New(disk)
	o := seglog.Options{SegmentSize: 3000}
	l := open(t, faults, o)
	var want []entry
	var ends []uint64
	fate := rand.New(rand.NewPCG(r.Uint64(), 0))
	disk.OnChange(func() {
		safe := 0
		for safe < len(ends) && ends[safe] <= l.Synced() {
			safe++
		}
		after, err := seglog.Open(disk.Crash(fate), o)
		require.NoError(t, err)
		got := scanned(t, after)
		require.NoError(t, after.Close())
		require.GreaterOrEqual(t, len(got), safe, "something was promised and lost")
		require.LessOrEqual(t, len(got), len(want))
		for i, e := range got {
			require.Equal(t, want[i], e)
		}
	})
	for range 40 {
		if r.IntN(3) == 0 {
			faults.Add(faultfs.Rule{
				Ops:  ^(faultfs.Read | faultfs.Size | faultfs.Lock),
				Skip: r.IntN(4), Count: 1 + r.IntN(2), Err: vfs.ErrIO, Short: r.IntN(2000),
			})
		}
		for range r.IntN(6) {
			want = append(want, appendSome(r, l, 1, 1500)...)
			ends = append(ends, l.End())
		}
		if r.IntN(4) == 0 {
			_ = l.Flush() // failing or not, it promises nothing
		} else if l.Commit() == nil {
			require.Equal(t, l.End(), l.Synced())
		}
		if r.IntN(3) == 0 {
			faults.Clear() // they fail readers too, which open files
			checkReads(t, l, want)
		}
	}
	faults.Clear()
	require.NoError(t, l.Close())
	disk.OnChange(nil)
	require.Equal(t, want, scanned(t, open(t, disk, o)))
}

// What a recovery has shown must not go away again: the process may have died
// before it synced what it had written.
func TestWhatOpenHasFoundStays(t *testing.T) {
	for seed := range uint64(40) {
		disk := crashfs.New()
		l := open(t, disk, seglog.Options{})
		want := appendSome(rand.New(rand.NewPCG(seed, 0)), l, 5, 900)
		require.NoError(t, l.Flush())
		killed := disk.Clone() // has no lock, as after the end of the process
		require.Equal(t, want, scanned(t, open(t, killed, seglog.Options{})))
		after := killed.Crash(rand.New(rand.NewPCG(seed, 1)))
		require.Equal(t, want, scanned(t, open(t, after, seglog.Options{})), "seed %d", seed)
	}
}
