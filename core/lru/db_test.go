package lru_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/fault"
	"github.com/twelvefold/twelvefold/core/journal"
	"github.com/twelvefold/twelvefold/core/lru"
	"github.com/twelvefold/twelvefold/core/world"
)

var _ engine.Engine = (*lru.DB)(nil)

func open(t *testing.T, w world.World, o lru.Options) *lru.DB {
	t.Helper()
	db, err := lru.Open(w, o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

func TestOpenRefusesBadOptions(t *testing.T) {
	for name, tc := range map[string]struct {
		options lru.Options
		want    error
	}{
		"entries":          {lru.Options{MaxEntries: -1}, lru.ErrNegativeLimit},
		"bytes":            {lru.Options{MaxBytes: -1}, lru.ErrNegativeLimit},
		"key size":         {lru.Options{MaxKeySize: -1}, lru.ErrNegativeLimit},
		"value size":       {lru.Options{MaxValueSize: -1}, lru.ErrNegativeLimit},
		"time to live":     {lru.Options{TTL: -1}, lru.ErrNegativeTTL},
		"too many entries": {lru.Options{MaxEntries: lru.MaxEntriesLimit + 1}, lru.ErrTooManyEntries},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := lru.Open(world.World{}, tc.options)
			require.ErrorIs(t, err, tc.want)
		})
	}
}

func TestZeroOptionsBoundTheCache(t *testing.T) {
	stats := open(t, world.World{}, lru.Options{}).Stats()
	require.Equal(t, int64(lru.DefaultMaxBytes), stats.MaxBytes)
	require.Zero(t, stats.MaxEntries)
}

func TestValuesAreCopiedBothWays(t *testing.T) {
	db := open(t, world.World{}, lru.Options{})
	key, value := []byte("k"), []byte("value")
	require.NoError(t, db.Put(key, value))
	key[0], value[0] = 'x', 'x'
	got, err := db.Get([]byte("k"))
	require.NoError(t, err)
	require.Equal(t, "value", string(got))
	got[0] = 'y'
	peeked, err := db.Peek([]byte("k"))
	require.NoError(t, err)
	require.Equal(t, "value", string(peeked))
	peeked[0] = 'z'
	_, oldest, err := db.Oldest()
	require.NoError(t, err)
	require.Equal(t, "value", string(oldest))
}

func TestSharedValueOutlivesItsEntry(t *testing.T) {
	db := open(t, world.World{}, lru.Options{MaxEntries: 1})
	require.NoError(t, db.Put([]byte("k"), []byte("old")))
	shared, err := db.GetShared([]byte("k"))
	require.NoError(t, err)
	require.NoError(t, db.Put([]byte("k"), []byte("new")))
	require.NoError(t, db.Put([]byte("other"), []byte("x")))
	require.Equal(t, "old", string(shared))
}

func TestEmptyValueIsNotNil(t *testing.T) {
	db := open(t, world.World{}, lru.Options{})
	require.NoError(t, db.Put(nil, nil))
	got, err := db.Get([]byte{})
	require.NoError(t, err)
	require.NotNil(t, got)
	require.Empty(t, got)
}

func TestRefusedPutChangesNothing(t *testing.T) {
	db := open(t, world.World{}, lru.Options{MaxBytes: 10, MaxKeySize: 4, MaxValueSize: 9})
	require.NoError(t, db.Put([]byte("a"), []byte("1")))
	require.NoError(t, db.Put([]byte("b"), []byte("2")))
	for _, tc := range []struct {
		key, value string
		ttl        time.Duration
		want       *code.Error
	}{
		{"aaaaa", "1", 0, lru.ErrKeyTooLarge},
		{"a", strings.Repeat("v", 10), 0, lru.ErrValueTooLarge},
		{"aa", strings.Repeat("v", 9), 0, lru.ErrEntryTooLarge},
		{"a", "1", -1, lru.ErrNegativeTTL},
	} {
		err := db.PutTTL([]byte(tc.key), []byte(tc.value), tc.ttl)
		require.ErrorIs(t, err, tc.want)
		require.Equal(t, tc.want.Code, code.Of(err))
	}
	keys, err := db.Keys()
	require.NoError(t, err)
	require.Equal(t, []string{"b", "a"}, keys)
}

