package bitcask_test

import (
	"bytes"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

var epoch = time.Unix(1_700_000_000, 0)

func TestMergeJoinsSmallFiles(t *testing.T) {
	fs := memfs.New()
	for i := range 5 { // a file per opening
		db := open(t, fs, bitcask.Options{})
		require.NoError(t, db.Put([]byte("k"+strconv.Itoa(i)), []byte("v")))
		require.NoError(t, db.Close())
	}
	require.Equal(t, 5, dataFiles(t, fs))
	db := open(t, fs, bitcask.Options{})
	require.NoError(t, db.Merge())
	assert.Equal(t, 1, dataFiles(t, fs))
	assert.Len(t, contents(t, db), 5)
	merges := db.Stats().Merges
	require.NoError(t, db.Merge())
	assert.Equal(t, merges, db.Stats().Merges, "what is clean is left alone")
}

func TestMergeOfNothingButDeletions(t *testing.T) {
	fs := memfs.New()
	db := open(t, fs, bitcask.Options{MaxFileSize: 100})
	for i := range 20 {
		require.NoError(t, db.Put([]byte(strconv.Itoa(i)), bytes.Repeat([]byte("x"), 50)))
	}
	for i := range 20 {
		require.NoError(t, db.Delete([]byte(strconv.Itoa(i))))
	}
	require.NoError(t, db.Merge())
	assert.Zero(t, dataFiles(t, fs))
	require.NoError(t, db.Put([]byte("k"), []byte("v")))
	require.NoError(t, db.Close())
	assert.Equal(t, map[string]string{"k": "v"}, contents(t, open(t, fs, bitcask.Options{})))
}

func TestTickMergesInSlices(t *testing.T) {
	fs, at := memfs.New(), clock.NewManual(epoch)
	db, err := bitcask.Open(world.World{FS: fs, Clock: at}, bitcask.Options{MaxFileSize: 10_000})
	require.NoError(t, err)
	defer db.Close()
	db.SetMergeSlice(1000)
	assert.Zero(t, db.Tick(at.Now()), "nothing to do")
	for i := range 200 {
		require.NoError(t, db.Put([]byte(strconv.Itoa(i%10)), bytes.Repeat([]byte("x"), 300)))
	}
	before := db.Stats()
	ticks := 0
	for next := db.Tick(at.Now()); !next.IsZero(); next = db.Tick(at.Now()) {
		require.True(t, next.After(at.Now()))
		at.Advance(next.Sub(at.Now()))
		if ticks++; ticks > 1000 {
			t.Fatal("Tick finds no end")
		}
		require.Len(t, contents(t, db), 10)
	}
	assert.Greater(t, ticks, 10, "a slice is bounded")
	assert.Less(t, db.Stats().DataBytes, before.DataBytes/4)
}

func TestNoAutoMerge(t *testing.T) {
	db := open(t, memfs.New(), bitcask.Options{MaxFileSize: 100, NoAutoMerge: true})
	for range 20 {
		require.NoError(t, db.Put([]byte("k"), bytes.Repeat([]byte("x"), 60)))
	}
	assert.Zero(t, db.Tick(epoch))
	assert.Zero(t, db.Stats().Merges)
}

func TestTickSyncsAtIntervals(t *testing.T) {
	at := clock.NewManual(epoch)
	db, err := bitcask.Open(world.World{FS: memfs.New(), Clock: at},
		bitcask.Options{Sync: bitcask.SyncInterval, SyncEvery: 2 * time.Second})
	require.NoError(t, err)
	defer db.Close()
	assert.Zero(t, db.Tick(at.Now()))
	require.NoError(t, db.Put([]byte("k"), []byte("v")))
	assert.Equal(t, epoch.Add(2*time.Second), db.Tick(at.Now()))
	at.Advance(2*time.Second - 1)
	assert.Equal(t, epoch.Add(2*time.Second), db.Tick(at.Now()))
	assert.Zero(t, db.Stats().Syncs)
	at.Advance(1)
	assert.Zero(t, db.Tick(at.Now()))
	assert.EqualValues(t, 1, db.Stats().Syncs)
}
