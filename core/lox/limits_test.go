package lox_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

var engines = []lox.Engine{lox.Tree, lox.Fast}

func open(t testing.TB, o lox.Options) *lox.Interp {
	t.Helper()
	in, err := lox.Open(world.World{}, o)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, in.Close()) })
	return in
}

func eval(t testing.TB, in *lox.Interp, source string) lox.Value {
	t.Helper()
	v, err := in.Eval(context.Background(), "test.lox", source)
	require.NoError(t, err)
	return v
}

// Programs that want more than they may have, and how each ends.
var greedy = []struct {
	name   string
	source string
	opts   lox.Options
	want   error
	code   code.Code
	text   string
}{
	{"endless loop", `while (true) {}`, lox.Options{MaxSteps: 100_000}, lox.ErrSteps, code.LimitExceeded, "Step limit reached."},
	{"endless for", `for (;;) {}`, lox.Options{MaxSteps: 100_000}, lox.ErrSteps, code.LimitExceeded, "Step limit reached."},
	{"endless calls", `fun f() {} while (f() == nil) {}`, lox.Options{MaxSteps: 100_001}, lox.ErrSteps, code.LimitExceeded, "Step limit reached."},
	{"endless recursion", `fun f(n) { return f(n + 1); } f(0);`, lox.Options{}, lox.ErrDepth, code.LimitExceeded, "Stack overflow."},
	{"endless recursion of methods", `class A { m() { return this.m() + 1; } } A().m();`, lox.Options{}, lox.ErrDepth, code.LimitExceeded, "Stack overflow."},
	{"endless initializers", `class A { init() { A(); } } A();`, lox.Options{}, lox.ErrDepth, code.LimitExceeded, "Stack overflow."},
	{"string doubling", `var s = "ab"; while (true) s = s + s;`, lox.Options{MaxMemory: 1 << 20}, lox.ErrMemory, code.LimitExceeded, "Out of memory."},
	{"string growing", `var s = "0123456789"; while (true) s = s + "0123456789";`, lox.Options{MaxMemory: 1 << 20}, lox.ErrMemory, code.LimitExceeded, "Out of memory."},
	{
		"closure hoarding", `
		fun link(next) { fun get() { return next; } return get; }
		var all = nil; while (true) all = link(all);`,
		lox.Options{MaxMemory: 4 << 20}, lox.ErrMemory, code.LimitExceeded, "Out of memory.",
	},
	{
		"instance hoarding", `class Node { init(next) { this.next = next; } } var all = nil; while (true) all = Node(all);`,
		lox.Options{MaxMemory: 4 << 20}, lox.ErrMemory, code.LimitExceeded, "Out of memory.",
	},
	{
		"bound method hoarding", `class A { m() {} } var a = A(); while (true) { var b = A(); b.f = a.m; a.g = b; a = b; b.a = a.f; b.b = a; }`,
		lox.Options{MaxMemory: 1 << 20}, lox.ErrMemory, code.LimitExceeded, "Out of memory.",
	},
	{
		"class hoarding", `var all = nil; while (true) { class A { m() {} } var a = A(); a.next = all; all = a; }`,
		lox.Options{MaxMemory: 4 << 20}, lox.ErrMemory, code.LimitExceeded, "Out of memory.",
	},
	{
		"deep windows", `fun f(n) { ` + many("var a%d = n; ", 200) + ` return f(n + 1) + a1; } f(0);`,
		lox.Options{MaxMemory: 1 << 20}, lox.ErrMemory, code.LimitExceeded, "Out of memory.",
	},
	{"endless output", `while (true) print "0123456789";`, lox.Options{MaxOutput: 100_000}, lox.ErrOutput, code.LimitExceeded, "Output limit reached."},
	{"one long line", `var s = "0123456789"; for (var i = 0; i < 20; i = i + 1) s = s + s; print s;`, lox.Options{MaxOutput: 100_000}, lox.ErrOutput, code.LimitExceeded, "Output limit reached."},
}

// many repeats a text with the numbers from 1.
func many(format string, n int) string {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, format, i+1)
	}
	return b.String()
}

func TestLimits(t *testing.T) {
	for _, engine := range engines {
		for _, c := range greedy {
			t.Run(string(engine)+"/"+c.name, func(t *testing.T) {
				var out bytes.Buffer
				o := c.opts
				o.Engine, o.Output = engine, &out
				in := open(t, o)
				_, err := in.Eval(context.Background(), "greedy.lox", c.source)
				require.ErrorIs(t, err, c.want)
				assert.Equal(t, c.code, code.Of(err))
				var e *lox.Error
				require.ErrorAs(t, err, &e)
				assert.Equal(t, c.text, e.Message)
				assert.NotEmpty(t, e.Trace)
				usage, uerr := in.Usage()
				require.NoError(t, uerr)
				if o.MaxSteps > 0 && c.want == lox.ErrSteps {
					assert.Equal(t, o.MaxSteps, usage.Steps, "not one more, not one less")
				}
				if o.MaxOutput > 0 {
					assert.LessOrEqual(t, int64(out.Len()), o.MaxOutput)
				}
				usable(t, in)
			})
		}
	}
}

// usable shows that the interpreter goes on after an error.
func usable(t *testing.T, in *lox.Interp) {
	t.Helper()
	eval(t, in, `var all = nil; var s = nil; var a = nil; var b = nil;`) // what was hoarded
	v := eval(t, in, `fun square(n) { return n * n; } square(12);`)
	assert.Equal(t, 144.0, v.Float())
}

