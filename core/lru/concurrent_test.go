package lru_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/lru"
	"github.com/twelvefold/twelvefold/core/world"
)

// hammer runs work in a few goroutines, each with its own seeded randomness.
func hammer(rounds int, work func(r *rand.Rand)) {
	var wg sync.WaitGroup
	for seed := range uint64(4) {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(seed, 1))
			for range rounds {
				work(r)
			}
		})
	}
	wg.Wait()
}

// TestConcurrentLosesNoEntry counts entries in and out: each value put is
// still there or was reported gone exactly once.
func TestConcurrentLosesNoEntry(t *testing.T) {
	var puts, gone atomic.Int64
	cache, err := lru.NewConcurrent(world.World{}, lru.Config[int, int]{
		MaxEntries: 50,
		OnEvict:    func(int, int, lru.Reason) { gone.Add(1) },
	})
	require.NoError(t, err)
	hammer(5000, func(r *rand.Rand) {
		key := r.IntN(100)
		switch r.IntN(8) {
		case 0, 1:
			puts.Add(1)
			_ = cache.PutTTL(key, key, time.Duration(r.IntN(100))*time.Microsecond)
		case 2:
			cache.Delete(key)
		case 3:
			cache.Keys()
		case 4:
			cache.Tick(time.Now())
		case 5:
			for range cache.All() {
				break
			}
		default:
			if v, ok := cache.Get(key); ok && v != key {
				panic(fmt.Sprint("get ", key, " gave ", v))
			}
		}
	})
	left := int64(cache.Len()) // first: it reports what has expired since
	require.Equal(t, puts.Load(), gone.Load()+left)
	fork, err := cache.Fork(world.World{})
	require.NoError(t, err)
	hammer(100, func(r *rand.Rand) { _ = fork.Put(r.IntN(9), 0) })
}

// TestDBEventsFollowTheOrderOfChanges replays the events of a hammered cache
// and expects to arrive at its contents.
func TestDBEventsFollowTheOrderOfChanges(t *testing.T) {
	const rounds = 2000
	hub := event.NewHub(4 * rounds * 3)
	sub := hub.Subscribe(nil)
	defer sub.Close()
	db := open(t, world.World{Events: hub}, lru.Options{MaxEntries: 20})
	hammer(rounds, func(r *rand.Rand) {
		key := []byte(strconv.Itoa(r.IntN(40)))
		switch r.IntN(4) {
		case 0:
			_, _ = db.Delete(key)
		case 1:
			_, _ = db.Get(key)
		default:
			_ = db.Put(key, key)
		}
	})
	there := map[string]bool{}
	buf := make([]event.Event, 100)
	for n, missed := sub.Read(buf); n > 0; n, missed = sub.Read(buf) {
		require.Zero(t, missed)
		for _, e := range buf[:n] {
			if e.Type == event.Set {
				there[e.Key] = true
			} else {
				require.True(t, there[e.Key], "%s of %q, which is not there", e.Type, e.Key)
				delete(there, e.Key)
			}
		}
	}
	keys, err := db.Keys()
	require.NoError(t, err)
	require.Len(t, there, len(keys))
	for _, key := range keys {
		require.True(t, there[key], key)
	}
}
