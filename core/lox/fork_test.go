package lox_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

func fork(t testing.TB, in *lox.Interp) *lox.Interp {
	t.Helper()
	f, err := in.Fork(world.World{})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, f.Close()) })
	return f
}

// The copy has all that the original had; from then on each goes its own way.
func TestForkIsIndependent(t *testing.T) {
	for _, c := range []struct {
		name, before, change, show string
		original, copied           string // what show gives in the one that changed, and in the other
	}{
		{"a global", `var x = 1;`, `x = 2;`, `x;`, "2", "1"},
		{"a new global", `var x = 1;`, `var y = 2; x = y;`, `x;`, "2", "1"},
		{"a field", `class A {} var a = A(); a.x = 1;`, `a.x = 2;`, `a.x;`, "2", "1"},
		{"a new field", `class A {} var a = A(); a.x = 1;`, `a.y = 2; a.x = a.y;`, `a.x;`, "2", "1"},
		{"a captured variable", `fun make() { var n = 0; fun next() { n = n + 1; return n; } return next; } var next = make(); next();`, `next(); next();`, `next();`, "4", "2"},
		{"a shared captured variable", `var get; var set; fun make() { var n = 0; fun g() { return n; } fun s(v) { n = v; } get = g; set = s; } make(); set(1);`, `set(2);`, `get();`, "2", "1"},
		{"a bound method", `class A { init() { this.n = 0; } up() { this.n = this.n + 1; return this.n; } } var up = A().up; up();`, `up();`, `up();`, "3", "2"},
		{"a superclass", `class A { m() { return "A"; } } class B < A { m() { return super.m() + "B"; } } var b = B();`, `class A { m() { return "new"; } } class B < A { m() { return super.m() + "new"; } } b = B();`, `b.m();`, "newnew", "AB"},
		{"a cycle", `class N {} var a = N(); var b = N(); a.next = b; b.next = a; a.n = 1;`, `a.next.next.n = 2;`, `b.next.n;`, "2", "1"},
		{"a closure over itself", `fun make() { fun f(n) { if (n == 0) return f; return f(n - 1); } return f; } var f = make(); var x = 1;`, `x = 2;`, `if (f(3) == f) x = x + 10; x;`, "12", "11"},
		{"a string that goes on", `var s = "0123456789012345678901234567890123456789" + "a"; s = s + "b";`, `s = s + "c";`, `s + "d";`, "0123456789012345678901234567890123456789abcd", "0123456789012345678901234567890123456789abd"},
		{"many fields", `class A {} var a = A(); ` + many("a.f%d = %[1]d; ", 30) + `var b = A(); ` + many("b.f%d = 0; ", 10) + `b.other = 1;`, `a.f20 = "x"; a.f31 = 1;`, `a.f20;`, "x", "20"},
		{"a class without instances", `class A { init(x) { this.x = x; } }`, `A = nil;`, `if (A == nil) A = 0; else A = A(1).x; A;`, "0", "1"},
		{"numbers that are odd", `var z = -0; var n = 0/0;`, `z = 0;`, `1/z;`, "inf", "-inf"},
	} {
		onBoth(t, func(t *testing.T, engine lox.Engine) {
			in := open(t, lox.Options{Engine: engine})
			eval(t, in, c.before)
			copied := fork(t, in)
			third := fork(t, copied)
			for i, changed := range []*lox.Interp{in, copied} { // each way round
				eval(t, changed, c.change)
				last := eval(t, changed, "class Show { at() {} } "+c.show)
				assert.Equal(t, c.original, last.String(), "%s, %d", c.name, i)
			}
			assert.Equal(t, c.copied, eval(t, third, c.show).String(), c.name)
		})
	}
}

// session is an interpreter with what it has printed.
type session struct {
	in  *lox.Interp
	out *strings.Builder
}

