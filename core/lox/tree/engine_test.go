package tree_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
	"github.com/twelvefold/twelvefold/core/lox/tree"
)

// machine is an engine with its realm, and what has been printed.
type machine struct {
	*tree.Engine
	realm  *realm.Realm
	limits realm.Limits
	output strings.Builder
}

// roomy are limits that no program of these tests meets.
var roomy = realm.Limits{Depth: 1000}

func newMachine(limits realm.Limits) *machine {
	m := &machine{realm: realm.New(limits), limits: limits}
	m.realm.Output.Write = func(p []byte) error { m.output.Write(p); return nil }
	m.Engine = tree.New(m.realm)
	return m
}

// native defines a function of the host.
func (m *machine) native(name string, arity int, call func(args []object.Value) (object.Value, error)) {
	m.realm.Globals.Values[m.realm.Globals.Slot(name)] = object.NewNative(name, arity, call).Value()
}

// run runs a program as one run.
func (m *machine) run(t testing.TB, text string) (object.Value, error) {
	t.Helper()
	file, found := syntax.Parse("test.lox", text, syntax.Wide)
	require.Empty(t, found, "%s", text)
	script, err := m.Load(file)
	require.NoError(t, err)
	m.realm.Meter.Start(nil)
	m.realm.Output.Start(m.limits.Output)
	v, err := m.Call(script, nil)
	require.Zero(t, m.realm.Meter.Depth, "calls that were entered and not left")
	require.Empty(t, m.Calls())
	require.NoError(t, m.realm.Output.Flush())
	return v, err
}

func (m *machine) mustRun(t testing.TB, text string) object.Value {
	t.Helper()
	v, err := m.run(t, text)
	require.NoError(t, err, "%s", text)
	return v
}

// printed is a value as print writes it.
func printed(v object.Value) string { return string(object.Append(nil, v, object.Shortest)) }

func TestScriptValue(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "nil",
		"1 + 2;":                 "3",
		"1; 2;":                  "2",
		"var a = 1;":             "nil",
		"var a = 1; a;":          "1",
		"a = 1; fun f() {}":      "",
		"print 1;":               "nil",
		"{ 1; }":                 "nil",
		"if (true) 1;":           "nil",
		"fun f() { 1; } f();":    "nil",
		"fun f() { return; } f;": "<fn f>",
		"class A {} A();":        "A instance",
		"nil or \"x\";":          "x",
	} {
		m := newMachine(roomy)
		v, err := m.run(t, text)
		if want == "" {
			assert.Error(t, err, text)
			continue
		}
		require.NoError(t, err, text)
		assert.Equal(t, want, printed(v), text)
	}
}

// Programs run one after the other share their globals, and functions keep the
// program that they are of.
func TestProgramsShareGlobals(t *testing.T) {
	m := newMachine(roomy)
	m.mustRun(t, `var n = 1; fun next(a) { n = n + a; return "at " + where; } class A { m() { return n; } }`)
	m.mustRun(t, `var where = "home";`)
	assert.Equal(t, "at home", printed(m.mustRun(t, `next(10);`)))
	assert.Equal(t, "11", printed(m.mustRun(t, `class B < A {} B().m();`)))
	_, err := m.run(t, "\n\nnext(nil);")
	var failed *realm.Error
	require.ErrorAs(t, err, &failed)
	assert.Equal(t, []string{"[line 1] in next()", "[line 3] in script"}, frames(failed))
}

