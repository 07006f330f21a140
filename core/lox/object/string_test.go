package object

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func concat(t *testing.T, h *Heap, a, b Value) Value {
	t.Helper()
	v, err := h.Concat(a, b)
	require.NoError(t, err)
	return v
}

// Joined strings have the right text, whichever was joined with what before
// and however often: what shares memory does not write over its neighbour.
func TestConcatSharesNothingVisible(t *testing.T) {
	rnd := seeded(t)
	h := NewHeap(0)
	values := []Value{Literal(""), Literal("a"), Literal(strings.Repeat("b", 40))}
	texts := []string{"", "a", strings.Repeat("b", 40)}
	for len(values) < 2000 {
		// Mostly the latest go on, so that buffers grow.
		i := max(0, len(values)-1-int(rnd.ExpFloat64()*3))
		k := rnd.IntN(len(values))
		if len(texts[i])+len(texts[k]) > 5000 {
			i = rnd.IntN(3)
		}
		values = append(values, concat(t, h, values[i], values[k]))
		texts = append(texts, texts[i]+texts[k])
	}
	for i, v := range values {
		require.Equal(t, texts[i], v.Text())
		k := rnd.IntN(len(values))
		require.Equal(t, texts[i] == texts[k], Equal(v, values[k]), "%q == %q", texts[i], texts[k])
	}
}

// Two strings that go on from the same one do not see each other's ends.
func TestConcatForks(t *testing.T) {
	h := NewHeap(0)
	long := Literal(strings.Repeat("x", 100))
	stem := concat(t, h, long, long)
	grown := concat(t, h, stem, Literal("1")) // gets room to spare
	one := concat(t, h, grown, Literal("one"))
	two := concat(t, h, grown, Literal("two"))
	assert.Equal(t, strings.Repeat("x", 200)+"1one", one.Text())
	assert.Equal(t, strings.Repeat("x", 200)+"1two", two.Text())
	assert.Equal(t, strings.Repeat("x", 200)+"1", grown.Text())
}

// What goes on behind a string in its memory makes no object, and is another
// string: the two are told apart by their lengths alone.
func TestConcatInPlace(t *testing.T) {
	h := NewHeap(0)
	piece := Literal("x")
	stem := concat(t, h, piece, piece)
	used := h.Used()
	var longer Value
	assert.Zero(t, testing.AllocsPerRun(10, func() { longer, _ = h.Concat(stem, piece); stem = longer }))
	assert.Equal(t, used, h.Used())
	stem = concat(t, h, longer, piece)
	assert.Same(t, longer.Object(), stem.Object())
	assert.False(t, Equal(longer, stem))
	assert.True(t, Equal(longer, Literal(longer.Text())))
}

func TestConcatWithNothingIsTheSame(t *testing.T) {
	h := NewHeap(0)
	a, empty := Literal("a"), Literal("")
	assert.Equal(t, a, concat(t, h, a, empty))
	assert.Equal(t, a, concat(t, h, empty, a))
	assert.Zero(t, h.Used())
}

// A string built piece by piece takes memory in proportion to its length, not
// to its square.
func TestConcatPieceByPiece(t *testing.T) {
	h := NewHeap(0)
	s, piece := Literal(""), Literal("0123456789")
	const pieces = 20_000
	for range pieces {
		s = concat(t, h, s, piece)
	}
	assert.Equal(t, strings.Repeat("0123456789", pieces), s.Text())
	assert.Less(t, h.Used(), pieces*stringSize+8*pieces*10)
}

// A string that doubles meets the limit, before the memory is made.
func TestConcatMeetsTheLimit(t *testing.T) {
	h := NewHeap(1 << 20)
	s := Literal("xxxxxxxx")
	h.Roots = func(t *Tracer) { t.Mark(s) }
	for range 60 {
		v, err := h.Concat(s, s)
		if err != nil {
			var full *ErrMemory
			require.True(t, errors.As(err, &full))
			assert.Equal(t, 1<<20, full.Limit)
			assert.Less(t, len(s.Text()), 1<<20)
			assert.GreaterOrEqual(t, len(s.Text()), 1<<17)
			return
		}
		s = v
	}
	t.Fatal("no limit was met")
}

func TestNewStringIsCounted(t *testing.T) {
	h := NewHeap(1000)
	_, err := h.NewString(strings.Repeat("x", 900))
	require.NoError(t, err)
	assert.Equal(t, 900+stringSize, h.Used())
	_, err = h.NewString(strings.Repeat("x", 1000))
	require.Error(t, err)
}