func TestPutUpToTheLimits(t *testing.T) {
	db := open(t, world.World{}, lru.Options{MaxBytes: 13, MaxKeySize: 4, MaxValueSize: 9})
	require.NoError(t, db.Put([]byte("aaaa"), []byte(strings.Repeat("v", 9))))
	require.Equal(t, int64(13), db.Stats().Bytes)
}

func TestEventsTellWhatHappenedInOrder(t *testing.T) {
	hub := event.NewHub(100)
	manual := clock.NewManual(time.Unix(1000, 0))
	var told []string
	db := open(t, world.World{Clock: manual, Events: hub}, lru.Options{
		MaxEntries: 2,
		OnEvict:    func(key string, _ []byte, why lru.Reason) { told = append(told, key+" "+why.String()) },
	})
	sub := hub.Subscribe(nil)
	defer sub.Close()
	put := func(key string, ttl time.Duration) {
		require.NoError(t, db.PutTTL([]byte(key), []byte("v"), ttl))
	}
	put("a", 0)
	put("b", time.Second)
	put("a", 0) // replaced: no event but the set
	put("c", 0) // pushes b out
	put("c", time.Second)
	manual.Advance(time.Second)
	put("c", 0) // had expired
	_, err := db.Delete([]byte("a"))
	require.NoError(t, err)
	require.NoError(t, db.Reset())

	var got []string
	buf := make([]event.Event, 100)
	n, missed := sub.Read(buf)
	require.Zero(t, missed)
	for _, e := range buf[:n] {
		require.Equal(t, lru.Name, e.Engine)
		require.False(t, e.Time.IsZero(), "an event without a time")
		got = append(got, string(e.Type)+" "+e.Key+" "+e.Reason)
	}
	require.Equal(t, []string{
		"set a put", "set b put", "set a put",
		"evicted b capacity", "set c put", "set c put",
		"expired c ttl", "set c put",
		"deleted a delete", "flushed  reset",
	}, got)
	require.Equal(t, []string{
		"a replaced", "b capacity", "c replaced", "c expired", "a deleted", "c deleted",
	}, told)
}

func TestFaultsAndJournalSeeEveryCall(t *testing.T) {
	boom := errors.New("boom")
	w := world.World{Faults: &fault.Plane{}, Journal: journal.New(100)}
	db := open(t, w, lru.Options{})
	calls := map[string]func() error{
		"put":    func() error { return db.Put([]byte("k"), nil) },
		"get":    func() error { _, err := db.Get([]byte("k")); return err },
		"peek":   func() error { _, err := db.Peek([]byte("k")); return err },
		"has":    func() error { _, err := db.Has([]byte("k")); return err },
		"delete": func() error { _, err := db.Delete([]byte("k")); return err },
		"len":    func() error { _, err := db.Len(); return err },
		"bytes":  func() error { _, err := db.Bytes(); return err },
		"keys":   func() error { _, err := db.Keys(); return err },
		"oldest": func() error { _, _, err := db.Oldest(); return err },
		"all":    func() error { _, err := db.All(); return err },
		"resize": func() error { _, err := db.Resize(1, 0); return err },
		"reset":  func() error { return db.Reset() },
		"fork":   func() error { _, err := db.Fork(world.World{}); return err },
	}
	for op, call := range calls {
		remove := w.Faults.Add(fault.Rule{Engine: lru.Name, Op: op, Err: boom})
		require.ErrorIs(t, call(), boom, op)
		remove()
		recorded := w.Journal.Calls()
		last := recorded[len(recorded)-1]
		require.Equal(t, op, last.Op)
		require.Equal(t, boom, last.Err)
		if slices.Contains([]string{"put", "get", "peek", "has", "delete"}, op) {
			require.Equal(t, "k", last.Subject)
		}
	}
	require.NoError(t, db.Close())
	for op, call := range calls {
		require.ErrorIs(t, call(), lru.ErrClosed, op)
	}
	require.NoError(t, db.Close(), "closing twice")
	require.Equal(t, lru.Stats{}, db.Stats())
	require.True(t, db.Tick(time.Now()).IsZero())
}

