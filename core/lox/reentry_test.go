package lox_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/fault"
	"github.com/twelvefold/twelvefold/core/journal"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

// A host function calls back with the context that it was given, and with no
// other.
func TestCallingBackTakesTheContext(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		ran := 0
		define(t, in, "host", 1, func(ctx context.Context, args []lox.Value) (any, error) {
			ran++
			_, err := in.Eval(context.Background(), "busy.lox", "1;")
			assert.ErrorIs(t, err, lox.ErrBusy)
			_, err = in.Call(context.Background(), args[0])
			assert.ErrorIs(t, err, lox.ErrBusy)
			derived, stop := context.WithCancel(ctx)
			defer stop()
			return in.Call(derived, args[0])
		})
		assert.Equal(t, 7.0, eval(t, in, `fun seven() { return 7; } host(seven);`).Float())
		assert.Equal(t, 1, ran)
	})
}

// A way through another interpreter and back is a way back.
func TestCallingBackThroughAnother(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		a, b := open(t, lox.Options{Engine: engine}), open(t, lox.Options{Engine: engine})
		define(t, a, "toB", 0, func(ctx context.Context, _ []lox.Value) (any, error) { return b.Eval(ctx, "b.lox", "toA() + 1;") })
		define(t, b, "toA", 0, func(ctx context.Context, _ []lox.Value) (any, error) { return a.Eval(ctx, "a.lox", "x + 1;") })
		assert.Equal(t, 3.0, eval(t, a, `var x = 1; toB();`).Float())
	})
}

// A host function that evaluates what calls it again ends at the limit on
// depth, long before Go's stack does.
func TestRecursionThroughTheHost(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		for _, depth := range []int{64, 10_000, lox.MaxMaxDepth} {
			in := open(t, lox.Options{Engine: engine, MaxDepth: depth})
			deepest := 0
			level := 0
			define(t, in, "again", 1, func(ctx context.Context, args []lox.Value) (any, error) {
				level++
				deepest = max(deepest, level)
				defer func() { level-- }()
				if args[0].Truthy() {
					return in.Eval(ctx, "inner.lox", "again(true);")
				}
				return in.Call(ctx, lox.Value{})
			})
			e := failure(t, in, "again(true);")
			assert.ErrorIs(t, e, lox.ErrDepth)
			assert.Greater(t, deepest, 30)
			assert.LessOrEqual(t, deepest, 110)
			assert.Len(t, e.Trace, deepest, "one script each")
			assert.ErrorIs(t, failure(t, in, "again(false);"), lox.ErrRuntime, "a number cannot be called")
			usableFresh(t, in)
		}
	})
}

// While a host function runs it may use the globals, also new ones, and load
// more programs; the program that called it sees all of that.
func TestHostUsesGlobalsInside(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		define(t, in, "host", 1, func(ctx context.Context, args []lox.Value) (any, error) {
			x, err := in.Get("x")
			require.NoError(t, err)
			require.NoError(t, in.Set("x", x.Float()*2))
			for _, name := range []string{"new1", "new2", "new3"} {
				require.NoError(t, in.Set(name, name))
			}
			_, err = in.Eval(ctx, "inner.lox", many("var inner%d = %[1]d; ", 100)+`fun late() { return "late " + new1; }`)
			require.NoError(t, err)
			require.NoError(t, in.SetProperty(args[0], "field", 3))
			require.NoError(t, in.Define(lox.Func{Name: "defined", Call: func(context.Context, []lox.Value) (any, error) { return "defined", nil }}))
			_, err = in.Usage()
			require.NoError(t, err)
			_, err = in.Held()
			require.NoError(t, err)
			assert.ErrorIs(t, in.Reset(), lox.ErrBusy)
			assert.ErrorIs(t, in.Close(), lox.ErrBusy)
			return nil, nil
		})
		v := eval(t, in, `
			class A {} var a = A(); var x = 1;
			fun f(p, q) {
				host(a);
				x = x + 1;
				if (inner100 == 100 and x == 3 and a.field == 3) return late() + " " + p + q + " " + defined();
			}
			f("p", "q");`)
		assert.Equal(t, "late new1 pq defined", v.Text())
	})
}

