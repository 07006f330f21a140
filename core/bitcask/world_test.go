package bitcask_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/fault"
	"github.com/twelvefold/twelvefold/core/journal"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

var _ engine.Engine = (*bitcask.DB)(nil)

func TestOpenChecksItsOptions(t *testing.T) {
	_, err := bitcask.Open(world.World{}, bitcask.Options{})
	assert.ErrorIs(t, err, bitcask.ErrNoFiles)
	for _, o := range []bitcask.Options{
		{MaxFileSize: -1}, {MaxKeySize: -1}, {MaxKeySize: 65536}, {MaxValueSize: -1}, {MaxValueSize: 1 << 32},
		{Sync: 3}, {Sync: -1}, {SyncEvery: -time.Second}, {MergeDeadPercent: 101}, {MergeDeadPercent: -1}, {MergeDeadBytes: -1},
	} {
		_, err := bitcask.Open(world.World{FS: memfs.New()}, o)
		assert.ErrorIs(t, err, bitcask.ErrOptions, "%+v", o)
	}
}

func TestSyncPoliciesHaveNames(t *testing.T) {
	for _, p := range []bitcask.SyncPolicy{bitcask.SyncAlways, bitcask.SyncInterval, bitcask.SyncNone} {
		parsed, err := bitcask.ParseSyncPolicy(p.String())
		require.NoError(t, err)
		assert.Equal(t, p, parsed)
	}
	_, err := bitcask.ParseSyncPolicy("sometimes")
	assert.ErrorIs(t, err, bitcask.ErrOptions)
	assert.Equal(t, "invalid", bitcask.SyncPolicy(9).String())
}

func TestClosed(t *testing.T) {
	db := open(t, memfs.New(), bitcask.Options{})
	require.NoError(t, db.Close())
	require.NoError(t, db.Close())
	_, getErr := db.Get([]byte("k"))
	_, hasErr := db.Has([]byte("k"))
	_, lenErr := db.Len()
	_, keysErr := db.Keys(nil)
	_, forkErr := db.Fork(world.World{FS: memfs.New()})
	for name, err := range map[string]error{
		"put": db.Put([]byte("k"), nil), "get": getErr, "delete": db.Delete([]byte("k")), "has": hasErr,
		"len": lenErr, "keys": keysErr, "scan": db.Scan(nil, nil), "sync": db.Sync(), "merge": db.Merge(),
		"reset": db.Reset(), "fork": forkErr,
	} {
		assert.ErrorIs(t, err, bitcask.ErrClosed, name)
	}
	assert.Zero(t, db.Tick(epoch))
}

func TestEvents(t *testing.T) {
	hub := event.NewHub(16)
	sub := hub.Subscribe(nil)
	defer sub.Close()
	db, err := bitcask.Open(world.World{FS: memfs.New(), Clock: clock.NewManual(epoch), Events: hub}, bitcask.Options{})
	require.NoError(t, err)
	defer db.Close()
	require.NoError(t, db.Put([]byte("k"), []byte("v")))
	require.NoError(t, db.Delete([]byte("k")))
	require.NoError(t, db.Delete([]byte("k")), "no second event")
	require.Error(t, db.Put(nil, nil), "and none for what is refused")
	require.NoError(t, db.Reset())

	got := make([]event.Event, 16)
	n, missed := sub.Read(got)
	assert.Zero(t, missed)
	assert.Equal(t, []event.Event{
		{Seq: 1, Time: epoch, Engine: "bitcask", Type: event.Set, Key: "k", Reason: "put"},
		{Seq: 2, Time: epoch, Engine: "bitcask", Type: event.Deleted, Key: "k", Reason: "delete"},
		{Seq: 3, Time: epoch, Engine: "bitcask", Type: event.Flushed, Reason: "reset"},
	}, got[:n])
}

func TestFaultPlaneAndJournal(t *testing.T) {
	broken := errors.New("broken on purpose")
	faults, calls := new(fault.Plane), journal.New(10)
	db, err := bitcask.Open(world.World{FS: memfs.New(), Clock: clock.NewManual(epoch), Faults: faults, Journal: calls}, bitcask.Options{})
	require.NoError(t, err)
	defer db.Close()
	faults.Add(fault.Rule{Engine: "bitcask", Op: "put", Prefix: []byte("bad"), Err: broken})
	require.NoError(t, db.Put([]byte("good"), nil))
	require.ErrorIs(t, db.Put([]byte("bad1"), nil), broken)
	n, err := db.Len()
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.Equal(t, []journal.Call{
		{Time: epoch, Engine: "bitcask", Op: "put", Subject: "good"},
		{Time: epoch, Engine: "bitcask", Op: "put", Subject: "bad1", Err: broken},
		{Time: epoch, Engine: "bitcask", Op: "len"},
	}, calls.Calls())
}

func TestReset(t *testing.T) {
	fs := memfs.New()
	db := open(t, fs, bitcask.Options{MaxFileSize: 30})
	for _, key := range []string{"a", "b", "c"} {
		require.NoError(t, db.Put([]byte(key), []byte("some value")))
	}
	require.NoError(t, db.Reset())
	assert.Empty(t, contents(t, db))
	assert.Zero(t, dataFiles(t, fs))
	require.NoError(t, db.Put([]byte("d"), nil))
	require.NoError(t, db.Close())
	assert.Equal(t, map[string]string{"d": ""}, contents(t, open(t, fs, bitcask.Options{})))
}

func TestFork(t *testing.T) {
	hub := event.NewHub(16)
	sub := hub.Subscribe(nil)
	defer sub.Close()
	db := open(t, memfs.New(), bitcask.Options{})
	require.NoError(t, db.Put([]byte("a"), []byte("1")))
	require.NoError(t, db.Put([]byte("b"), []byte("1")))
	require.NoError(t, db.Delete([]byte("b")))

	fs := memfs.New()
	fork, err := db.Fork(world.World{FS: fs, Events: hub})
	require.NoError(t, err)
	defer fork.Close()
	n, _ := sub.Read(make([]event.Event, 16))
	assert.Zero(t, n, "a copy is no news")
	require.NoError(t, fork.Put([]byte("a"), []byte("2")))
	require.NoError(t, db.Put([]byte("c"), []byte("1")))
	assert.Equal(t, map[string]string{"a": "2"}, contents(t, fork))
	assert.Equal(t, map[string]string{"a": "1", "c": "1"}, contents(t, db))
	n, _ = sub.Read(make([]event.Event, 16))
	assert.Equal(t, 1, n)

	require.NoError(t, fork.Close())
	_, err = db.Fork(world.World{FS: fs})
	assert.ErrorIs(t, err, bitcask.ErrNotEmpty)
	open(t, fs, bitcask.Options{}) // the lock was given back
}

func TestScanStopsAndLeavesOutWhatGoes(t *testing.T) {
	db := open(t, memfs.New(), bitcask.Options{})
	for _, key := range []string{"a1", "a2", "a3", "b1"} {
		require.NoError(t, db.Put([]byte(key), []byte("v")))
	}
	var seen []string
	require.NoError(t, db.Scan([]byte("a"), func(key, _ []byte) bool {
		seen = append(seen, string(key))
		assert.NoError(t, db.Delete([]byte("a2")), "calls from within are fine")
		return true
	}))
	assert.Equal(t, []string{"a1", "a3"}, seen)
	seen = nil
	require.NoError(t, db.Scan(nil, func(key, _ []byte) bool {
		seen = append(seen, string(key))
		return false
	}))
	assert.Equal(t, []string{"a1"}, seen)
}
