package lox

import (
	"context"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/world"
)

func step(t *testing.T, source string, at int64) *State {
	s, err := Step(context.Background(), world.World{}, Options{MaxSteps: 1000}, "s.lox", source, at)
	require.NoError(t, err)
	return s
}

func TestStepShowsWhatAStatementSees(t *testing.T) {
	source := "var a = 1;\nfun f(b) {\n  var c = a + b;\n  print c;\n}\nprint a;\nf(2);"
	s := step(t, source, 5)
	require.Equal(t, int64(5), s.At)
	require.False(t, s.Done)
	require.Equal(t, "print c;", source[s.Statement.Start:s.Statement.End])
	require.Equal(t, 4, s.Line)
	require.Equal(t, "1\n", s.Output)
	require.Equal(t, int64(2), s.Steps)
	require.Len(t, s.Calls, 2)
	require.Equal(t, []int{4, 7}, []int{s.Calls[0].Line, s.Calls[1].Line})
	require.Equal(t, []string{"f", ""}, []string{s.Calls[0].Function, s.Calls[1].Function})
	seen := map[string]string{}
	for _, scope := range s.Calls[0].Scopes {
		for _, v := range scope.Variables {
			seen[v.Name] = v.Value.String()
		}
	}
	require.Equal(t, map[string]string{"b": "2", "c": "3"}, seen)
	require.Equal(t, []string{"a", "f"}, []string{s.Globals[0].Name, s.Globals[1].Name})

	require.Equal(t, "print a;", source[step(t, source, 2).Statement.Start:step(t, source, 2).Statement.End])
}

func TestStepLooksIntoInstances(t *testing.T) {
	s := step(t, "class C {} var c = C(); c.b = 1; c.a = C(); c.a.b = nil; print c;", 5)
	require.Equal(t, []string{"C", "c"}, []string{s.Globals[0].Name, s.Globals[1].Name})
	require.Nil(t, s.Globals[0].Fields)
	fields := s.Globals[1].Fields
	require.Len(t, fields, 2, "in the order in which they were set")
	require.Equal(t, []string{"b", "1", "a", "C instance"}, []string{fields[0].Name, fields[0].Value.String(), fields[1].Name, fields[1].Value.String()})
	require.Nil(t, fields[1].Fields, "one level deep")
}

func TestStepShowsSomeOfManyFields(t *testing.T) {
	source := "class C {} var c = C();"
	for i := range 2 * MaxStateFields {
		source += "c.f" + strconv.Itoa(i) + " = nil;"
	}
	require.Len(t, step(t, source, 1000).Globals[1].Fields, MaxStateFields)
}

func TestStepPastTheEnd(t *testing.T) {
	s := step(t, "print 1; print 2;", 99)
	require.True(t, s.Done)
	require.Nil(t, s.Err)
	require.Equal(t, int64(2), s.At)
	require.Equal(t, "1\n2\n", s.Output)

	s = step(t, "print 1; print nil + 1; print 3;", 99)
	require.True(t, s.Done)
	require.Equal(t, "runtime", s.Err.Kind())
	require.Equal(t, int64(2), s.At)

	require.Equal(t, "steps", step(t, "while (true) {}", 1<<40).Err.Kind())
	_, err := Step(context.Background(), world.World{}, Options{}, "s.lox", "print", 0)
	require.ErrorIs(t, err, ErrSyntax)
}

func TestStepShowsEndsOfADeepStack(t *testing.T) {
	s := step(t, "fun f(n) { if (n > 0) f(n - 1); else print n; } f(500);", 1003)
	require.Len(t, s.Calls, MaxStateCalls)
	require.Equal(t, "", s.Calls[MaxStateCalls-1].Function)
}

// What a state shows is bounded, whatever the program holds.
func TestStepShowsSoMuch(t *testing.T) {
	fields, globals := "", ""
	for i := range 40 {
		fields += "a.f" + strconv.Itoa(i) + " = 1; "
	}
	for i := range 500 {
		globals += "var g" + strconv.Itoa(i) + " = a; "
	}
	count := func(all []Variable) int {
		n := len(all)
		for _, v := range all {
			n += len(v.Fields)
			require.LessOrEqual(t, len(v.Fields), MaxStateFields)
		}
		return n
	}
	s := step(t, "class A {} var a = A(); "+fields+globals, 1<<40)
	require.True(t, s.Done)
	require.Equal(t, MaxStateVariables, count(s.Globals))

	s = step(t, "class A {} var a = A(); "+fields+"fun f(n, b, c, d) { if (n > 0) f(n - 1, b, c, d); else print n; } f(120, a, a, a);", 284)
	require.Equal(t, 122, len(s.Calls))
	shown := 0
	for _, c := range s.Calls {
		for _, scope := range c.Scopes {
			shown += count(scope.Variables)
		}
	}
	require.Equal(t, MaxStateVariables, shown)
	require.NotEmpty(t, s.Globals)
}

func TestKeepCounts(t *testing.T) {
	in, err := Open(world.World{}, Options{MaxMemory: 1 << 20})
	require.NoError(t, err)
	eval := func() Value {
		v, err := in.Eval(context.Background(), "", `fun make() { var s = "abcdefgh"; for (var i = 0; i < 12; i = i + 1) s = s + s; fun f() { return s; } return f; } make();`)
		require.NoError(t, err)
		return v
	}
	before, err := in.Held()
	require.NoError(t, err)
	v := eval()
	require.NoError(t, in.Keep(v))
	require.NoError(t, in.Keep(v))
	kept, err := in.Held()
	require.NoError(t, err)
	require.Greater(t, kept, before+8<<12)
	require.NoError(t, in.Release(v))
	after, err := in.Held()
	require.NoError(t, err)
	require.Less(t, after, before+8<<12)

	require.ErrorIs(t, in.Keep(Value{}), ErrForeign)
	require.NoError(t, in.Keep(v))
	require.NoError(t, in.Reset())
	reset, err := in.Held()
	require.NoError(t, err)
	require.Less(t, reset, before+8<<12)
}
