package lox_test

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

// Ways to hold as much as one may. Each source is evaluated until it is
// refused, or maxSources times; "%d" in it is another number each time.
var hoards = []struct{ name, prepare, source string }{
	{"one string", `var s = "ab";`, `while (true) s = s + s;`},
	{"a string, piece by piece", `var s = "";`, `while (true) s = s + "0123456789";`},
	{"short strings", `class N {} var all;`, `while (true) { var n = N(); n.s = "a" + "b"; n.next = all; all = n; }`},
	{"long strings", `class N {} var all; var s = "0123456789"; for (var i = 0; i < 5; i = i + 1) s = s + s;`, `while (true) { var n = N(); n.s = s + "b"; n.next = all; all = n; }`},
	{"strings joined twice", `class N {} var all; var s = "0123456789"; s = s + s;`, `while (true) { var n = N(); n.s = s + "012345678901234567" + "b"; n.next = all; all = n; }`},
	{"instances", `class N {} var all;`, `while (true) { var n = N(); n.next = all; all = n; }`},
	{"instances of five fields", `class N {} var all;`, `while (true) { var n = N(); n.next = all; n.a = 1; n.b = 2; n.c = 3; n.d = 4; all = n; }`},
	{"closures", `fun link(next) { fun get() { return next; } return get; } var all;`, `while (true) all = link(all);`},
	{"closures of three cells", `fun link(a, b, c) { fun get() { return a and b and c; } return get; } var all;`, `while (true) all = link(all, 1, 2);`},
	{"bound methods", `class A { m() {} } var all;`, `while (true) { var a = A(); a.next = all; a.m = a.m; all = a; }`},
	{"classes", `var all;`, `while (true) { class A { m() {} } var a = A(); a.next = all; all = a; }`},
	{"empty classes", `var all;`, `while (true) { class A {} var a = A(); a.next = all; all = a; }`},
	{"subclasses", `class A { ` + many("m%d() {} ", 100) + `} var all;`, `while (true) { class B < A {} var b = B(); b.next = all; all = b; }`},
	{"shapes", `class A {} var a = A();`, many("a.f%%d_%d = 1; ", 500)},
	{"shapes that branch", `class A {} var all;`, `{ var a; ` + many("a = A(); a.next = all; all = a; a.f%%d_%d = 1; ", 200) + `}`},
	{"shapes that branch late", `class A { init() { ` + many("this.a%d = 1; ", 50) + `} } var all;`, `{ var a; ` + many("a = A(); a.next = all; all = a; a.f%%d_%d = 1; ", 200) + `}`},
	{"names of globals", ``, many("var global%%d_%d; ", 500)},
	{"functions", ``, many("fun f%%d_%d(a) { return a + 1; } ", 200)},
	{"one function of a long source", ``, `fun f%d() {} // ` + strings.Repeat("comment ", 1000)},
	{"short functions", ``, `fun f%d() {}`},
	{"blocks", ``, `fun f%d() { ` + strings.Repeat("{} ", 5000) + `}`},
	{"dense code", ``, `fun f%d(a) { ` + strings.Repeat("a.b.c(a,a.d=-a);", 1000) + `}`},
	{"numbers", ``, `fun f%d(a) { return ` + many("a+%d.5+", 5000) + `a; }`},
	{"a literal of a long source", ``, `var s%d = "text"; // ` + strings.Repeat("comment ", 500)},
	{"a class of a long source", ``, `class C%d {} // ` + strings.Repeat("comment ", 500)},
}

const maxSources = 5000

// fill evaluates a hoard's source, and tells how often.
func fill(t *testing.T, in *lox.Interp, prepare, source string) int {
	eval(t, in, prepare)
	for n := 1; n < maxSources; n++ {
		text := strings.ReplaceAll(source, "%d", strconv.Itoa(n))
		_, err := in.Eval(context.Background(), "hoard.lox", text)
		if err != nil {
			require.ErrorIs(t, err, lox.ErrMemory)
			return n
		}
	}
	return maxSources
}

func heapInUse() int {
	runtime.GC()
	runtime.GC() // what the first has found to be let go of is swept
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// What a program holds in Go's heap is at most about twice what the account
// says, however it is held: strangers' programs cannot take more than the cap
// by being clever. LOX_CAP=64 sets the cap, in MB.
func TestAccountIsReal(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: short tests leave out what fills the heap for a minute")
	}
	megabytes := 8
	if n, err := strconv.Atoi(os.Getenv("LOX_CAP")); err == nil {
		megabytes = n
	}
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		worst, most := "", 0.0
		for _, c := range hoards {
			before := heapInUse()
			in, err := lox.Open(world.World{}, lox.Options{Engine: engine, MaxMemory: megabytes << 20})
			require.NoError(t, err)
			n := fill(t, in, c.prepare, c.source)
			real := heapInUse() - before
			held, err := in.Held()
			require.NoError(t, err)
			factor := float64(real) / float64(held)
			t.Logf("%-32s %5.1f MB real, %5.1f MB in the account, factor %.2f, %d sources", c.name, float64(real)/(1<<20), float64(held)/(1<<20), factor, n)
			const noise = 1 << 20 // what else the test process does
			assert.Less(t, real, 2*held+noise, c.name)
			assert.LessOrEqual(t, held, megabytes<<20*9/8, c.name)
			if factor > most {
				most, worst = factor, c.name
			}
			require.NoError(t, in.Close())
		}
		t.Logf("at worst %.2f: %s", most, worst)
	})
}

// Code that nothing holds is let go: new sources for ever, each overwriting
// what the last has left, pass a small cap, on both engines in the same way.
func TestCodeIsLetGo(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine, MaxMemory: 1 << 20})
		filler := strings.Repeat("x = x + 1; ", 100)
		for n := range 2000 {
			eval(t, in, `var x = `+strconv.Itoa(n)+`; class A { m() { return x; } } fun f() { `+filler+` return A().m(); } f();`)
		}
		held, err := in.Held()
		require.NoError(t, err)
		assert.Less(t, held, 100_000)
	})
}

// What code takes is the same on both engines, which differ by an environment
// for each function.
func TestCodeCountsAlike(t *testing.T) {
	var held [2]int
	for i, engine := range engines {
		in := open(t, lox.Options{Engine: engine})
		before, err := in.Held()
		require.NoError(t, err)
		for n := range 100 {
			eval(t, in, `fun f`+strconv.Itoa(n)+`(a, b) { print a.b.c(1, "text") + 2; while (a < b) a = a + 1; }`)
		}
		held[i], err = in.Held()
		require.NoError(t, err)
		held[i] -= before
	}
	assert.InDelta(t, held[0], held[1], 100*50+100)
	assert.Greater(t, held[0], 100*1000)
}

// A full interpreter can be told to let go, however little is left.
func TestFullInterpreterLetsGo(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		for _, limit := range []int{10_000, 100_000, 1 << 20} {
			in := open(t, lox.Options{Engine: engine, MaxMemory: limit})
			_, err := in.Eval(context.Background(), "full.lox", `class N {} var all; while (true) { var n = N(); n.next = all; all = n; }`)
			require.ErrorIs(t, err, lox.ErrMemory, "%d", limit)
			_, err = in.Eval(context.Background(), "more.lox", `while (true) { var n = N(); n.next = all; all = n; }`)
			require.True(t, errors.Is(err, lox.ErrMemory), "%d", limit)
			usable(t, in)
		}
	})
}
