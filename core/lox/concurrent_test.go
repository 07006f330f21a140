package lox_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox"
)

// Interpreters share nothing: a hundred of them at once give what one after the
// other gives. Run it with -race.
func TestSeveralInterpretersAtOnce(t *testing.T) {
	const programs, atOnce = 200, 100
	o := limits
	o.MaxSteps = 500 // each program is run nine times, with -race slowly
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		sources := make([]string, programs)
		want := make([]outcome, programs)
		for i := range sources {
			sources[i] = strings.Join(program(uint64(i+1)), "")
			want[i] = runOn(engine, sources[i], o)
		}
		var wg sync.WaitGroup
		for worker := range atOnce {
			wg.Go(func() {
				for i := range 8 * programs / atOnce {
					n := (i + worker*2) % programs // not all at the same one
					assert.Equal(t, want[n], runOn(engine, sources[n], o), "program %d", n+1)
				}
			})
		}
		wg.Wait()
	})
}

// One interpreter from many goroutines: each call runs alone, or is refused.
func TestOneInterpreterFromManyGoroutines(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		var out bytes.Buffer // written by one run at a time, without a lock
		in := open(t, lox.Options{Engine: engine, Output: &out})
		define(t, in, "host", 0, func(ctx context.Context, _ []lox.Value) (any, error) {
			_, err := in.Eval(ctx, "inner.lox", `n = n + 1;`)
			return nil, err
		})
		count := eval(t, in, `var n = 0; class A {} var a = A(); fun count() { host(); for (var i = 0; i < 50; i = i + 1) {} print "x"; return n; } count;`)
		a, err := in.Get("a")
		require.NoError(t, err)
		var ran atomic.Int64
		tolerate := func(err error) {
			if err != nil {
				assert.ErrorIs(t, err, lox.ErrBusy)
			}
		}
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 200 {
					_, err := in.Call(context.Background(), count)
					if err == nil {
						ran.Add(1)
					}
					tolerate(err)
					_, err = in.Get("n")
					tolerate(err)
					tolerate(in.Set("other", "text"))
					tolerate(in.SetProperty(a, "f", 1))
					_, err = in.Property(a, "f")
					if !errors.Is(err, lox.ErrNoProperty) {
						tolerate(err)
					}
					_, err = in.Globals()
					tolerate(err)
					_, err = in.Held()
					tolerate(err)
					_, err = in.Usage()
					tolerate(err)
					in.Stats()
				}
			})
		}
		wg.Wait()
		n, err := in.Get("n")
		require.NoError(t, err)
		assert.Positive(t, ran.Load())
		assert.Equal(t, float64(ran.Load()), n.Float(), "no run was lost or half done")
		assert.Equal(t, strings.Repeat("x\n", int(ran.Load())), out.String())
	})
}

// A host may print a value while a program gives it fields.
func TestValuesAreReadWhileAProgramRuns(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		point := eval(t, in, `class Point { m() {} } var text = "a" + "b"; var p = Point(); p;`)
		text := eval(t, in, `text;`)
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() {
			_, err := in.Eval(ctx, "grow.lox", `for (var n = 0; true; n = n + 1) { p.x = n; p.y = n; if (n < 1000) text = text + "c"; }`)
			ended <- err
		}()
		for range 1000 {
			require.Equal(t, "Point instance", point.String())
			require.Equal(t, lox.Object, point.Type())
			require.Equal(t, "ab", text.Text())
		}
		cancel()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}
