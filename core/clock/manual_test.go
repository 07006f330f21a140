package clock_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/clock"
)

var epoch = time.Unix(1_700_000_000, 0)

// recorder notes which callbacks ran, and when.
type recorder struct {
	clock *clock.Manual
	calls []string
}

func (r *recorder) note(name string) func() {
	return func() {
		r.calls = append(r.calls, name+"@"+strconv.FormatInt(r.clock.Now().Sub(epoch).Milliseconds(), 10))
	}
}

func TestStandsStill(t *testing.T) {
	c := clock.NewManual(epoch)
	assert.Equal(t, epoch, c.Now())
	assert.Equal(t, epoch, c.Now())
	c.Advance(time.Second)
	assert.Equal(t, epoch.Add(time.Second), c.Now())
	c.Advance(-time.Hour)
	assert.Equal(t, epoch.Add(time.Second), c.Now(), "it does not go back")
}

func TestCallbacksRunInOrderAtTheirTime(t *testing.T) {
	c := clock.NewManual(epoch)
	r := &recorder{clock: c}
	c.AfterFunc(30*time.Millisecond, r.note("late"))
	c.AfterFunc(10*time.Millisecond, r.note("tie1"))
	c.AfterFunc(20*time.Millisecond, r.note("middle"))
	c.AfterFunc(10*time.Millisecond, r.note("tie2"))
	c.Advance(9 * time.Millisecond)
	assert.Empty(t, r.calls)
	c.Advance(11 * time.Millisecond)
	assert.Equal(t, []string{"tie1@10", "tie2@10", "middle@20"}, r.calls)
	assert.Equal(t, epoch.Add(20*time.Millisecond), c.Now())
	c.Advance(time.Hour)
	assert.Equal(t, "late@30", r.calls[3])
}

func TestDueAtOnceWaitsForAdvance(t *testing.T) {
	c := clock.NewManual(epoch)
	r := &recorder{clock: c}
	c.AfterFunc(0, r.note("zero"))
	c.AfterFunc(-time.Second, r.note("past"))
	assert.Empty(t, r.calls)
	c.Advance(0)
	assert.Equal(t, []string{"zero@0", "past@0"}, r.calls)
}

func TestCallbacksMayRegisterMore(t *testing.T) {
	c := clock.NewManual(epoch)
	r := &recorder{clock: c}
	var again func()
	again = func() {
		r.note("tick")()
		c.AfterFunc(10*time.Millisecond, again)
	}
	c.AfterFunc(10*time.Millisecond, again)
	c.Advance(35 * time.Millisecond)
	assert.Equal(t, []string{"tick@10", "tick@20", "tick@30"}, r.calls)
}

func TestStop(t *testing.T) {
	c := clock.NewManual(epoch)
	r := &recorder{clock: c}
	stopped := c.AfterFunc(10*time.Millisecond, r.note("stopped"))
	kept := c.AfterFunc(20*time.Millisecond, r.note("kept"))
	assert.True(t, stopped.Stop())
	assert.False(t, stopped.Stop(), "a second time it keeps nothing from running")
	c.Advance(time.Second)
	assert.Equal(t, []string{"kept@20"}, r.calls)
	assert.False(t, kept.Stop(), "it has run")

	var other clock.Timer
	c.AfterFunc(10*time.Millisecond, func() { assert.True(t, other.Stop()) })
	other = c.AfterFunc(20*time.Millisecond, r.note("stopped by a callback"))
	c.Advance(time.Second)
	assert.Len(t, r.calls, 1)
}

// TestAgainstAModel draws timers and stops at random, and compares with a
// sorted list.
func TestAgainstAModel(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 0))
		c := clock.NewManual(epoch)
		type timer struct{ when, id int }
		var want []timer
		var got []timer
		for id := range 100 {
			when := r.IntN(40)
			handle := c.AfterFunc(time.Duration(when), func() {
				got = append(got, timer{int(c.Now().Sub(epoch)), id})
			})
			if r.IntN(4) == 0 {
				require.True(t, handle.Stop())
				continue
			}
			want = append(want, timer{when, id})
		}
		slices.SortStableFunc(want, func(a, b timer) int { return a.when - b.when })
		for c.Now().Before(epoch.Add(40)) {
			c.Advance(time.Duration(r.IntN(5)))
		}
		require.Equal(t, want, got, "seed %d", seed)
	}
}

func TestParallelUse(t *testing.T) {
	c := clock.NewManual(epoch)
	var mu sync.Mutex
	ran := 0
	var users sync.WaitGroup
	for range 4 {
		users.Go(func() {
			for range 100 {
				c.AfterFunc(time.Millisecond, func() { mu.Lock(); ran++; mu.Unlock() })
				c.Advance(time.Millisecond)
				c.Now()
			}
		})
	}
	users.Wait()
	c.Advance(time.Second)
	assert.Equal(t, 400, ran)
}

func TestRealClock(t *testing.T) {
	before := time.Now()
	now := clock.Real.Now()
	assert.False(t, now.Before(before))
	ran := make(chan struct{})
	clock.Real.AfterFunc(0, func() { close(ran) })
	<-ran
	assert.True(t, clock.Real.AfterFunc(time.Hour, func() { t.Error("it was stopped") }).Stop())
}
