package lru_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/lru"
	"github.com/twelvefold/twelvefold/core/world"
)

func newCache(t testing.TB, w world.World, c lru.Config[string, int]) *lru.Cache[string, int] {
	t.Helper()
	cache, err := lru.New(w, c)
	require.NoError(t, err)
	return cache
}

func TestNewRefusesBadConfig(t *testing.T) {
	one := func(string, int) int { return 1 }
	for name, tc := range map[string]struct {
		config lru.Config[string, int]
		want   error
	}{
		"no limit":         {lru.Config[string, int]{}, lru.ErrNoLimit},
		"entries":          {lru.Config[string, int]{MaxEntries: -1}, lru.ErrNegativeLimit},
		"bytes":            {lru.Config[string, int]{MaxBytes: -1, Size: one}, lru.ErrNegativeLimit},
		"bytes, no size":   {lru.Config[string, int]{MaxBytes: 1}, lru.ErrNoSize},
		"time to live":     {lru.Config[string, int]{MaxEntries: 1, TTL: -1}, lru.ErrNegativeTTL},
		"too many entries": {lru.Config[string, int]{MaxEntries: math.MaxInt}, lru.ErrTooManyEntries},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := lru.New(world.World{}, tc.config)
			require.ErrorIs(t, err, tc.want)
			_, err = lru.NewConcurrent(world.World{}, tc.config)
			require.ErrorIs(t, err, tc.want)
		})
	}
}

func TestNegativeSizeIsRefused(t *testing.T) {
	cache := newCache(t, world.World{}, lru.Config[string, int]{
		MaxEntries: 2, Size: func(_ string, v int) int { return v },
	})
	require.NoError(t, cache.Put("a", 1))
	require.ErrorIs(t, cache.Put("a", -1), lru.ErrNegativeSize)
	v, ok := cache.Peek("a")
	require.True(t, ok)
	require.Equal(t, 1, v)
}

func TestResizeRefusesBadLimits(t *testing.T) {
	cache := newCache(t, world.World{}, lru.Config[string, int]{MaxEntries: 1})
	for _, tc := range []struct {
		entries int
		bytes   int64
		want    error
	}{{0, 0, lru.ErrNoLimit}, {-1, 0, lru.ErrNegativeLimit}, {0, 1, lru.ErrNoSize}} {
		_, err := cache.Resize(tc.entries, tc.bytes)
		require.ErrorIs(t, err, tc.want)
		require.Equal(t, 1, cache.Stats().MaxEntries)
	}
}

func TestLongestTTLNeverOverflows(t *testing.T) {
	manual := clock.NewManual(time.Unix(1000, 0))
	cache := newCache(t, world.World{Clock: manual}, lru.Config[string, int]{MaxEntries: 2})
	manual.Advance(time.Hour)
	require.NoError(t, cache.PutTTL("a", 1, math.MaxInt64))
	require.True(t, cache.Has("a"))
	require.True(t, cache.Tick(manual.Now()).IsZero(), "for ever is no deadline")
}

// countingClock proves that the clock is left alone while nobody needs it.
type countingClock struct {
	clock.Manual
	reads int
}

func (c *countingClock) Now() time.Time { c.reads++; return c.Manual.Now() }

func TestClockIsReadOnlyForTTLs(t *testing.T) {
	c := &countingClock{}
	cache := newCache(t, world.World{Clock: c}, lru.Config[string, int]{MaxEntries: 2})
	opened := c.reads
	require.NoError(t, cache.Put("a", 1))
	cache.Get("a")
	require.Equal(t, opened, c.reads)
	require.NoError(t, cache.PutTTL("a", 1, time.Second))
	cache.Get("a")
	require.Equal(t, opened+2, c.reads, "once a call")
}

func TestLoopBodyMayChangeTheCache(t *testing.T) {
	cache := newCache(t, world.World{}, lru.Config[string, int]{MaxEntries: 3})
	for i, key := range []string{"a", "b", "c"} {
		require.NoError(t, cache.Put(key, i))
	}
	var seen []string
	for key := range cache.All() {
		seen = append(seen, key)
		cache.Delete("a")
		cache.Get(key)
		if key == "b" {
			break
		}
	}
	require.Equal(t, []string{"c", "b"}, seen)
	require.Equal(t, []string{"b", "c"}, cache.Keys())
}

func TestClosedCache(t *testing.T) {
	told := 0
	cache := newCache(t, world.World{}, lru.Config[string, int]{
		MaxEntries: 2, OnEvict: func(string, int, lru.Reason) { told++ },
	})
	require.NoError(t, cache.Put("a", 1))
	require.NoError(t, cache.Close())
	require.NoError(t, cache.Close())
	require.Zero(t, told)
	require.ErrorIs(t, cache.Put("a", 1), lru.ErrClosed)
	require.False(t, cache.Has("a"))
	require.Zero(t, cache.Len())
	_, err := cache.Resize(1, 0)
	require.ErrorIs(t, err, lru.ErrClosed)
	_, err = cache.Fork(world.World{})
	require.ErrorIs(t, err, lru.ErrClosed)
}

func TestHitsAllocateNothing(t *testing.T) {
	manual := clock.NewManual(time.Unix(1000, 0))
	cache := newCache(t, world.World{Clock: manual}, lru.Config[string, int]{MaxEntries: 100})
	db := open(t, world.World{}, lru.Options{})
	key := []byte("a")
	require.NoError(t, cache.PutTTL("a", 1, time.Hour))
	require.NoError(t, cache.Put("b", 2))
	require.NoError(t, db.Put(key, []byte("value")))
	for name, hit := range map[string]func(){
		"Cache.Get":    func() { cache.Get("a"); cache.Get("b") },
		"Cache.Put":    func() { _ = cache.Put("b", 3) },
		"DB.GetShared": func() { _, _ = db.GetShared(key) },
		"DB.Has":       func() { _, _ = db.Has(key) },
	} {
		require.Zero(t, testing.AllocsPerRun(100, hit), name)
	}
}
