package realm

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

func TestGlobals(t *testing.T) {
	g := New(Limits{}).Globals
	b, a := g.Slot("b"), g.Slot("a")
	assert.NotEqual(t, a, b)
	assert.Equal(t, a, g.Slot("a"))
	assert.Equal(t, "a", g.Name(a))
	_, ok := g.Get("a")
	assert.False(t, ok, "seen, and not defined")
	assert.Empty(t, g.Names())
	g.Values[a], g.Values[b] = object.Number(1), object.Nil
	v, ok := g.Get("a")
	assert.True(t, ok)
	assert.Equal(t, object.Number(1), v)
	assert.Equal(t, []string{"a", "b"}, g.Names())
	_, ok = g.Get("c")
	assert.False(t, ok)
}

func TestArithmetic(t *testing.T) {
	r := New(Limits{})
	number, text := object.Number, object.Literal
	nan := r.must(t, syntax.Slash, number(0), number(0))
	for _, c := range []struct {
		op         syntax.Kind
		a, b, want object.Value
	}{
		{syntax.Plus, number(1), number(2), number(3)},
		{syntax.Plus, text("a"), text("b"), text("ab")},
		{syntax.Minus, number(1), number(2), number(-1)},
		{syntax.Star, number(3), number(2), number(6)},
		{syntax.Slash, number(3), number(2), number(1.5)},
		{syntax.Less, number(1), number(2), object.True},
		{syntax.Less, number(2), number(2), object.False},
		{syntax.LessEqual, number(2), number(2), object.True},
		{syntax.LessEqual, number(3), number(2), object.False},
		{syntax.Greater, number(3), number(2), object.True},
		{syntax.Greater, number(2), number(2), object.False},
		{syntax.GreaterEqual, number(2), number(2), object.True},
		{syntax.GreaterEqual, number(1), number(2), object.False},
		// What the book's bytecode makes of NaN: not less, not greater.
		{syntax.Less, nan, number(1), object.False},
		{syntax.Greater, nan, number(1), object.False},
		{syntax.LessEqual, nan, number(1), object.True},
		{syntax.GreaterEqual, nan, number(1), object.True},
	} {
		got := r.must(t, c.op, c.a, c.b)
		assert.True(t, object.Equal(c.want, got), "%v %v %v", c.a, c.op, c.b)
	}
}

// must is an operator that succeeds.
func (r *Realm) must(t *testing.T, op syntax.Kind, a, b object.Value) object.Value {
	t.Helper()
	v, err := r.operate(op, a, b)
	require.NoError(t, err)
	return v
}

func (r *Realm) operate(op syntax.Kind, a, b object.Value) (object.Value, error) {
	if op == syntax.Plus {
		return r.Add(a, b)
	}
	return Arithmetic(op, a, b)
}

func TestOperatorsRefuse(t *testing.T) {
	r := New(Limits{})
	number, text := object.Number(1), object.Literal("a")
	for _, pair := range [][2]object.Value{{number, text}, {text, number}, {object.Nil, number}, {object.True, object.True}} {
		_, err := r.Add(pair[0], pair[1])
		assert.EqualError(t, err, "Operands must be two numbers or two strings.")
		assert.Equal(t, Runtime, kindOf(t, err))
		for _, op := range []syntax.Kind{
			syntax.Minus, syntax.Star, syntax.Slash,
			syntax.Less, syntax.LessEqual, syntax.Greater, syntax.GreaterEqual,
		} {
			_, err := Arithmetic(op, pair[0], pair[1])
			assert.EqualError(t, err, "Operands must be numbers.")
		}
	}
	_, err := Arithmetic(syntax.Minus, text, text)
	assert.EqualError(t, err, "Operands must be numbers.")
	_, err = Negate(text)
	assert.EqualError(t, err, "Operand must be a number.")
	v, err := Negate(number)
	require.NoError(t, err)
	assert.Equal(t, object.Number(-1), v)
}

func TestProperties(t *testing.T) {
	r := New(Limits{})
	class, err := r.Heap.NewClass("A")
	require.NoError(t, err)
	field, method := r.Symbols.Of("field"), r.Symbols.Of("method")
	m := new(object.FunctionOf(new("method")))
	require.NoError(t, class.AddMethod(r.Heap, method, m))
	instance, err := r.Heap.NewInstance(class)
	require.NoError(t, err)
	v := instance.Value()

	_, err = r.Property(v, field)
	assert.EqualError(t, err, "Undefined property 'field'.")
	require.NoError(t, r.SetProperty(v, field, object.Number(1)))
	got, err := r.Property(v, field)
	require.NoError(t, err)
	assert.Equal(t, object.Number(1), got)

	got, err = r.Property(v, method)
	require.NoError(t, err)
	require.Equal(t, object.KindBound, got.Kind())
	assert.Equal(t, v, got.Bound().Receiver)
	require.NoError(t, r.SetProperty(v, method, object.Nil))
	got, err = r.Property(v, method)
	require.NoError(t, err)
	assert.Equal(t, object.Nil, got, "a field hides the method")

	_, err = r.Property(object.Nil, field)
	assert.EqualError(t, err, "Only instances have properties.")
	assert.EqualError(t, r.SetProperty(class.Value(), field, object.Nil), "Only instances have fields.")
	_, err = Superclass(v)
	assert.EqualError(t, err, "Superclass must be a class.")
}

