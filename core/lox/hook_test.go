package lox_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/hook"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

func compileHook(t *testing.T, source, function string, l hook.Limits) hook.Hook {
	t.Helper()
	h, err := lox.Hooks{}.Compile("hook.lox", source, function, l)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, h.Close()) })
	return h
}

func TestHookTakesAndGivesPlainValues(t *testing.T) {
	h := compileHook(t, `fun same(x) { return x; }`, "same", hook.Limits{})
	for _, v := range []hook.Value{nil, true, false, 1.5, "text", ""} {
		got, err := h.Call(context.Background(), v)
		require.NoError(t, err)
		assert.Equal(t, v, got)
	}
	for _, v := range []hook.Value{1, int64(1), []byte("a"), map[string]any{}, lox.Value{}} {
		_, err := h.Call(context.Background(), v)
		assert.Equal(t, code.WrongType, code.Of(err), "%T", v)
	}
	object := compileHook(t, `class A {} fun f() { return A(); }`, "f", hook.Limits{})
	_, err := object.Call(context.Background())
	assert.Equal(t, code.WrongType, code.Of(err), "an instance does not come out")
}

func TestHookIsCompiledOnce(t *testing.T) {
	h := compileHook(t, `var calls = 0; fun price(item, n) { calls = calls + 1; return item + " at call " + (calls == n and "right" or "wrong"); }`, "price", hook.Limits{})
	for n := 1.0; n < 4; n++ {
		got, err := h.Call(context.Background(), "apples", n)
		require.NoError(t, err)
		assert.Equal(t, "apples at call right", got, "its variables last")
	}
}

func TestHookCompileFails(t *testing.T) {
	for _, c := range []struct {
		name, source, function string
		limits                 hook.Limits
		want                   code.Code
	}{
		{"syntax", `fun f( {}`, "f", hook.Limits{}, code.SyntaxError},
		{"runtime", `-nil; fun f() {}`, "f", hook.Limits{}, code.RuntimeError},
		{"not there", `fun g() {}`, "f", hook.Limits{}, code.NotFound},
		{"no function", `var f = 1;`, "f", hook.Limits{}, code.NotFound},
		{"endless", `while (true) {} fun f() {}`, "f", hook.Limits{Steps: 100}, code.LimitExceeded},
		{"endless by default", `while (true) {} fun f() {}`, "f", hook.Limits{}, code.LimitExceeded},
		{"a negative limit", `fun f() {}`, "f", hook.Limits{Steps: -1}, code.InvalidArgument},
	} {
		_, err := lox.Hooks{}.Compile("hook.lox", c.source, c.function, c.limits)
		assert.Equal(t, c.want, code.Of(err), "%s: %v", c.name, err)
	}
}

// Each call has its own steps, depth, output and time; after an error the hook
// goes on.
func TestHookLimitsAreOfACall(t *testing.T) {
	w := world.World{Clock: clock.NewManual(time.Unix(1, 0))}
	for _, c := range []struct {
		name   string
		limits hook.Limits
		body   string // of f(greedy)
		want   code.Code
	}{
		{"steps", hook.Limits{Steps: 1000}, `for (var i = 0; greedy or i < 900; i = i + 1) {}`, code.LimitExceeded},
		{"depth", hook.Limits{Depth: 50}, `fun down(n) { if (greedy or n > 0) down(n - 1); } down(40);`, code.LimitExceeded},
		{"output", hook.Limits{Output: 100}, `for (var i = 0; i < 8 or greedy; i = i + 1) print "0123456789";`, code.LimitExceeded},
		{"memory", hook.Limits{Memory: 1 << 20}, `var s = "0123456789"; for (var i = 0; i < 15 or greedy; i = i + 1) s = s + s;`, code.LimitExceeded},
		{"runtime", hook.Limits{}, `if (greedy) -greedy;`, code.RuntimeError},
	} {
		h, err := lox.Hooks{World: w}.Compile("hook.lox", `fun f(greedy) { `+c.body+` return "done"; }`, "f", c.limits)
		require.NoError(t, err, c.name)
		for range 5 {
			got, err := h.Call(context.Background(), false)
			require.NoError(t, err, c.name)
			assert.Equal(t, "done", got, c.name)
			_, err = h.Call(context.Background(), true)
			assert.Equal(t, c.want, code.Of(err), "%s: %v", c.name, err)
		}
		require.NoError(t, h.Close())
		_, err = h.Call(context.Background(), false)
		assert.Equal(t, code.Closed, code.Of(err), c.name)
	}
}

func TestHookEndsWithItsContext(t *testing.T) {
	h := compileHook(t, `fun f() { while (true) {} }`, "f", hook.Limits{Steps: 1 << 62})
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	var wg sync.WaitGroup
	for range 4 { // one runs, the others wait for it
		wg.Go(func() {
			_, err := h.Call(ctx)
			assert.Equal(t, code.Timeout, code.Of(err))
		})
	}
	wg.Wait()
	cancelled, stop := context.WithCancel(context.Background())
	stop()
	_, err := h.Call(cancelled)
	assert.Equal(t, code.Cancelled, code.Of(err))
}

func TestHookFromManyGoroutines(t *testing.T) {
	h := compileHook(t, `var n = 0; fun f(x) { n = n + 1; return x * 2; } `, "f", hook.Limits{Steps: 10})
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range 100 {
				x := float64(worker*1000 + i)
				got, err := h.Call(context.Background(), x)
				assert.NoError(t, err)
				assert.Equal(t, x*2, got)
			}
		})
	}
	wg.Wait()
}
