package object

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func newClass(t *testing.T, h *Heap, name string) *Class {
	t.Helper()
	c, err := h.NewClass(name)
	require.NoError(t, err)
	return c
}

func newInstance(t *testing.T, h *Heap, c *Class) *Instance {
	t.Helper()
	i, err := h.NewInstance(c)
	require.NoError(t, err)
	return i
}

func TestSymbols(t *testing.T) {
	s := NewSymbols()
	assert.Equal(t, SymbolInit, s.Of("init"))
	a := s.Of("a")
	assert.NotEqual(t, SymbolInit, a)
	assert.Equal(t, a, s.Of("a"))
	assert.NotEqual(t, a, s.Of("b"))
	assert.Equal(t, "a", s.Name(a))
	assert.Equal(t, "init", s.Name(SymbolInit))
}

// Instances of one class that got the same fields in the same order share a
// shape; others do not.
func TestShapesAreShared(t *testing.T) {
	h := NewHeap(0)
	class, other := newClass(t, h, "A"), newClass(t, h, "B")
	with := func(c *Class, fields ...Symbol) *Shape {
		i := newInstance(t, h, c)
		for _, f := range fields {
			require.NoError(t, i.SetField(h, f, Nil))
		}
		return i.Shape()
	}
	assert.Same(t, with(class), with(class))
	assert.Same(t, with(class, 1, 2), with(class, 1, 2))
	assert.Same(t, with(class, 1, 2), with(class, 1, 2, 1), "a field that there is adds nothing")
	assert.NotSame(t, with(class, 1, 2), with(class, 2, 1))
	assert.NotSame(t, with(class, 1), with(other, 1))
	assert.Same(t, class, with(class, 1).Class())
	assert.Equal(t, 2, with(class, 1, 2).Len())

	seen := map[uint32]bool{}
	for _, s := range []*Shape{with(class), with(class, 1), with(class, 1, 2), with(class, 2), with(other)} {
		assert.False(t, seen[s.ID()], "two shapes with one number")
		seen[s.ID()] = true
	}
}

// An instance is a map from names to values, however many fields it has and
// whichever others its class's instances have.
func TestFieldsAreAMap(t *testing.T) {
	rnd := seeded(t)
	h := NewHeap(0)
	for range 20 {
		class := newClass(t, h, "A")
		for range 20 {
			i := newInstance(t, h, class)
			model := map[Symbol]Value{}
			for range rnd.IntN(60) {
				name, v := Symbol(rnd.IntN(30)), Number(rnd.Float64())
				model[name] = v
				require.NoError(t, i.SetField(h, name, v))
			}
			for name := range Symbol(30) {
				want, there := model[name]
				got, ok := i.Field(name)
				require.Equal(t, there, ok)
				require.Equal(t, want, got)
			}
			require.Equal(t, len(model), i.Shape().Len())
		}
	}
}

// What an engine does with a shape that it remembers is what SetField does.
func TestFieldsBySlot(t *testing.T) {
	h := NewHeap(0)
	class := newClass(t, h, "A")
	first := newInstance(t, h, class)
	require.NoError(t, first.SetField(h, 1, Number(10)))
	shape := first.Shape()
	slot, ok := shape.Slot(1)
	require.True(t, ok)

	second := newInstance(t, h, class) // has room for one, as the first had one
	require.True(t, second.GrowInPlace(shape, Number(20)))
	assert.Equal(t, Number(20), second.Slot(slot))
	second.SetSlot(slot, Number(30))
	v, ok := second.Field(1)
	assert.True(t, ok)
	assert.Equal(t, Number(30), v)

	crowded := newInstance(t, h, newClass(t, h, "B"))
	next, err := crowded.Shape().With(h, 1)
	require.NoError(t, err)
	assert.False(t, crowded.GrowInPlace(next, Nil), "there was no room")
	require.NoError(t, crowded.Grow(h, next, Nil))
	assert.Equal(t, 1, crowded.Shape().Len())
}

// A new instance has room for as many fields as one has had: adding them costs
// no more memory.
func TestRoomIsLearnt(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 4, 5, 8, 9, 20} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			h := NewHeap(0)
			class := newClass(t, h, "A")
			fill := func() {
				i := newInstance(t, h, class)
				for f := range Symbol(n) {
					require.NoError(t, i.SetField(h, f, Nil))
				}
			}
			fill()
			newInstance(t, h, class)
			before := h.Used()
			newInstance(t, h, class)
			empty := h.Used() - before
			before = h.Used()
			fill()
			assert.Equal(t, empty, h.Used()-before)
		})
	}
}

func TestInheritAndOverride(t *testing.T) {
	h := NewHeap(0)
	fn := func(name string) *Function { return new(FunctionOf(&name)) }
	parent, child := newClass(t, h, "A"), newClass(t, h, "B")
	initializer, one, two, newOne := fn("init"), fn("one"), fn("two"), fn("one")
	require.NoError(t, parent.AddMethod(h, SymbolInit, initializer))
	require.NoError(t, parent.AddMethod(h, 1, one))
	require.NoError(t, parent.AddMethod(h, 2, two))
	require.NoError(t, child.Inherit(h, parent))
	require.NoError(t, child.AddMethod(h, 1, newOne))
	assert.Same(t, initializer, child.Init)
	assert.Same(t, newOne, child.Methods[1])
	assert.Same(t, two, child.Methods[2])
	assert.Same(t, one, parent.Methods[1], "the parent keeps its own")
}
