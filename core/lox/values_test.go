package lox_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox"
)

// Every number of Go goes in, and comes out as the float64 next to it.
func TestNumbersAcross(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		for _, c := range []struct {
			in   any
			out  float64
			text string
		}{
			{int8(-128), -128, "-128"},
			{int16(-32768), -32768, "-32768"},
			{int32(math.MinInt32), math.MinInt32, "-2147483648"},
			{int64(math.MaxInt64), 1 << 63, "9223372036854775807"},
			{uint(3), 3, "3"},
			{uint16(65535), 65535, "65535"},
			{uint32(math.MaxUint32), math.MaxUint32, "4294967295"},
			{uint64(math.MaxUint64), 1 << 64, "18446744073709552000"},
			{float32(0.1), float64(float32(0.1)), "0.10000000149011612"},
			{math.Copysign(0, -1), math.Copysign(0, -1), "-0"},
			{math.Inf(1), math.Inf(1), "inf"},
			{math.Inf(-1), math.Inf(-1), "-inf"},
			{math.MaxFloat64, math.MaxFloat64, "1.7976931348623157e+308"},
			{math.SmallestNonzeroFloat64, math.SmallestNonzeroFloat64, "5e-324"},
		} {
			require.NoError(t, in.Set("n", c.in))
			v := eval(t, in, "n;")
			assert.Equal(t, math.Float64bits(c.out), math.Float64bits(v.Float()), "%T %v", c.in, c.in)
			if c.out < 1<<62 {
				assert.Equal(t, c.text, v.String())
			}
			assert.Equal(t, lox.Number, v.Type())
		}
		require.NoError(t, in.Set("n", math.NaN()))
		v := eval(t, in, "n;")
		assert.True(t, math.IsNaN(v.Go().(float64)))
		assert.False(t, v.Equal(v), "NaN is not itself")
		assert.Equal(t, true, eval(t, in, "n != n;").Go())
	})
}

func TestStringsAcross(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		for _, text := range []string{"", "a", "ä €\n\"", "\x00\xff", strings.Repeat("long", 10_000)} {
			require.NoError(t, in.Set("s", text))
			assert.Equal(t, text, eval(t, in, `s;`).Text())
			assert.Equal(t, text+"x"+text, eval(t, in, `s + "x" + s;`).Go())
			assert.True(t, eval(t, in, `s;`).Equal(eval(t, in, `s + "";`)))
		}
		v := eval(t, in, `var b = "0123456789012345678901234567890123456789" + "x"; b;`)
		eval(t, in, `b = b + "y"; b = b + "z";`)
		assert.Equal(t, "0123456789012345678901234567890123456789x", v.Text(), "what goes on behind it does not change it")
		require.NoError(t, in.Set("b", v))
		assert.Equal(t, v.Text()+"Y", eval(t, in, `b + "Y";`).Text())
	})
}

func TestWhatValuesAre(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		eval(t, in, `fun f() {} class A { m() {} } var a = A();`)
		for _, c := range []struct {
			source string
			typ    lox.Type
			text   string
			truthy bool
		}{
			{"nil", lox.NilType, "nil", false},
			{"false", lox.Bool, "false", false},
			{"true", lox.Bool, "true", true},
			{"0", lox.Number, "0", true},
			{`""`, lox.String, "", true},
			{"f", lox.Callable, "<fn f>", true},
			{"A", lox.Callable, "A", true},
			{"a.m", lox.Callable, "<fn m>", true},
			{"a", lox.Object, "A instance", true},
		} {
			v := eval(t, in, c.source+";")
			assert.Equal(t, c.typ, v.Type(), c.source)
			assert.Equal(t, c.text, v.String(), c.source)
			assert.Equal(t, c.truthy, v.Truthy(), c.source)
			again := eval(t, in, c.source+";")
			assert.Equal(t, c.source != "a.m", v.Equal(again), "%s: a method is bound anew each time", c.source)
			if c.typ == lox.Callable || c.typ == lox.Object {
				assert.Equal(t, v, v.Go(), c.source)
				assert.Equal(t, c.source != "a.m", v.Same() == again.Same(), c.source)
			}
			assert.Zero(t, v.Float(), c.source)
		}
		var zero lox.Value
		assert.Equal(t, "0", zero.String())
		assert.Equal(t, lox.Number, zero.Type())
	})
}

