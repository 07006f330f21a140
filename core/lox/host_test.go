package lox_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

// onBoth runs a test on each engine.
func onBoth(t *testing.T, test func(t *testing.T, engine lox.Engine)) {
	t.Helper()
	for _, engine := range engines {
		t.Run(string(engine), func(t *testing.T) { test(t, engine) })
	}
}

// define makes a host function without types of its own.
func define(t testing.TB, in *lox.Interp, name string, params int, call func(ctx context.Context, args []lox.Value) (any, error)) {
	t.Helper()
	require.NoError(t, in.Define(lox.Func{Name: name, Params: make([]lox.Type, params), Call: call}))
}

// failure runs a program that fails.
func failure(t testing.TB, in *lox.Interp, source string) *lox.Error {
	t.Helper()
	_, err := in.Eval(context.Background(), "test.lox", source)
	var e *lox.Error
	require.ErrorAs(t, err, &e)
	return e
}

// Each type takes its own values, and refuses all others by name and place.
func TestHostFunctionsHaveTypes(t *testing.T) {
	values := []struct {
		source string
		typ    lox.Type
	}{
		{"nil", lox.NilType},
		{"true", lox.Bool},
		{"false", lox.Bool},
		{"1.5", lox.Number},
		{`"text"`, lox.String},
		{"f", lox.Callable},
		{"A", lox.Callable},
		{"A().m", lox.Callable},
		{"native", lox.Callable},
		{"A()", lox.Object},
	}
	wanted := map[lox.Type]string{
		lox.NilType: "nil", lox.Bool: "a boolean", lox.Number: "a number", lox.String: "a string",
		lox.Callable: "callable", lox.Object: "an instance", lox.Any: "",
	}
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		define(t, in, "native", 0, func(context.Context, []lox.Value) (any, error) { return nil, nil })
		eval(t, in, `fun f() {} class A { m() {} }`)
		for want, name := range wanted {
			require.NoError(t, in.Define(lox.Func{
				Name: "take", Params: []lox.Type{lox.Any, want},
				Call: func(_ context.Context, args []lox.Value) (any, error) { return args[1], nil },
			}))
			for _, v := range values {
				source := "take(0, " + v.source + ");"
				if want == lox.Any || want == v.typ {
					assert.Equal(t, v.typ, eval(t, in, source).Type(), source)
					continue
				}
				e := failure(t, in, source)
				assert.ErrorIs(t, e, lox.ErrRuntime, source)
				assert.Equal(t, "Argument 2 of 'take' must be "+name+".", e.Message, source)
			}
		}
	})
}

func TestHostFunctionsHaveArity(t *testing.T) {
	cases := []struct {
		name    string
		f       lox.Func
		call    string
		message string // empty where the call is right
	}{
		{"none", lox.Func{}, "f()", ""},
		{"none, got one", lox.Func{}, "f(1)", "Expected 0 arguments but got 1."},
		{"two", lox.Func{Params: []lox.Type{lox.Number, lox.String}}, `f(1, "a")`, ""},
		{"two, got one", lox.Func{Params: []lox.Type{lox.Number, lox.String}}, `f(1)`, "Expected 2 arguments but got 1."},
		{"two, got three", lox.Func{Params: []lox.Type{lox.Number, lox.String}}, `f(1, "a", 2)`, "Expected 2 arguments but got 3."},
		{"any, got none", lox.Func{Variadic: true}, `f()`, ""},
		{"any, got three", lox.Func{Variadic: true}, `f(1, nil, "a")`, ""},
		{"at least one", lox.Func{Variadic: true, Params: []lox.Type{lox.Number}}, `f(1, 2, 3)`, ""},
		{"at least one, got none", lox.Func{Variadic: true, Params: []lox.Type{lox.Number}}, `f()`, "Expected at least 1 arguments but got 0."},
		{"a rest of a type", lox.Func{Variadic: true, Params: []lox.Type{lox.String}, Rest: lox.Number}, `f("a", 2, 3)`, ""},
		{"a rest of another", lox.Func{Variadic: true, Params: []lox.Type{lox.Any}, Rest: lox.Number}, `f("a", 2, 3, "b")`, "Argument 4 of 'f' must be a number."},
	}
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		for _, c := range cases {
			got := -1
			c.f.Name = "f"
			c.f.Call = func(_ context.Context, args []lox.Value) (any, error) { got = len(args); return nil, nil }
			require.NoError(t, in.Define(c.f))
			if c.message == "" {
				eval(t, in, c.call+";")
				assert.Equal(t, strings.Count(c.call, ",")+min(1, len(c.call)-3), got, c.name)
				continue
			}
			assert.Equal(t, c.message, failure(t, in, c.call+";").Message, c.name)
			assert.Equal(t, -1, got, "%s: the function is not asked", c.name)
		}
	})
}

