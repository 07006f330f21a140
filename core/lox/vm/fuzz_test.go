package vm_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

// ending is what can be seen of a run.
type ending struct {
	output, value, err string
	steps              int64
}

// tight are limits that any program meets soon.
func tight(engine lox.Engine) lox.Options {
	return lox.Options{Engine: engine, MaxSteps: 10_000, MaxMemory: 1 << 20, MaxDepth: 200, MaxOutput: 10 << 10}
}

// run runs a source within limits; memory tells that it met that one, which
// each engine meets at a place of its own.
func run(t *testing.T, engine lox.Engine, source string) (end ending, memory bool) {
	var out bytes.Buffer
	o := tight(engine)
	o.Output = &out
	in, err := lox.Open(world.World{}, o)
	require.NoError(t, err)
	v, err := in.Eval(context.Background(), "fuzz.lox", source)
	usage, uerr := in.Usage()
	require.NoError(t, uerr)
	require.LessOrEqual(t, usage.Steps, o.MaxSteps)
	require.LessOrEqual(t, int64(out.Len()), o.MaxOutput)
	held, herr := in.Held()
	require.NoError(t, herr)
	require.LessOrEqual(t, held, o.MaxMemory*9/8+(64<<10))
	end = ending{output: out.String(), value: v.String(), steps: usage.Steps}
	var e *lox.Error
	if errors.As(err, &e) {
		end.err = e.Report()
	}
	require.Equal(t, err != nil, e != nil, "%v", err)
	again, err := in.Eval(context.Background(), "again.lox", "1 + 1;")
	if !errors.Is(err, lox.ErrMemory) { // what it holds is not let go of here
		require.NoError(t, err)
		require.Equal(t, 2.0, again.Float())
	}
	return end, e != nil && errors.Is(e, lox.ErrMemory)
}

// FuzzRun runs arbitrary sources on both engines: none panics or goes on
// without end, each keeps its limits, and they end alike.
func FuzzRun(f *testing.F) {
	seeds, err := filepath.Glob("../../../conformance/programs/lox/*/*.lox")
	require.NoError(f, err)
	require.NotEmpty(f, seeds)
	for i, name := range seeds {
		if i%4 == 0 { // enough to begin from
			text, err := os.ReadFile(name)
			require.NoError(f, err)
			f.Add(string(text))
		}
	}
	f.Add(`class A < B { init(a) { super.init(a); this.a = a; } } var a = A(1); a.b = a.init; a.b(2).a;`)
	f.Add(`var s = "x"; fun f(n) { fun g() { s = s + s; return f(g); } return g() + n; } f(1);`)
	f.Add(`fun f(a, b) { for (var i = a; i < b or i == nil; i = i + 1) { fun g() { return i = i + b; } print g() >= g(); } } f(-1, 5);`)
	f.Fuzz(func(t *testing.T, source string) {
		fast, memory := run(t, lox.Fast, source)
		tree, alsoMemory := run(t, lox.Tree, source)
		if !memory && !alsoMemory {
			require.Equal(t, tree, fast)
		}
	})
}
