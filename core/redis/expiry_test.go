package redis_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/world"
)

// open makes a store on a clock that stands still, and a hub of its events.
func open(t *testing.T) (*redis.DB, *clock.Manual, *event.Hub) {
	t.Helper()
	manual := clock.NewManual(time.UnixMilli(1_700_000_000_000))
	hub := event.NewHub(1000)
	db, err := redis.Open(world.World{Clock: manual, Seed: 1, Events: hub}, redis.Options{})
	require.NoError(t, err)
	return db, manual, hub
}

// do runs f on database 0.
func do(t *testing.T, db *redis.DB, f func(tx *redis.Tx)) {
	t.Helper()
	require.NoError(t, db.Update(0, func(tx *redis.Tx) error { f(tx); return nil }))
}

func TestTickRemovesInOrderOfTime(t *testing.T) {
	db, manual, hub := open(t)
	sub := hub.Subscribe(nil)
	do(t, db, func(tx *redis.Tx) {
		for i, ms := range []int64{300, 100, 200} {
			_, err := tx.Set([]byte{byte('a' + i)}, nil, redis.SetOptions{ExpireAt: tx.Now() + ms})
			require.NoError(t, err)
		}
	})
	require.Equal(t, manual.Now().Add(100*time.Millisecond).UnixMilli(), db.Tick(manual.Now()).UnixMilli(), "when the first one ends")
	manual.Advance(250 * time.Millisecond)
	next := db.Tick(manual.Now())
	require.Equal(t, manual.Now().Add(50*time.Millisecond).UnixMilli(), next.UnixMilli())
	require.Equal(t, 1, db.Stats().Keys)
	require.EqualValues(t, 2, db.Stats().ExpiredKeys)

	events := make([]event.Event, 10)
	n, _ := sub.Read(events)
	var ended []string
	for _, e := range events[:n] {
		if e.Type == event.Expired {
			ended = append(ended, e.Key)
		}
	}
	require.Equal(t, []string{"b", "c"}, ended)
	manual.Advance(time.Second)
	require.Zero(t, db.Tick(manual.Now()), "nothing is left to wait for")
}

// TestTickTakesTurns has more dead keys than one Tick removes: it says that it
// wants to be called again at once, and gets through.
func TestTickTakesTurns(t *testing.T) {
	db, manual, _ := open(t)
	do(t, db, func(tx *redis.Tx) {
		for i := range 2500 {
			_, err := tx.Set([]byte(strconv.Itoa(i)), nil, redis.SetOptions{ExpireAt: tx.Now() + 1})
			require.NoError(t, err)
		}
	})
	manual.Advance(time.Second)
	calls := 0
	for next := manual.Now(); !next.IsZero(); next = db.Tick(manual.Now()) {
		require.False(t, next.After(manual.Now()), "it has work, but does not want to be called")
		calls++
		require.Less(t, calls, 10)
	}
	require.Zero(t, db.Stats().Keys)
	require.Greater(t, calls, 2)
}

func TestWhoMeetsADeadKeyRemovesIt(t *testing.T) {
	db, manual, _ := open(t)
	do(t, db, func(tx *redis.Tx) {
		_, err := tx.Set([]byte("k"), []byte("v"), redis.SetOptions{ExpireAt: tx.Now() + 10})
		require.NoError(t, err)
	})
	manual.Advance(10 * time.Millisecond)
	do(t, db, func(tx *redis.Tx) {
		require.Equal(t, 1, tx.Size(), "nobody has met it yet")
		require.Empty(t, tx.Keys([]byte("*")))
		v, err := tx.Get([]byte("k"))
		require.NoError(t, err)
		require.Nil(t, v)
		require.Zero(t, tx.Size())
	})
}

func TestEndsFollowTheirKeys(t *testing.T) {
	db, manual, _ := open(t)
	a, b := []byte("a"), []byte("b")
	do(t, db, func(tx *redis.Tx) {
		_, _ = tx.Set(a, nil, redis.SetOptions{ExpireAt: tx.Now() + 100})
		_, _ = tx.Set(b, nil, redis.SetOptions{ExpireAt: tx.Now() + 50})
		require.NoError(t, tx.Rename(a, b)) // b's own end must be forgotten
		done, err := tx.Move(b, 3)
		require.NoError(t, err)
		require.True(t, done)
		require.NoError(t, tx.SwapDB(3, 5))
	})
	manual.Advance(60 * time.Millisecond)
	db.Tick(manual.Now())
	require.Equal(t, 1, db.Stats().Expires)
	fork, err := db.Fork(world.World{Clock: manual})
	require.NoError(t, err)
	manual.Advance(60 * time.Millisecond)
	for _, store := range []*redis.DB{db, fork} {
		store.Tick(manual.Now())
		require.Zero(t, store.Stats().Keys)
	}
}