func TestDefineIsChecked(t *testing.T) {
	in := open(t, lox.Options{})
	call := func(context.Context, []lox.Value) (any, error) { return nil, nil }
	for _, name := range []string{"", "1a", "a-b", "class", "ä", "a b"} {
		assert.ErrorIs(t, in.Define(lox.Func{Name: name, Call: call}), lox.ErrName, name)
		assert.ErrorIs(t, in.Set(name, 1), lox.ErrName, name)
	}
	assert.ErrorIs(t, in.Define(lox.Func{Name: "f"}), lox.ErrNoFunction)
	require.NoError(t, in.Define(lox.Func{Name: "_f1", Call: call}))
	assert.Equal(t, "<native fn>", eval(t, in, "_f1;").String())
}

// What a host function gives becomes a value, or an error that says whose it
// is.
func TestWhatHostFunctionsGive(t *testing.T) {
	refused := errors.New("no such account")
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		other := open(t, lox.Options{})
		foreign := eval(t, other, `fun f() {} f;`)
		foreignText := eval(t, other, `"a" + "b";`)
		for _, c := range []struct {
			name    string
			gives   any
			err     error
			want    any
			message string
			is      error
		}{
			{name: "nil", want: nil},
			{name: "bool", gives: true, want: true},
			{name: "int", gives: 42, want: 42.0},
			{name: "uint8", gives: uint8(7), want: 7.0},
			{name: "string", gives: "text", want: "text"},
			{name: "a foreign string", gives: foreignText, want: "ab"},
			{name: "a foreign function", gives: foreign, message: "f: lox: value of another interpreter", is: lox.ErrForeign},
			{name: "a slice", gives: []int{1}, message: "f: " + lox.ErrType.Error(), is: lox.ErrType},
			{name: "an error", err: refused, message: "f: no such account", is: refused},
			{name: "a wrapped error", err: fmt.Errorf("loading: %w", refused), message: "f: loading: no such account", is: refused},
			{name: "an error and a value", gives: 1, err: refused, message: "f: no such account", is: refused},
			{name: "cancelled", err: context.Canceled, message: "f: context canceled", is: context.Canceled},
		} {
			define(t, in, "f", 0, func(context.Context, []lox.Value) (any, error) { return c.gives, c.err })
			if c.message == "" {
				assert.Equal(t, c.want, eval(t, in, "f();").Go(), c.name)
				continue
			}
			e := failure(t, in, "fun g() {\n f(); }\ng();")
			assert.ErrorIs(t, e, lox.ErrHost, c.name)
			assert.ErrorIs(t, e, c.is, c.name)
			assert.Equal(t, "host", e.Kind(), c.name)
			assert.Equal(t, c.message+"\n[line 2] in g()\n[line 3] in script\n", e.Book(), c.name)
			usableFresh(t, in)
		}
	})
}

func TestAPanicIsAnError(t *testing.T) {
	broken := errors.New("broken")
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine})
		for text, value := range map[string]any{
			"f: panic: oops":   "oops",
			"f: panic: broken": broken,
			"f: panic":         42,
		} {
			define(t, in, "f", 0, func(context.Context, []lox.Value) (any, error) { panic(value) })
			e := failure(t, in, "f();")
			assert.Equal(t, text, e.Message)
			var p *lox.Panic
			require.ErrorAs(t, e, &p)
			assert.Equal(t, value, p.Value)
			usableFresh(t, in)
		}
	})
}

// A host function that calls back, whose callee fails, whose error passes two
// borders: the trace has the frames of all three runs, in order, once.
func TestTraceCrossesTheBorder(t *testing.T) {
	refused := errors.New("refused")
	for _, c := range []struct {
		name    string
		source  string // of the innermost function
		kind    string
		message string
	}{
		{"a runtime error", "-nil;", "runtime", "Operand must be a number."},
		{"a host's error", "refuse();", "host", "refuse: refused"},
		{"a limit", "while (true) {}", "steps", "Step limit reached."},
	} {
		onBoth(t, func(t *testing.T, engine lox.Engine) {
			in := open(t, lox.Options{Engine: engine, MaxSteps: 1000})
			var seen []string // of the errors that the host functions saw
			define(t, in, "back", 1, func(ctx context.Context, args []lox.Value) (any, error) {
				v, err := in.Call(ctx, args[0])
				var e *lox.Error
				if errors.As(err, &e) {
					seen = append(seen, e.Book())
				}
				return v, err
			})
			define(t, in, "refuse", 0, func(context.Context, []lox.Value) (any, error) { return nil, refused })
			e := failure(t, in, "fun deep() {\n  "+c.source+"\n}\nfun middle() { back(deep); }\nfun outer() { back(middle); }\nouter();")
			assert.Equal(t, c.kind, e.Kind())
			inner := c.message + "\n[line 2] in deep()\n"
			middle := inner + "[line 4] in middle()\n"
			assert.Equal(t, middle+"[line 5] in outer()\n[line 6] in script\n", e.Book())
			assert.Equal(t, []string{inner, middle}, seen, "what a host saw does not change behind it")
			if c.kind == "host" {
				assert.ErrorIs(t, e, refused)
			}
			usableFresh(t, in)
		})
	}
}

