package object

import (
	"math"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// every gives a value of each kind that a program can see.
func every(t *testing.T) []shown {
	t.Helper()
	h := NewHeap(0)
	class, err := h.NewClass("Cake")
	require.NoError(t, err)
	instance, err := h.NewInstance(class)
	require.NoError(t, err)
	fn := new(FunctionOf(new("bake")))
	bound, err := h.NewBound(instance.Value(), fn)
	require.NoError(t, err)
	script := new(FunctionOf(new("")))
	return []shown{
		{Nil, KindNil, "nil"},
		{True, KindTrue, "true"},
		{False, KindFalse, "false"},
		{Number(3), KindNumber, "3"},
		{Literal("text"), KindString, "text"},
		{Literal(""), KindString, ""},
		{fn.Value(), KindFunction, "<fn bake>"},
		{script.Value(), KindFunction, "<script>"},
		{NewNative("clock", 0, nil).Value(), KindNative, "<native fn>"},
		{class.Value(), KindClass, "Cake"},
		{instance.Value(), KindInstance, "Cake instance"},
		{bound, KindBound, "<fn bake>"},
	}
}

// shown is a value, its kind, and how it is printed.
type shown struct {
	value Value
	kind  Kind
	text  string
}

func TestValues(t *testing.T) {
	for _, v := range every(t) {
		assert.Equal(t, v.text, string(Append(nil, v.value, Book)))
		assert.Equal(t, v.kind, v.value.Kind(), v.text)
		assert.Equal(t, v.kind == KindNumber, v.value.IsNumber(), v.text)
		assert.Equal(t, v.kind == KindNil || v.kind == KindFalse, v.value.Falsey(), v.text)
		assert.False(t, v.value.IsUndefined(), v.text)
	}
	assert.True(t, Undefined.IsUndefined())
	assert.Equal(t, Number(0), Value{})
	assert.Equal(t, True, Bool(true))
	assert.Equal(t, False, Bool(false))
	assert.LessOrEqual(t, unsafe.Sizeof(Value{}), uintptr(16))
}

// A value is equal to itself and to nothing else but a string of the same
// text; Quick says the same where it is sure.
func TestEqual(t *testing.T) {
	values := every(t)
	for i, a := range values {
		for k, b := range values {
			assert.Equal(t, i == k, Equal(a.value, b.value), "%s == %s", a.text, b.text)
			if equal, sure := Quick(&a.value, &b.value); sure {
				assert.Equal(t, i == k, equal, "%s == %s", a.text, b.text)
			} else {
				assert.True(t, a.kind == KindString && b.kind == KindString)
			}
		}
	}
	nan := Number(math.NaN())
	negative := Number(math.Copysign(0, -1))
	assert.True(t, Equal(Literal("text"), Literal("te"+"xt")))
	assert.False(t, Equal(Literal("text"), Literal("tExt")))
	assert.False(t, Equal(Number(1), Literal("1")))
	assert.False(t, Equal(Number(0), Nil))
	assert.True(t, Equal(Number(0), negative))
	assert.False(t, Equal(nan, nan))
	equal, sure := Quick(&nan, &nan)
	assert.False(t, equal)
	assert.True(t, sure)
}

func TestSetInPlace(t *testing.T) {
	v := Literal("x")
	v.SetNumber(2)
	assert.Equal(t, Number(2), v)
	v.SetNumber(3)
	assert.Equal(t, Number(3), v)
	v.SetBool(true)
	assert.Equal(t, KindTrue, v.Kind())
	v.SetBool(false)
	assert.Equal(t, KindFalse, v.Kind())
}