func TestCallNative(t *testing.T) {
	r := New(Limits{})
	failed := errors.New("no such file")
	call := func(args []object.Value) (object.Value, error) {
		if len(args) == 0 {
			return object.Nil, failed
		}
		return args[0], nil
	}
	one, any := object.NewNative("one", 1, call), object.NewNative("any", -1, call)
	v, err := r.CallNative(one, []object.Value{object.True})
	require.NoError(t, err)
	assert.Equal(t, object.True, v)
	_, err = r.CallNative(one, nil)
	assert.EqualError(t, err, "Expected 1 arguments but got 0.")
	_, err = r.CallNative(any, nil)
	assert.Equal(t, Host, kindOf(t, err))
	assert.ErrorIs(t, err, failed)
}

func TestWrap(t *testing.T) {
	own := Fail(Runtime, "ab")
	assert.Same(t, own, Wrap(own))
	assert.Equal(t, "ab", own.Message)
	assert.Equal(t, Memory, Wrap(&object.ErrMemory{Limit: 1}).Kind)
	assert.Equal(t, Memory, Wrap(fmt.Errorf("native: %w", &object.ErrMemory{Limit: 1})).Kind)
	host := errors.New("x")
	assert.Equal(t, Host, Wrap(host).Kind)
	assert.ErrorIs(t, Wrap(host), host)
}

func TestFrames(t *testing.T) {
	s := syntax.NewSource("x", "a\nb\nc")
	assert.Equal(t, "[line 2] in script", Frame{"", s, syntax.Span{Start: 0, End: 3}}.String())
	assert.Equal(t, "[line 3] in f()", Frame{"f", s, syntax.Span{Start: 4, End: 5}}.String())
}

// A long trace keeps both its ends.
func TestTraceKeepsItsEnds(t *testing.T) {
	for _, n := range []int{0, 1, MaxTrace, MaxTrace + 1, 10 * MaxTrace} {
		e := Fail(Runtime, "x")
		for i := range n {
			e.Add(Frame{Function: fmt.Sprint(i)})
		}
		assert.Len(t, e.Trace, min(n, MaxTrace))
		assert.Equal(t, max(0, n-MaxTrace), e.Skipped)
		for i, f := range e.Trace {
			want := i
			if i >= MaxTrace/2 {
				want = n - len(e.Trace) + i
			}
			assert.Equal(t, fmt.Sprint(want), f.Function)
		}
	}
}

// The account counts the globals, and what those hold that registered.
func TestRoots(t *testing.T) {
	r := New(Limits{Memory: 1 << 20})
	text := func() object.Value {
		v, err := r.Heap.NewString(strings.Repeat("x", 1000))
		require.NoError(t, err)
		return v
	}
	slot := r.Globals.Slot("a")
	names := r.Heap.Trace()
	assert.Equal(t, r.Globals.Size()+r.Symbols.Size(), names)
	r.Globals.Values[slot] = text()
	held := text()
	text() // which nobody holds
	one := r.Heap.Trace() - names
	r.Hold(func(t *object.Tracer) { t.Mark(held) })
	assert.Equal(t, 2*one, r.Heap.Trace()-names)
	assert.Greater(t, one, 1000)
	assert.Less(t, one, 1100)
}

// A session whose programs only bring new names meets the limit, and so does
// one that loads too much at once; what is let go of makes room again.
func TestAdmit(t *testing.T) {
	r := New(Limits{Memory: 1 << 20})
	require.NoError(t, r.Admit(900_000))
	require.NoError(t, r.Admit(900_000), "of the first nothing is held")
	assert.Error(t, r.Admit(2_000_000))
	var err error
	names := 0
	for ; err == nil && names < 100_000; names++ {
		r.Globals.Slot("name" + fmt.Sprint(names))
		r.Symbols.Of("name" + fmt.Sprint(names))
		err = r.Admit(100)
	}
	var failed *Error
	require.ErrorAs(t, err, &failed)
	assert.Equal(t, Memory, failed.Kind)
	assert.InDelta(t, 1<<20, names*2*(object.NameSize+8), 1<<18)
}