// What a run inside another takes is taken from the outer one's limits, and
// the host cannot lift them by swallowing the error.
func TestLimitsAreShared(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine, MaxSteps: 1000, MaxOutput: 100})
		var inner error
		define(t, in, "host", 1, func(ctx context.Context, args []lox.Value) (any, error) {
			_, inner = in.Eval(ctx, "inner.lox", args[0].Text())
			return nil, nil
		})
		assert.ErrorIs(t, failure(t, in, `host("while (true) {}"); while (true) {}`), lox.ErrSteps)
		assert.ErrorIs(t, inner, lox.ErrSteps)
		usage, err := in.Usage()
		require.NoError(t, err)
		assert.Equal(t, int64(1000), usage.Steps)
		assert.ErrorIs(t, failure(t, in, `host("print 123456789; print 123456789;"); while (true) print "0123456789";`), lox.ErrOutput)
		assert.NoError(t, inner)
		usage, err = in.Usage()
		require.NoError(t, err)
		assert.Equal(t, int64(97), usage.Output, "2 lines of 10 bytes inside, 7 of 11 outside")
		assert.Equal(t, lox.Stats{Runs: 2, Errors: 2, Steps: in.Stats().Steps, Output: 97, Memory: in.Stats().Memory, Globals: 1}, in.Stats())
	})
}

// A run inside another ends with its own context, too, and the outer one goes
// on.
func TestContextOfARunInside(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		var cut func()
		define(t, in, "cut", 0, func(context.Context, []lox.Value) (any, error) { cut(); return nil, nil })
		define(t, in, "host", 1, func(ctx context.Context, args []lox.Value) (any, error) {
			ctx, cut = context.WithCancel(ctx)
			_, err := in.Eval(ctx, "inner.lox", args[0].Text())
			var e *lox.Error
			if errors.As(err, &e) {
				return e.Kind(), nil
			}
			return nil, err
		})
		assert.Equal(t, "cancelled", eval(t, in, `host("cut(); while (true) {}");`).Text())
		define(t, in, "late", 0, func(ctx context.Context, _ []lox.Value) (any, error) {
			ctx, stop := context.WithCancel(ctx)
			stop()
			_, err := in.Eval(ctx, "inner.lox", "1;")
			assert.ErrorIs(t, err, lox.ErrCancelled, "before it begins")
			return "went on", nil
		})
		assert.Equal(t, "went on", eval(t, in, `late();`).Text())
	})
}

// A goroutine that a host function has left behind may use its context as long
// as a function of the host runs; then it is refused.
func TestGoroutineLeftBehind(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		result := make(chan error, 1)
		running, proceed := make(chan struct{}), make(chan struct{})
		var left context.Context
		define(t, in, "leave", 0, func(ctx context.Context, _ []lox.Value) (any, error) {
			left = ctx
			go func() {
				_, err := in.Eval(ctx, "behind.lox", `inside(); for (var i = 0; i < 100000; i = i + 1) {} print "behind";`)
				result <- err
			}()
			<-running
			_, err := in.Eval(ctx, "refused.lox", "1;")
			assert.ErrorIs(t, err, lox.ErrBusy, "one run inside this one is enough")
			close(proceed) // what has begun goes on: this function's return waits for its end
			return nil, nil
		})
		define(t, in, "inside", 0, func(context.Context, []lox.Value) (any, error) {
			close(running)
			<-proceed
			return nil, nil
		})
		define(t, in, "sync", 0, func(context.Context, []lox.Value) (any, error) {
			_, err := in.Eval(context.Background(), "other.lox", "1;")
			assert.ErrorIs(t, err, lox.ErrBusy)
			_, err = in.Eval(left, "left.lox", "1;")
			return nil, err
		})
		eval(t, in, `leave(); sync();`)
		require.NoError(t, <-result)
		_, err := in.Eval(left, "after.lox", "1;")
		assert.NoError(t, err, "an idle interpreter runs for everybody")
	})
}

