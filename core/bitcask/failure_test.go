package bitcask_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/faultfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// A write may fail after all its bytes have got to the disk: what was refused
// is not there after the next Open either.
func TestRefusedWriteIsTakenBack(t *testing.T) {
	disk := memfs.New()
	faults := faultfs.New(disk)
	db := open(t, faults, bitcask.Options{})
	require.NoError(t, db.Put([]byte("k"), []byte("acknowledged")))
	faults.Add(faultfs.Rule{Ops: faultfs.Write, Name: dataFile, Count: 1, Err: vfs.ErrIO, Short: 14 + len("k"+"refused")})
	require.ErrorIs(t, db.Put([]byte("k"), []byte("refused")), bitcask.ErrIO)
	killed := disk.Clone()
	assert.Equal(t, map[string]string{"k": "acknowledged"}, contents(t, open(t, killed, bitcask.Options{})))
}

// Once a sync has failed, the file is written to no more: a later sync of it
// would say that all is well, whatever the system has dropped.
func TestFileOfAFailedSyncIsLeft(t *testing.T) {
	disk := memfs.New()
	faults := faultfs.New(disk)
	db := open(t, faults, bitcask.Options{Sync: bitcask.SyncNone})
	require.NoError(t, db.Put([]byte("k"), []byte("1")))
	faults.Add(faultfs.Rule{Ops: faultfs.Sync, Count: 1, Err: vfs.ErrIO})
	require.ErrorIs(t, db.Sync(), bitcask.ErrIO)
	faults.Add(faultfs.Rule{Ops: faultfs.Write | faultfs.Sync, Name: dataFile, Err: vfs.ErrIO})
	require.NoError(t, db.Put([]byte("k"), []byte("2")))
	require.NoError(t, db.Sync())
	faults.Clear()
}

// TestUnsyncedRecordsAreBroughtBackWhole fails the copy of what a failed sync
// has left adrift: only once it is whole does a Sync succeed.
func TestUnsyncedRecordsAreBroughtBackWhole(t *testing.T) {
	disk := memfs.New()
	faults := faultfs.New(disk)
	db := open(t, faults, bitcask.Options{Sync: bitcask.SyncNone})
	require.NoError(t, db.Put([]byte("a"), []byte("1")))
	require.NoError(t, db.Put([]byte("b"), []byte("1")))
	faults.Add(faultfs.Rule{Ops: faultfs.Sync, Count: 1, Err: vfs.ErrIO})
	require.ErrorIs(t, db.Sync(), bitcask.ErrIO)
	for skip := range 2 {
		faults.Add(faultfs.Rule{Ops: faultfs.Write, Skip: skip, Count: 1, Err: vfs.ErrNoSpace})
		require.ErrorIs(t, db.Sync(), bitcask.ErrNoSpace, "write %d", skip)
		faults.Clear()
	}
	require.NoError(t, db.Sync())
	// The file that was never synced is as a system may leave it that has
	// dropped its pages.
	kept := disk.Clone()
	require.NoError(t, kept.Remove(dataFile))
	want := map[string]string{"a": "1", "b": "1"}
	assert.Equal(t, want, contents(t, open(t, kept, bitcask.Options{})))
	require.NoError(t, db.Close()) // hints of the new file are written: they have all of it
	kept = disk.Clone()
	require.NoError(t, kept.Remove(dataFile))
	assert.Equal(t, want, contents(t, open(t, kept, bitcask.Options{})))
}

// TestReadsThatFailAreNoTornTail fails each read of an Open that comes upon
// damage: it never succeeds, as if the rest had never been written.
func TestReadsThatFailAreNoTornTail(t *testing.T) {
	disk := three(t)
	damage(t, disk, threeSize+50)
	require.NoError(t, disk.Remove(hintFile))
	for n := range 6 {
		faults := faultfs.New(disk.Clone())
		faults.Add(faultfs.Rule{Ops: faultfs.Read, Skip: n, Count: 1, Err: vfs.ErrIO})
		_, err := bitcask.Open(world.World{FS: faults}, bitcask.Options{})
		require.Error(t, err, "read %d", n)
	}
}