func TestOnEvictMayUseTheCache(t *testing.T) {
	var db *lru.DB
	db = open(t, world.World{}, lru.Options{
		MaxEntries: 1,
		OnEvict: func(key string, value []byte, why lru.Reason) {
			if why == lru.Capacity && key == "a" {
				require.NoError(t, db.Put([]byte("saved"), value))
			}
		},
	})
	require.NoError(t, db.Put([]byte("a"), []byte("1")))
	require.NoError(t, db.Put([]byte("b"), []byte("2")))
	got, err := db.Get([]byte("saved"))
	require.NoError(t, err)
	require.Equal(t, "1", string(got))
}

func TestResizeIsUndoneByReset(t *testing.T) {
	db := open(t, world.World{}, lru.Options{MaxEntries: 5, MaxBytes: 500})
	_, err := db.Resize(0, 0)
	require.ErrorIs(t, err, lru.ErrNoLimit)
	_, err = db.Resize(-1, 0)
	require.ErrorIs(t, err, lru.ErrNegativeLimit)
	_, err = db.Resize(2, 0)
	require.NoError(t, err)
	require.Equal(t, lru.Stats{MaxEntries: 2}, db.Stats())
	require.NoError(t, db.Reset())
	require.Equal(t, lru.Stats{MaxEntries: 5, MaxBytes: 500}, db.Stats())
}

func TestTickWorksInBatches(t *testing.T) {
	manual := clock.NewManual(time.Unix(1000, 0))
	expired := 0
	db := open(t, world.World{Clock: manual}, lru.Options{
		TTL:     time.Second,
		OnEvict: func(string, []byte, lru.Reason) { expired++ },
	})
	for i := range 2500 {
		require.NoError(t, db.Put([]byte{byte(i), byte(i >> 8)}, nil))
	}
	manual.Advance(2 * time.Second)
	now := manual.Now()
	ticks := 0
	for next := now; !next.IsZero(); ticks++ {
		require.Equal(t, now, next, "more is due: at once")
		next = db.Tick(now)
		require.LessOrEqual(t, expired, 1000*(ticks+1))
	}
	require.Equal(t, 2500, expired)
	require.Equal(t, 3, ticks)
}

func TestForkTellsWhatLeavesIt(t *testing.T) {
	var gone []string
	db := open(t, world.World{}, lru.Options{MaxEntries: 1, OnEvict: func(key string, _ []byte, reason lru.Reason) {
		gone = append(gone, key+" "+reason.String())
	}})
	require.NoError(t, db.Put([]byte("a"), nil))
	fork, err := db.Fork(world.World{}) // nobody listens to events there
	require.NoError(t, err)
	require.NoError(t, fork.Put([]byte("b"), nil))
	require.Equal(t, []string{"a capacity"}, gone)
}

func TestForkIsIndependentAndKeepsTimeLeft(t *testing.T) {
	here, there := clock.NewManual(time.Unix(1000, 0)), clock.NewManual(time.Unix(9, 0))
	db := open(t, world.World{Clock: here}, lru.Options{MaxEntries: 3})
	require.NoError(t, db.PutTTL([]byte("a"), []byte("1"), 10*time.Second))
	require.NoError(t, db.Put([]byte("b"), []byte("2")))
	here.Advance(4 * time.Second)
	fork, err := db.Fork(world.World{Clock: there})
	require.NoError(t, err)
	require.NoError(t, fork.Put([]byte("c"), []byte("3")))
	_, err = db.Delete([]byte("b"))
	require.NoError(t, err)

	there.Advance(5 * time.Second)
	keys, err := fork.Keys()
	require.NoError(t, err)
	require.Equal(t, []string{"c", "b", "a"}, keys)
	there.Advance(time.Second)
	keys, err = fork.Keys()
	require.NoError(t, err)
	require.Equal(t, []string{"c", "b"}, keys)
	keys, err = db.Keys()
	require.NoError(t, err)
	require.Equal(t, []string{"a"}, keys)
}
