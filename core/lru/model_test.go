package lru_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/lru"
	"github.com/twelvefold/twelvefold/core/world"
)

var (
	seedFlag = flag.Uint64("lru.seed", 0, "run the model test with this seed only")
	runsFlag = flag.Uint64("lru.runs", 300, "run the model test with this many seeds")
)

// TestModel does the same random steps to a cache and to a model that is too
// simple to be wrong, and compares every result, the order, the counters and
// the reason of every departure.
func TestModel(t *testing.T) {
	if *seedFlag != 0 {
		runModel(t, *seedFlag)
		return
	}
	for seed := uint64(1); seed <= *runsFlag && !t.Failed(); seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { runModel(t, seed) })
	}
}

// model keeps everything in one slice, the most recent first, and expires
// eagerly. Values are unique numbers that stand for their own size.
type model struct {
	now        time.Duration
	entries    []modelEntry
	maxEntries int
	maxBytes   int64
	ttl        time.Duration
	stats      lru.Stats
	left       map[int]lru.Reason // by value
}

type modelEntry struct {
	key, value int
	dies       time.Duration // 0 for never
}

// size of a value: the cases need many sizes, and some that fit in no cache.
func size(_, value int) int { return value % 23 }

func (m *model) bytes() (n int64) {
	for _, e := range m.entries {
		n += int64(size(e.key, e.value))
	}
	return n
}

func (m *model) at(key int) int {
	return slices.IndexFunc(m.entries, func(e modelEntry) bool { return e.key == key })
}

func (m *model) leave(i int, why lru.Reason) modelEntry {
	e := m.entries[i]
	m.entries = slices.Delete(m.entries, i, i+1)
	m.left[e.value] = why
	switch why {
	case lru.Capacity:
		m.stats.Evictions++
	case lru.Expired:
		m.stats.Expirations++
	}
	return e
}

func (m *model) advance(d time.Duration) {
	m.now += d
	for i := len(m.entries) - 1; i >= 0; i-- {
		if dies := m.entries[i].dies; dies != 0 && dies <= m.now {
			m.leave(i, lru.Expired)
		}
	}
}

func (m *model) put(key, value int, ttl time.Duration) bool {
	if m.maxBytes > 0 && int64(size(key, value)) > m.maxBytes {
		return false
	}
	if i := m.at(key); i >= 0 {
		m.leave(i, lru.Replaced)
	}
	e := modelEntry{key: key, value: value}
	if ttl > 0 {
		e.dies = m.now + ttl
	}
	m.entries = slices.Insert(m.entries, 0, e)
	m.shrink()
	return true
}

func (m *model) shrink() (evicted int) {
	for m.maxEntries > 0 && len(m.entries) > m.maxEntries || m.maxBytes > 0 && m.bytes() > m.maxBytes {
		m.leave(len(m.entries)-1, lru.Capacity)
		evicted++
	}
	return evicted
}

func (m *model) get(key int) (int, bool) {
	i := m.at(key)
	if i < 0 {
		m.stats.Misses++
		return 0, false
	}
	m.stats.Hits++
	e := m.entries[i]
	m.entries = slices.Insert(slices.Delete(m.entries, i, i+1), 0, e)
	return e.value, true
}

func (m *model) keys() []int {
	keys := []int{}
	for _, e := range m.entries {
		keys = append(keys, e.key)
	}
	return keys
}

func runModel(t *testing.T, seed uint64) {
	defer func() {
		if t.Failed() {
			t.Logf("replay: go test ./core/lru -run TestModel -lru.seed=%d", seed)
		}
	}()
	r := rand.New(rand.NewPCG(seed, 0))
	m := &model{left: map[int]lru.Reason{}}
	switch r.IntN(3) {
	case 0:
		m.maxEntries = 1 + r.IntN(12)
	case 1:
		m.maxBytes = 1 + int64(r.IntN(100))
	case 2:
		m.maxEntries, m.maxBytes = 1+r.IntN(12), 1+int64(r.IntN(100))
	}
	m.ttl = time.Duration(r.IntN(2)*r.IntN(50)) * time.Millisecond
	c := &subject{t: t, left: map[int]lru.Reason{}}
	c.open(m)
	for value := 1; value <= 400 && !t.Failed(); value++ {
		c.step(r, m, value)
	}
	c.compare(m)
}

// subject is the cache under test with its clock.
type subject struct {
	t     *testing.T
	clock *clock.Manual
	cache *lru.Cache[int, int]
	left  map[int]lru.Reason
}