// What is let go of does not count: much is made, one megabyte is held.
// LOX_MEGABYTES=10000 makes ten gigabytes.
func TestMemoryCountsWhatIsHeld(t *testing.T) {
	const source = `
		class Node { init(next) { this.next = next; } }
		fun list(n) { var l = nil; for (var i = 0; i < n; i = i + 1) l = Node(l); return l; }
		var held = list(8000);
		var block = "0123456789abcdef";
		for (var i = 0; i < 10; i = i + 1) block = block + block;
		var made = 0;
		while (made < MEGABYTES) {
			var big = block;
			for (var i = 0; i < 6; i = i + 1) big = big + big;
			list(10);
			made = made + 2;
		}
		made;`
	for _, engine := range engines {
		in := open(t, lox.Options{Engine: engine, MaxMemory: 16 << 20})
		megabytes := 200.0
		if n, err := strconv.ParseFloat(os.Getenv("LOX_MEGABYTES"), 64); err == nil {
			megabytes = n
		}
		require.NoError(t, in.Set("MEGABYTES", megabytes))
		assert.Equal(t, megabytes, eval(t, in, source).Float())
		held, err := in.Held()
		require.NoError(t, err)
		t.Logf("%s: %.0f MB made, %d bytes held", engine, megabytes, held)
		assert.Less(t, held, 4<<20)
		assert.Greater(t, held, 500_000)
	}
}

func TestTimeout(t *testing.T) {
	for _, engine := range engines {
		w := world.World{Clock: clock.NewManual(time.Unix(1e9, 0))}
		in, err := lox.Open(w, lox.Options{Engine: engine, Timeout: time.Second})
		require.NoError(t, err)
		require.NoError(t, in.Define(lox.Func{Name: "sleep", Params: []lox.Type{lox.Number}, Call: func(_ context.Context, a []lox.Value) (any, error) {
			w.Clock.(*clock.Manual).Advance(time.Duration(a[0].Float() * float64(time.Second)))
			return nil, nil
		}}))
		_, err = in.Eval(context.Background(), "slow.lox", `sleep(0.4); sleep(0.4);`)
		require.NoError(t, err)
		_, err = in.Eval(context.Background(), "slow.lox", `while (true) sleep(0.001);`)
		require.ErrorIs(t, err, lox.ErrTimeout)
		assert.Equal(t, code.Timeout, code.Of(err))
		usableFresh(t, in)
	}
}

func usableFresh(t *testing.T, in *lox.Interp) {
	t.Helper()
	assert.Equal(t, 3.0, eval(t, in, `1 + 2;`).Float())
}

func TestCancel(t *testing.T) {
	for _, engine := range engines {
		in := open(t, lox.Options{Engine: engine})
		ctx, cancel := context.WithCancel(context.Background())
		require.NoError(t, in.Define(lox.Func{Name: "stop", Call: func(context.Context, []lox.Value) (any, error) {
			cancel()
			return nil, nil
		}}))
		_, err := in.Eval(ctx, "stopped.lox", `stop(); while (true) {}`)
		require.ErrorIs(t, err, lox.ErrCancelled)
		require.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, code.Cancelled, code.Of(err))

		go func() { cancel() }()
		late, stop := context.WithTimeout(context.Background(), 20*time.Millisecond)
		_, err = in.Eval(late, "late.lox", `while (true) {}`)
		stop()
		require.ErrorIs(t, err, lox.ErrTimeout)
		usableFresh(t, in)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for _, c := range []struct {
		opts lox.Options
		want error
	}{
		{lox.Options{Engine: "quick"}, lox.ErrUnknownEngine},
		{lox.Options{MaxSteps: -1}, lox.ErrNegativeLimit},
		{lox.Options{MaxMemory: -1}, lox.ErrNegativeLimit},
		{lox.Options{Timeout: -1}, lox.ErrNegativeLimit},
		{lox.Options{MaxDepth: lox.MaxMaxDepth + 1}, lox.ErrDepthTooLarge},
	} {
		_, err := lox.Open(world.World{}, c.opts)
		assert.ErrorIs(t, err, c.want)
	}
}

// A program that nests as deep as it can, called as deep as it can, takes no
// more of Go's stack than there is.
func TestDepthAtItsMost(t *testing.T) {
	nested := "f(n + 1)"
	for range 400 {
		nested = "(1 + " + nested + ")"
	}
	for _, engine := range engines {
		in := open(t, lox.Options{Engine: engine, MaxDepth: lox.MaxMaxDepth, MaxMemory: 1 << 30})
		_, err := in.Eval(context.Background(), "deep.lox", "fun f(n) { return "+nested+"; } f(0);")
		require.ErrorIs(t, err, lox.ErrDepth)
		_, err = in.Eval(context.Background(), "deep.lox", "fun g(n) { return g(n + 1); } g(0);")
		require.ErrorIs(t, err, lox.ErrDepth)
		var e *lox.Error
		require.ErrorAs(t, err, &e)
		assert.Equal(t, lox.MaxMaxDepth, len(e.Trace)+e.Skipped)
	}
}

func TestSourceSize(t *testing.T) {
	in := open(t, lox.Options{MaxSource: 10})
	_, err := in.Eval(context.Background(), "long.lox", "print 12345;")
	assert.ErrorIs(t, err, lox.ErrSourceTooLarge)
}