// TestCallsWhoseSyncFails holds that each call that syncs tells its failure.
func TestCallsWhoseSyncFails(t *testing.T) {
	for name, call := range map[string]func(db *bitcask.DB) error{
		"Sync": (*bitcask.DB).Sync, "Merge": (*bitcask.DB).Merge, "Close": (*bitcask.DB).Close,
	} {
		t.Run(name, func(t *testing.T) {
			faults := faultfs.New(memfs.New())
			db, err := bitcask.Open(world.World{FS: faults}, bitcask.Options{Sync: bitcask.SyncNone})
			require.NoError(t, err)
			require.NoError(t, db.Put([]byte("k"), []byte("v")))
			faults.Add(faultfs.Rule{Ops: faultfs.Sync, Err: vfs.ErrIO})
			require.ErrorIs(t, call(db), bitcask.ErrIO)
			_ = db.Close() // of what is left
		})
	}
}

// A merge that fails before its output has taken a file's place leaves the
// files as they are. Old hints beside new data would be taken for true.
func TestMergeThatFails(t *testing.T) {
	for name, rule := range map[string]faultfs.Rule{
		"sync":            {Ops: faultfs.Sync, Name: "*merge*"},
		"remove the hint": {Ops: faultfs.Remove, Name: hintFile},
		"rename":          {Ops: faultfs.Rename},
	} {
		t.Run(name, func(t *testing.T) {
			disk := memfs.New()
			faults := faultfs.New(disk)
			db := open(t, faults, bitcask.Options{})
			for _, value := range []string{"1", "2"} {
				require.NoError(t, db.Put([]byte("k"), []byte(value)))
			}
			before := readFile(t, disk, dataFile)
			rule.Err = vfs.ErrIO
			faults.Add(rule)
			require.ErrorIs(t, db.Merge(), bitcask.ErrIO)
			faults.Clear()
			assert.Equal(t, before, readFile(t, disk, dataFile))
			require.NoError(t, db.Merge())
			assert.Less(t, len(readFile(t, disk, dataFile)), len(before))
		})
	}
}

// Files that are full and clean are left alone, each by itself.
func TestMergeOfCleanFiles(t *testing.T) {
	db := open(t, memfs.New(), bitcask.Options{MaxFileSize: 100})
	for _, key := range []string{"a", "b", "c"} {
		require.NoError(t, db.Put([]byte(key), bytes.Repeat([]byte("x"), 80)))
	}
	require.NoError(t, db.Merge())
	assert.Zero(t, db.Stats().Merges)
}

// Damage in a long record is damage: sectors that were lost are all zeros, and
// other bytes beside them do not make them so.
func TestFlipInALongRecordIsNotTorn(t *testing.T) {
	fs := longRecords(t)
	damage(t, fs, 2600)
	_, err := bitcask.Open(world.World{FS: fs}, bitcask.Options{})
	assert.ErrorIs(t, err, bitcask.ErrCorrupt)
}

// TestMergeTriggers looks at which of the two limits sets off a merge: 30 dead
// bytes of 70 here.
func TestMergeTriggers(t *testing.T) {
	for name, c := range map[string]struct {
		o   bitcask.Options
		due bool
	}{
		"bytes":   {bitcask.Options{MergeDeadBytes: 30, MergeDeadPercent: 100}, true},
		"percent": {bitcask.Options{MergeDeadBytes: 1000, MergeDeadPercent: 40}, true},
		"neither": {bitcask.Options{MergeDeadBytes: 31, MergeDeadPercent: 100}, false},
	} {
		t.Run(name, func(t *testing.T) {
			c.o.MaxFileSize = 70
			db := open(t, memfs.New(), c.o)
			require.NoError(t, db.Put([]byte("k"), bytes.Repeat([]byte("x"), 15))) // 30 bytes
			require.NoError(t, db.Put([]byte("l"), bytes.Repeat([]byte("x"), 25))) // 40
			require.NoError(t, db.Put([]byte("k"), bytes.Repeat([]byte("y"), 15))) // in the next file
			assert.Equal(t, c.due, !db.Tick(epoch).IsZero() || db.Stats().Merges > 0)
		})
	}
}