// A host function that ends its goroutine, as t.FailNow does, leaves an
// interpreter that can be used and closed.
func TestHostEndsItsGoroutine(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		define(t, in, "exit", 0, func(context.Context, []lox.Value) (any, error) { runtime.Goexit(); return nil, nil })
		done := make(chan struct{})
		go func() {
			defer close(done)
			in.Eval(context.Background(), "exit.lox", `fun f() { exit(); } f();`) // which does not return
		}()
		<-done
		usableFresh(t, in)
		assert.Equal(t, 2.0, eval(t, in, `fun g(n) { if (n < 2) return n; return g(n - 1) + g(n - 2); } g(3);`).Float())
	})
}

func TestClosed(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in, err := lox.Open(world.World{}, lox.Options{Engine: engine})
		require.NoError(t, err)
		v := eval(t, in, "class A {} A;")
		require.NoError(t, in.Close())
		require.NoError(t, in.Close())
		_, err = in.Eval(context.Background(), "a.lox", "1;")
		assert.ErrorIs(t, err, lox.ErrClosed)
		_, err = in.Call(context.Background(), v)
		assert.ErrorIs(t, err, lox.ErrClosed)
		_, err = in.Get("A")
		assert.ErrorIs(t, err, lox.ErrClosed)
		assert.ErrorIs(t, in.Set("A", 1), lox.ErrClosed)
		_, err = in.Globals()
		assert.ErrorIs(t, err, lox.ErrClosed)
		_, err = in.Property(v, "a")
		assert.ErrorIs(t, err, lox.ErrClosed)
		assert.ErrorIs(t, in.SetProperty(v, "a", 1), lox.ErrClosed)
		assert.ErrorIs(t, in.Define(lox.Func{Name: "f", Call: func(context.Context, []lox.Value) (any, error) { return nil, nil }}), lox.ErrClosed)
		assert.ErrorIs(t, in.Reset(), lox.ErrClosed)
		_, err = in.Held()
		assert.ErrorIs(t, err, lox.ErrClosed)
		_, err = in.Usage()
		assert.ErrorIs(t, err, lox.ErrClosed)
		assert.Equal(t, int64(1), in.Stats().Runs)
		assert.Equal(t, "A", v.String(), "a value can still be shown")
	})
}

// The world's journal and its fault plane are asked for each run.
func TestJournalAndFaults(t *testing.T) {
	refused := errors.New("refused")
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		now := time.Unix(50, 0)
		w := world.World{Clock: clock.NewManual(now), Faults: new(fault.Plane), Journal: journal.New(10)}
		in, err := lox.Open(w, lox.Options{Engine: engine})
		require.NoError(t, err)
		f := eval(t, in, `fun f() {} f;`)
		w.Faults.Add(fault.Rule{Engine: "lox", Op: "call", Count: 1, Err: refused})
		w.Faults.Add(fault.Rule{Engine: "lox", Op: "eval", Prefix: []byte("bad"), Err: refused})
		_, err = in.Call(context.Background(), f)
		assert.ErrorIs(t, err, refused)
		_, err = in.Call(context.Background(), f)
		assert.NoError(t, err)
		_, err = in.Eval(context.Background(), "bad.lox", "1;")
		assert.ErrorIs(t, err, refused)
		assert.Equal(t, []journal.Call{
			{Time: now, Engine: "lox", Op: "eval", Subject: "test.lox"},
			{Time: now, Engine: "lox", Op: "call", Err: refused},
			{Time: now, Engine: "lox", Op: "call"},
			{Time: now, Engine: "lox", Op: "eval", Subject: "bad.lox", Err: refused},
		}, w.Journal.Calls())
		assert.Equal(t, int64(2), in.Stats().Runs, "what is refused at the door is no run")
	})
}