func TestCallFromTheHost(t *testing.T) {
	m := newMachine(roomy)
	m.mustRun(t, `
		fun add(a, b) { return a + b; }
		class Counter { init(n) { this.n = n; } up() { this.n = this.n + 1; return this.n; } }
		var up = Counter(5).up;`)
	get := func(name string) object.Value {
		v, ok := m.realm.Globals.Get(name)
		require.True(t, ok)
		return v
	}
	call := func(v object.Value, args ...object.Value) (object.Value, error) {
		m.realm.Meter.Start(nil)
		return m.Call(v, args)
	}
	v, err := call(get("add"), object.Number(1), object.Number(2))
	require.NoError(t, err)
	assert.Equal(t, object.Number(3), v)
	assert.EqualValues(t, 1, m.realm.Meter.Steps())

	v, err = call(get("Counter"), object.Number(1))
	require.NoError(t, err)
	assert.Equal(t, "Counter instance", printed(v))
	for want := 6.0; want < 9; want++ {
		v, err = call(get("up"))
		require.NoError(t, err)
		assert.Equal(t, object.Number(want), v)
	}

	for _, c := range []struct {
		callee object.Value
		args   []object.Value
		want   string
	}{
		{get("add"), nil, "Expected 2 arguments but got 0."},
		{get("up"), []object.Value{object.Nil}, "Expected 0 arguments but got 1."},
		{get("Counter"), nil, "Expected 1 arguments but got 0."},
		{object.Number(1), nil, "Can only call functions and classes."},
	} {
		_, err = call(c.callee, c.args...)
		var failed *realm.Error
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, c.want, failed.Message)
		assert.Empty(t, failed.Trace, "no function of the program was entered")
	}
}

// A native may call back, and an error goes through it with both traces.
func TestCallBack(t *testing.T) {
	m := newMachine(roomy)
	m.native("twice", 2, func(args []object.Value) (object.Value, error) {
		v, err := m.Call(args[0], args[1:])
		if err != nil {
			return object.Nil, err
		}
		return m.Call(args[0], []object.Value{v})
	})
	assert.Equal(t, "12", printed(m.mustRun(t, `fun triple(n) { return n * 2; } twice(triple, 3);`)))
	_, err := m.run(t, "fun bad(n) {\n return -n; }\nfun outer() {\n twice(bad, \"s\");\n}\nouter();")
	var failed *realm.Error
	require.ErrorAs(t, err, &failed)
	assert.Equal(t, "Operand must be a number.", failed.Message)
	assert.Equal(t, []string{"[line 2] in bad()", "[line 4] in outer()", "[line 6] in script"}, frames(failed))
}

// A native that survives an error of what it called leaves the engine whole.
func TestCallBackSurvives(t *testing.T) {
	m := newMachine(roomy)
	m.native("try", 1, func(args []object.Value) (object.Value, error) {
		if _, err := m.Call(args[0], nil); err != nil {
			return m.realm.Heap.NewString(err.Error())
		}
		return object.Nil, nil
	})
	v := m.mustRun(t, `
		fun bad() { var a = 1; { var b = 2; return 1 + (2 * (3 + nil)); } }
		fun deep() { return 1 + deep(); }
		fun f(x) { { var y = "b"; return x + y + try(bad) + (x + try(deep)) + y; } }
		f("a");`)
	assert.Equal(t, "abOperands must be two numbers or two strings.aStack overflow.b", printed(v))
}

// After any error the engine runs the next program as if nothing had been.
func TestUsableAfterErrors(t *testing.T) {
	m := newMachine(realm.Limits{Depth: 50, Steps: 1000, Memory: 1 << 16, Output: 100})
	for _, text := range []string{
		`fun f() { return f(); } f();`,
		`while (true) {}`,
		`fun f() { while (true) { var s = "x"; while (true) s = s + s; } } f();`,
		`while (true) print "0123456789";`,
		`1 + (2 + (3 + nil));`,
	} {
		_, err := m.run(t, text)
		require.Error(t, err, text)
		assert.Equal(t, "3", printed(m.mustRun(t, "fun g(a) { return a + 1; } g(g(1));")), text)
	}
}

func TestNatives(t *testing.T) {
	m := newMachine(roomy)
	gone := errors.New("gone")
	m.native("fail", -1, func([]object.Value) (object.Value, error) { return object.Nil, gone })
	m.native("second", 2, func(args []object.Value) (object.Value, error) { return args[1], nil })
	assert.Equal(t, "2", printed(m.mustRun(t, "second(1, 2);")))
	_, err := m.run(t, "fun f() {\n fail(1, 2, 3); }\n f();")
	assert.ErrorIs(t, err, gone)
	var failed *realm.Error
	require.ErrorAs(t, err, &failed)
	assert.Equal(t, realm.Host, failed.Kind)
	assert.Equal(t, []string{"[line 2] in f()", "[line 3] in script"}, frames(failed))
}

func frames(e *realm.Error) (lines []string) {
	for _, f := range e.Trace {
		lines = append(lines, f.String())
	}
	return lines
}
