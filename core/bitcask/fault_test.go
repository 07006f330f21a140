package bitcask_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/crashfs"
	"github.com/twelvefold/twelvefold/core/vfs/faultfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

func TestFullDisk(t *testing.T) {
	disk := memfs.New()
	faults := faultfs.New(disk)
	db := open(t, faults, bitcask.Options{})
	require.NoError(t, db.Put([]byte("k"), []byte("acknowledged")))

	faults.Add(faultfs.Rule{Ops: faultfs.Write, Err: vfs.ErrNoSpace, Short: 9})
	for range 3 {
		err := db.Put([]byte("k"), []byte("refused"))
		assert.ErrorIs(t, err, bitcask.ErrNoSpace)
		assert.ErrorIs(t, err, vfs.ErrNoSpace)
		assert.Equal(t, code.NoSpace, code.Of(err))
	}
	assert.ErrorIs(t, db.Delete([]byte("k")), bitcask.ErrNoSpace)
	assert.Equal(t, map[string]string{"k": "acknowledged"}, contents(t, db))

	faults.Clear()
	require.NoError(t, db.Put([]byte("after"), []byte("written")))
	require.NoError(t, db.Close())
	want := map[string]string{"k": "acknowledged", "after": "written"}
	assert.Equal(t, want, contents(t, open(t, disk, bitcask.Options{})))
	assert.Equal(t, 1, dataFiles(t, disk), "a full disk does not start a file per attempt")
}

func dataFiles(t *testing.T, fs vfs.FS) int {
	t.Helper()
	names, err := fs.List("")
	require.NoError(t, err)
	n := 0
	for _, name := range names {
		if strings.HasSuffix(name, ".bitcask.data") {
			n++
		}
	}
	return n
}

func TestFailedSyncOfAPut(t *testing.T) {
	disk := memfs.New()
	faults := faultfs.New(disk)
	db := open(t, faults, bitcask.Options{})
	require.NoError(t, db.Put([]byte("k"), []byte("acknowledged")))

	faults.Add(faultfs.Rule{Ops: faultfs.Sync, Count: 1, Err: vfs.ErrIO})
	err := db.Put([]byte("k"), []byte("refused"))
	assert.ErrorIs(t, err, bitcask.ErrIO)
	assert.Equal(t, code.IO, code.Of(err))
	assert.Equal(t, map[string]string{"k": "acknowledged"}, contents(t, db))

	require.NoError(t, db.Put([]byte("after"), []byte("written")))
	assert.Equal(t, 2, dataFiles(t, disk), "a file whose sync failed gets no more records")
	require.NoError(t, db.Close())
	want := map[string]string{"k": "acknowledged", "after": "written"}
	assert.Equal(t, want, contents(t, open(t, disk, bitcask.Options{})))
}

// A failed sync must not be forgotten: the system may have dropped the pages,
// and the next sync of the same file would say that all is well. So whatever
// the file held unsynced must be on the disk once a later Sync succeeds.
func TestRecordsOfAFailedSyncAreWrittenAgain(t *testing.T) {
	disk := crashfs.New()
	faults := faultfs.New(disk)
	db := open(t, faults, bitcask.Options{Sync: bitcask.SyncNone})
	require.NoError(t, db.Put([]byte("a"), []byte("1")))
	require.NoError(t, db.Put([]byte("gone"), []byte("1")))
	require.NoError(t, db.Sync())
	require.NoError(t, db.Put([]byte("a"), []byte("2")))
	require.NoError(t, db.Put([]byte("b"), []byte("1")))
	require.NoError(t, db.Delete([]byte("gone")))
	faults.Add(faultfs.Rule{Ops: faultfs.Sync, Count: 1, Err: vfs.ErrIO})
	require.ErrorIs(t, db.Sync(), bitcask.ErrIO)

	want := map[string]string{"a": "2", "b": "1"}
	assert.Equal(t, want, contents(t, db), "readers go on seeing them")
	require.NoError(t, db.Sync())
	assert.Equal(t, want, contents(t, db))
	r := rand.New(rand.NewPCG(1, 1))
	for range 100 {
		require.Equal(t, want, contents(t, open(t, disk.Crash(r), bitcask.Options{})))
	}
}

// TestRandomFaults fails calls of the file system at random, under a random
// workload. After each error the database must hold what was acknowledged;
// of a write that failed, the old or the new value after a reopening.
func TestRandomFaults(t *testing.T) {
	seeds := []uint64{}
	for seed := range uint64(150) {
		seeds = append(seeds, seed)
	}
	if text := os.Getenv("FAULT_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
		seeds = []uint64{seed}
	}
	for _, seed := range seeds {
		ok := t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) { randomFaults(t, seed) })
		if !ok {
			t.Fatalf("replay: FAULT_SEED=%d go test -run '^TestRandomFaults$' .", seed)
		}
	}
}

func randomFaults(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 0))
	disk := memfs.New()
	faults := faultfs.New(disk)
	o := bitcask.Options{MaxFileSize: 500, Sync: bitcask.SyncPolicy(r.IntN(3))}
	db, err := bitcask.Open(world.World{FS: faults}, o)
	require.NoError(t, err)
	want := map[string]string{}
	kinds := []error{vfs.ErrIO, vfs.ErrNoSpace}
	for range 60 {
		if r.IntN(4) == 0 {
			faults.Add(faultfs.Rule{Ops: ^(faultfs.Read | faultfs.Open | faultfs.Lock), Skip: r.IntN(3), Count: 1 + r.IntN(2), Err: kinds[r.IntN(2)], Short: r.IntN(60)})
		}
		key := "k" + strconv.Itoa(r.IntN(5))
		switch r.IntN(5) {
		case 0:
			if db.Delete([]byte(key)) == nil {
				delete(want, key)
			}
		case 1:
			_ = db.Merge() // failing or not, it changes nothing that shows
		case 2:
			_ = db.Sync()
		default:
			value := strings.Repeat(key, r.IntN(40))
			if db.Put([]byte(key), []byte(value)) == nil {
				want[key] = value
			}
		}
		require.Equal(t, want, contents(t, db))
	}
	faults.Clear()
	require.NoError(t, db.Close())
	// With the faults over, what was refused has been truncated away or is
	// behind a later record, but for those whose truncation failed as well.
	got := contents(t, open(t, disk, o))
	for key, value := range want {
		if got[key] != value {
			assert.True(t, strings.Trim(got[key], key) == "", "%s is %q, want %q or a refused value", key, got[key], value)
		}
	}
}

func TestOpenThatFails(t *testing.T) {
	for name, ops := range map[string]faultfs.Op{"list": faultfs.List, "open": faultfs.Open, "read": faultfs.Read, "size": faultfs.Size, "lock": faultfs.Lock} {
		t.Run(name, func(t *testing.T) {
			disk := three(t)
			require.NoError(t, disk.Remove(hintFile))
			faults := faultfs.New(disk)
			faults.Add(faultfs.Rule{Ops: ops, Err: vfs.ErrIO})
			_, err := bitcask.Open(world.World{FS: faults}, bitcask.Options{})
			assert.ErrorIs(t, err, bitcask.ErrIO)
			faults.Clear()
			assert.Len(t, contents(t, open(t, faults, bitcask.Options{})), 3, "the lock was given back, and nothing was lost")
		})
	}
}