func (c *subject) open(m *model) {
	c.clock = clock.NewManual(time.Unix(1_700_000_000, 0))
	cache, err := lru.New(world.World{Clock: c.clock}, lru.Config[int, int]{
		MaxEntries: m.maxEntries, MaxBytes: m.maxBytes, TTL: m.ttl, Size: size,
		OnEvict: func(_, value int, why lru.Reason) { c.left[value] = why },
	})
	require.NoError(c.t, err)
	c.cache = cache
}

func (c *subject) step(r *rand.Rand, m *model, value int) {
	key := r.IntN(20)
	switch op := r.IntN(100); {
	case op < 25:
		c.putBoth(m, key, value, m.ttl)
	case op < 40:
		c.putBoth(m, key, value, time.Duration(r.IntN(60))*time.Millisecond)
	case op < 60:
		want, wantOK := m.get(key)
		got, ok := c.cache.Get(key)
		require.Equal(c.t, []any{want, wantOK}, []any{got, ok}, "get %d", key)
	case op < 66:
		i := m.at(key)
		got, ok := c.cache.Peek(key)
		require.Equal(c.t, i >= 0, ok, "peek %d", key)
		require.True(c.t, !ok || got == m.entries[i].value, "peek %d", key)
	case op < 70:
		require.Equal(c.t, m.at(key) >= 0, c.cache.Has(key), "has %d", key)
	case op < 78:
		i := m.at(key)
		if i >= 0 {
			m.leave(i, lru.Deleted)
		}
		require.Equal(c.t, i >= 0, c.cache.Delete(key), "delete %d", key)
	case op < 90:
		d := time.Duration(r.IntN(20)) * time.Millisecond
		c.clock.Advance(d)
		m.advance(d)
		if r.IntN(2) == 0 {
			c.tick(m)
		}
	case op < 93:
		c.resizeBoth(r, m)
	case op < 94:
		c.fork(m)
	case op < 95:
		for len(m.entries) > 0 {
			m.leave(0, lru.Deleted)
		}
		m.stats = lru.Stats{}
		c.cache.Reset()
	default:
		c.compare(m)
	}
}

func (c *subject) putBoth(m *model, key, value int, ttl time.Duration) {
	err := c.cache.PutTTL(key, value, ttl)
	if m.put(key, value, ttl) {
		require.NoError(c.t, err, "put %d", key)
	} else {
		require.ErrorIs(c.t, err, lru.ErrEntryTooLarge, "put %d", key)
	}
}

func (c *subject) resizeBoth(r *rand.Rand, m *model) {
	m.maxEntries, m.maxBytes = 1+r.IntN(12), int64(r.IntN(100))
	got, err := c.cache.Resize(m.maxEntries, m.maxBytes)
	require.NoError(c.t, err)
	require.Equal(c.t, m.shrink(), got, "resize to %d, %d", m.maxEntries, m.maxBytes)
}

// tick checks the promised next instant: the earliest death.
func (c *subject) tick(m *model) {
	var want time.Duration
	for _, e := range m.entries {
		if e.dies != 0 && (want == 0 || e.dies < want) {
			want = e.dies
		}
	}
	now := c.clock.Now()
	next := c.cache.Tick(now)
	if want == 0 {
		require.True(c.t, next.IsZero(), "tick: nothing has a deadline, got %v", next)
	} else {
		require.Equal(c.t, want-m.now, next.Sub(now), "tick")
	}
}

// fork goes on with the copy, in a world of another time, and checks that the
// original keeps what it had.
func (c *subject) fork(m *model) {
	before := c.cache
	c.clock = clock.NewManual(time.Unix(1, 0))
	fork, err := before.Fork(world.World{Clock: c.clock})
	require.NoError(c.t, err)
	c.cache = fork
	m.stats = lru.Stats{}
	value, ok := fork.Get(0)
	fork.Delete(0)
	require.Equal(c.t, ok, before.Has(0), "the fork's delete reached the original")
	if want, wantOK := m.get(0); true {
		require.Equal(c.t, []any{want, wantOK}, []any{value, ok})
	}
	if ok {
		m.leave(m.at(0), lru.Deleted)
	}
}

func (c *subject) compare(m *model) {
	require.Equal(c.t, m.keys(), c.cache.Keys())
	want := m.stats
	want.Entries, want.Bytes = len(m.entries), m.bytes()
	want.MaxEntries, want.MaxBytes = m.maxEntries, m.maxBytes
	require.Equal(c.t, want, c.cache.Stats())
	require.Equal(c.t, m.left, c.left, "departures by value")
	i := 0
	for key, value := range c.cache.All() {
		require.Equal(c.t, m.entries[i].key, key)
		require.Equal(c.t, m.entries[i].value, value)
		i++
	}
	require.Equal(c.t, len(m.entries), i)
	key, _, ok := c.cache.Oldest()
	require.True(c.t, ok == (i > 0) && (!ok || key == m.entries[i-1].key), "oldest: %d", key)
}