// The error of another interpreter is the host's own, not a limit of this one.
func TestErrorOfAnotherInterpreter(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in, other := open(t, lox.Options{Engine: engine}), open(t, lox.Options{Engine: engine, MaxSteps: 10})
		define(t, in, "elsewhere", 0, func(ctx context.Context, _ []lox.Value) (any, error) {
			return other.Eval(ctx, "other.lox", "while (true) {}")
		})
		e := failure(t, in, "elsewhere();")
		assert.Equal(t, "host", e.Kind())
		assert.ErrorIs(t, e, lox.ErrHost)
		assert.ErrorIs(t, e, lox.ErrSteps, "in the tree, as the cause")
		assert.Equal(t, "elsewhere: Step limit reached. [line 1]\n[line 1] in script\n", e.Book())
	})
}

// What the host prints by itself comes after what the program printed before.
func TestOutputIsInOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		var out strings.Builder
		in := open(t, lox.Options{Engine: engine, Output: &out})
		define(t, in, "shout", 1, func(ctx context.Context, args []lox.Value) (any, error) {
			out.WriteString(args[0].Text() + "!\n")
			_, err := in.Eval(ctx, "inner.lox", `print "inner";`)
			return nil, err
		})
		eval(t, in, `print 1; shout("a"); print 2; shout("b"); print 3;`)
		assert.Equal(t, "1\na!\ninner\n2\nb!\ninner\n3\n", out.String())
	})
}

// torn is a writer that takes so many bytes.
type torn struct{ room int }

var errTorn = errors.New("pipe is torn")

func (w *torn) Write(p []byte) (int, error) {
	if w.room -= len(p); w.room < 0 {
		return 0, errTorn
	}
	return len(p), nil
}

func TestOutputThatFails(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		for name, source := range map[string]string{
			"at the end":      `print 1; print 2;`,
			"in the middle":   `while (true) print "0123456789";`,
			"before the host": `print 1; f();`,
		} {
			in := open(t, lox.Options{Engine: engine, Output: &torn{3}, MaxSteps: 1_000_000})
			define(t, in, "f", 0, func(context.Context, []lox.Value) (any, error) { return nil, nil })
			eval(t, in, `print 1;`)
			e := failure(t, in, source)
			assert.ErrorIs(t, e, lox.ErrHost, name)
			assert.ErrorIs(t, e, errTorn, name)
			assert.Equal(t, "print: pipe is torn", e.Message, name)
			usableFresh(t, in)
		}
	})
}

// With Std, hosts see numbers as the book prints them, and its depth.
func TestStdAcrossTheBorder(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		std, wide := open(t, lox.Options{Engine: engine, Std: true}), open(t, lox.Options{Engine: engine})
		assert.Equal(t, "0.333333", eval(t, std, "1 / 3;").String())
		assert.Equal(t, "0.3333333333333333", eval(t, wide, "1 / 3;").String())
		assert.Equal(t, lox.BookMaxDepth, std.Options().MaxDepth)
		e := failure(t, std, "fun f() { f(); } f();")
		assert.ErrorIs(t, e, lox.ErrDepth)
		assert.Len(t, e.Trace, lox.BookMaxDepth)
	})
}

func TestOptionsAreFilledIn(t *testing.T) {
	in, err := lox.Open(world.World{}, lox.Options{})
	require.NoError(t, err)
	assert.Equal(t, lox.Options{
		Engine: lox.Fast, MaxMemory: lox.DefaultMaxMemory, MaxDepth: lox.DefaultMaxDepth, MaxSource: lox.DefaultMaxSource,
	}, in.Options())
}

// A string for which the program has no room is the program's limit, and no
// fault of the function that gave it.
func TestAHostsStringMeetsTheLimit(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		in := open(t, lox.Options{Engine: engine, MaxMemory: 1 << 20})
		define(t, in, "big", 0, func(context.Context, []lox.Value) (any, error) { return strings.Repeat("x", 2<<20), nil })
		e := failure(t, in, "big();")
		assert.ErrorIs(t, e, lox.ErrMemory)
		assert.NotErrorIs(t, e, lox.ErrHost)
		assert.Equal(t, "Out of memory.\n[line 1] in script\n", e.Book())
		usableFresh(t, in)
	})
}