// Objects of another interpreter are refused wherever a value goes in.
func TestForeignValues(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in, other := open(t, lox.Options{Engine: engine}), open(t, lox.Options{Engine: engine})
		mine := eval(t, in, `class A {} fun f(x) { return x; } A();`)
		f, err := in.Get("f")
		require.NoError(t, err)
		for _, source := range []string{"class B {} B;", "B();", "fun g() {} g;"} {
			foreign := eval(t, other, source)
			assert.ErrorIs(t, in.Set("x", foreign), lox.ErrForeign, source)
			assert.ErrorIs(t, in.SetProperty(mine, "x", foreign), lox.ErrForeign, source)
			assert.ErrorIs(t, in.Keep(foreign), lox.ErrForeign, source)
			_, err := in.Call(context.Background(), foreign)
			assert.ErrorIs(t, err, lox.ErrForeign, source)
			_, err = in.Call(context.Background(), f, foreign)
			assert.ErrorIs(t, err, lox.ErrForeign, source)
		}
		foreign := eval(t, other, "B();")
		_, err = in.Property(foreign, "x")
		assert.ErrorIs(t, err, lox.ErrForeign)
		assert.ErrorIs(t, in.SetProperty(foreign, "x", 1), lox.ErrForeign)
		v, err := in.Call(context.Background(), f, eval(t, other, `"te" + "xt";`))
		require.NoError(t, err)
		assert.Equal(t, "text", v.Text(), "strings, numbers, booleans and nil go across")
	})
}

func TestProperties(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		a := eval(t, in, `class A { init() { this.x = 1; } m() { return this.x; } } var a = A(); a;`)
		x, err := in.Property(a, "x")
		require.NoError(t, err)
		assert.Equal(t, 1.0, x.Float())
		require.NoError(t, in.SetProperty(a, "x", "new"))
		require.NoError(t, in.SetProperty(a, "added", 2))
		assert.Equal(t, "new", eval(t, in, `a.m();`).Go())
		assert.Equal(t, 2.0, eval(t, in, `a.added;`).Go())
		m, err := in.Property(a, "m")
		require.NoError(t, err)
		v, err := in.Call(context.Background(), m)
		require.NoError(t, err)
		assert.Equal(t, "new", v.Text())
		for _, name := range []string{"none", "A", "", "no name"} {
			_, err = in.Property(a, name)
			assert.ErrorIs(t, err, lox.ErrNoProperty, name)
		}
		for _, source := range []string{"A;", "1;", "nil;", `"a";`} {
			_, err = in.Property(eval(t, in, source), "x")
			assert.ErrorIs(t, err, lox.ErrNoProperty, source)
			assert.ErrorIs(t, in.SetProperty(eval(t, in, source), "x", 1), lox.ErrNoProperty, source)
		}
		assert.ErrorIs(t, in.SetProperty(a, "x", []byte("a")), lox.ErrType)
	})
}

func TestGlobals(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		define(t, in, "host", 0, func(context.Context, []lox.Value) (any, error) { return 1, nil })
		_, err := in.Get("a")
		require.ErrorIs(t, err, lox.ErrNotDefined)
		require.NoError(t, in.Set("b", true))
		eval(t, in, `var a = 1; fun c() { return unseen; }`)
		_, err = in.Get("unseen")
		require.ErrorIs(t, err, lox.ErrNotDefined, "a name that a program only mentions")
		names, err := in.Globals()
		require.NoError(t, err)
		assert.Equal(t, []string{"a", "b", "c", "host"}, names)
		require.NoError(t, in.Set("a", nil))
		assert.Equal(t, nil, eval(t, in, "a;").Go())
		require.NoError(t, in.Set("host", 5), "a host function is a global like any other")

		require.NoError(t, in.Reset())
		names, err = in.Globals()
		require.NoError(t, err)
		assert.Equal(t, []string{"host"}, names)
		assert.Equal(t, 1.0, eval(t, in, "host();").Go(), "and is there again after Reset")
	})
}

func TestKeptValuesCount(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		before, err := in.Held()
		require.NoError(t, err)
		v := eval(t, in, `var s = "x"; for (var i = 0; i < 16; i = i + 1) s = s + s; s;`)
		eval(t, in, `s = nil;`)
		require.NoError(t, in.Keep(v))
		require.NoError(t, in.Keep(v))
		held, err := in.Held()
		require.NoError(t, err)
		assert.Greater(t, held, before+1<<16)
		require.NoError(t, in.Release(v))
		require.NoError(t, in.Release(v))
		held, err = in.Held()
		require.NoError(t, err)
		assert.Less(t, held, before+1<<12)
	})
}
