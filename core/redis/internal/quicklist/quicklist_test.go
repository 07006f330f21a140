package quicklist

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestModel makes random changes to a list and to a plain slice and compares
// them after each.
func TestModel(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 0))
		var l List
		var model [][]byte
		for step := range 3000 {
			change(r, &l, &model)
			require.Equal(t, len(model), l.Len(), "seed %d, step %d", seed, step)
			if step%37 == 0 {
				requireSame(t, model, &l)
			}
		}
		requireSame(t, model, &l)
		requireSame(t, model, l.Clone())
	}
}

// change does one random thing to both.
func change(r *rand.Rand, l *List, model *[][]byte) {
	m, v := *model, value(r)
	switch op := r.IntN(12); {
	case op < 3:
		l.PushBack(v)
		m = append(m, v)
	case op < 5:
		l.PushFront(v)
		m = slices.Insert(m, 0, v)
	case op < 7:
		i := r.IntN(len(m) + 1)
		l.Insert(i, v)
		m = slices.Insert(m, i, v)
	case len(m) == 0:
	case op < 9:
		i := r.IntN(len(m))
		l.Set(i, v)
		m[i] = v
	case op < 11:
		i := r.IntN(len(m))
		count := r.IntN(min(len(m)-i, 1+r.IntN(200))) + 1
		l.Delete(i, count)
		m = slices.Delete(m, i, i+count)
	default:
		count := r.IntN(5) - 2
		l.Remove(v, count)
		m = remove(m, v, count)
	}
	*model = m
}

// value is often one of few, so that Remove finds some, and at times big.
func value(r *rand.Rand) []byte {
	switch r.IntN(40) {
	case 0:
		return bytes.Repeat([]byte{'x'}, r.IntN(3*nodeBytes))
	case 1:
		return []byte{}
	}
	return strconv.AppendInt(nil, r.Int64N(30), 10)
}

func remove(m [][]byte, v []byte, count int) [][]byte {
	left := count
	if count < 0 {
		slices.Reverse(m)
		left = -count
	}
	m = slices.DeleteFunc(m, func(e []byte) bool {
		if !bytes.Equal(e, v) || count != 0 && left == 0 {
			return false
		}
		left--
		return true
	})
	if count < 0 {
		slices.Reverse(m)
	}
	return m
}

// requireSame compares by every way of reading, and checks the chain itself.
func requireSame(t *testing.T, want [][]byte, l *List) {
	t.Helper()
	require.Equal(t, len(want), l.Len())
	for i, v := range want {
		require.True(t, bytes.Equal(v, l.At(i)), "element %d", i)
	}
	n := 0
	for i, v := range l.From(0) {
		require.Equal(t, n, i)
		require.True(t, bytes.Equal(want[i], v))
		n++
	}
	require.Equal(t, len(want), n)
	for i, v := range l.Back(l.Len() - 1) {
		n--
		require.Equal(t, n, i)
		require.True(t, bytes.Equal(want[i], v))
	}
	require.Zero(t, n)
	for at := l.head; at != nil; at = at.next {
		require.NotZero(t, at.len(), "an empty node")
		require.LessOrEqual(t, at.len(), nodeElements)
		require.True(t, at.len() == 1 || at.size() <= nodeBytes)
	}
}

func TestTakenBytesStayUntilTheNextChange(t *testing.T) {
	var l List
	for _, v := range []string{"a", "b", "c"} {
		l.PushBack([]byte(v))
	}
	first, last := l.At(0), l.At(2)
	l.Delete(0, 1)
	l.Delete(l.Len()-1, 1)
	require.Equal(t, "a", string(first))
	require.Equal(t, "c", string(last))
}

func TestAnEmptyElementIsNotNil(t *testing.T) {
	var l List
	l.PushBack(nil)
	l.PushFront([]byte{})
	require.NotNil(t, l.At(0))
	require.NotNil(t, l.Clone().At(1))
}

func BenchmarkPushBack(b *testing.B) {
	var l List
	for b.Loop() {
		l.PushBack([]byte("0123456789"))
	}
}

func BenchmarkPushFront(b *testing.B) {
	var l List
	for b.Loop() {
		l.PushFront([]byte("0123456789"))
	}
}

func BenchmarkQueue(b *testing.B) {
	var l List
	for range 1000 {
		l.PushBack([]byte("0123456789"))
	}
	for b.Loop() {
		l.PushBack([]byte("0123456789"))
		l.Delete(0, 1)
	}
}

func BenchmarkAt(b *testing.B) {
	var l List
	for range 100_000 {
		l.PushBack([]byte("0123456789"))
	}
	i := 0
	for b.Loop() {
		i = (i + 7919) % l.Len()
		l.At(i)
	}
}