// next runs a part of a program, and tells all that can be seen of it.
func (s session) next(part string) outcome {
	s.out.Reset()
	v, err := s.in.Eval(context.Background(), "part.lox", part)
	usage, _ := s.in.Usage()
	got := outcome{Output: s.out.String(), Steps: usage.Steps, Value: v.String()}
	var e *lox.Error
	if errors.As(err, &e) {
		got.Kind, got.Error = e.Kind(), e.Book()
	}
	return got
}

// Random programs: half of each is run, then the interpreter is forked, and
// both run the other half with the same output, errors, steps and memory.
func TestForksGoOnAlike(t *testing.T) {
	const programs = 150
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		for seed := range uint64(programs) {
			o := limits
			o.Engine, o.MaxMemory = engine, 1<<20
			in := session{out: &strings.Builder{}}
			o.Output = in.out
			in.in = open(t, o)
			parts := program(seed)
			for _, part := range parts[:len(parts)/2] {
				in.next(part)
			}
			copied := session{fork(t, in.in), &strings.Builder{}}
			require.NoError(t, copied.in.SetOutput(copied.out))
			for _, part := range parts[len(parts)/2:] {
				require.Equal(t, in.next(part), copied.next(part), "seed %d\n%s", seed, part)
				a, err := in.in.Usage()
				require.NoError(t, err)
				b, err := copied.in.Usage()
				require.NoError(t, err)
				require.Equal(t, a, b, "seed %d", seed)
			}
			a, err := in.in.Held()
			require.NoError(t, err)
			b, err := copied.in.Held()
			require.NoError(t, err)
			require.Equal(t, a, b, "seed %d", seed)
		}
	})
}

func TestForkSharesHostFunctions(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		calls := 0
		define(t, in, "host", 0, func(context.Context, []lox.Value) (any, error) { calls++; return calls, nil })
		eval(t, in, `var other = host; host();`)
		copied := fork(t, in)
		assert.Equal(t, 2.0, eval(t, copied, `other();`).Float())
		assert.Equal(t, 3.0, eval(t, in, `host();`).Float())
		assert.Equal(t, true, eval(t, copied, `other == host;`).Go(), "one function is one function there, too")
		require.NoError(t, copied.Reset())
		assert.Equal(t, 4.0, eval(t, copied, `host();`).Float())
		f := eval(t, in, "fun f() {} f;")
		_, err := copied.Call(context.Background(), f)
		assert.ErrorIs(t, err, lox.ErrForeign)
		assert.Equal(t, int64(4), copied.Stats().Runs, "those of the copy alone")
	})
}

func TestForkWantsRest(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		define(t, in, "host", 0, func(context.Context, []lox.Value) (any, error) {
			_, err := in.Fork(world.World{})
			assert.ErrorIs(t, err, lox.ErrBusy)
			assert.ErrorIs(t, in.SetOutput(nil), lox.ErrBusy)
			return nil, nil
		})
		eval(t, in, "host();")
		closed, err := lox.Open(world.World{}, lox.Options{Engine: engine})
		require.NoError(t, err)
		require.NoError(t, closed.Close())
		_, err = closed.Fork(world.World{})
		assert.ErrorIs(t, err, lox.ErrClosed)
	})
}

// A long list is copied without going deep, and copies run side by side: run
// it with -race.
func TestForksRunAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		eval(t, in, `
			class Node { init(next) { this.next = next; this.text = "0123456789012345678901234567890123456789" + "x"; } }
			var list; for (var i = 0; i < 20000; i = i + 1) list = Node(list);
			fun length() { var n = 0; for (var l = list; l != nil; l = l.next) { n = n + 1; l.text = l.text + "y"; } return n; }
			length();`)
		var wg sync.WaitGroup
		for range 4 {
			copied := fork(t, in)
			wg.Go(func() {
				v, err := copied.Eval(context.Background(), "copy.lox", `list = Node(list); length();`)
				assert.NoError(t, err)
				assert.Equal(t, 20001.0, v.Float())
				_, err = copied.Held()
				assert.NoError(t, err)
			})
		}
		eval(t, in, `list = list.next; length();`)
		wg.Wait()
	})
}
