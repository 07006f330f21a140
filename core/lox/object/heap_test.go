package object

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// node stands for an engine's own objects: a function, a cell or an
// environment that holds values.
type node struct {
	Function
	size int
	held []Value
}

func (n *node) trace(t *Tracer) {
	t.Hold(n.size)
	for _, v := range n.held {
		t.Mark(v)
	}
}

// graph is random objects that hold each other.
type graph struct {
	rnd   *rand.Rand
	heap  *Heap
	all   []Value
	roots []Value
}

func newGraph(rnd *rand.Rand, limit int) *graph {
	g := &graph{rnd: rnd, heap: NewHeap(limit)}
	g.all = []Value{Nil, True, Number(1), Literal("literal")}
	g.heap.Roots = func(t *Tracer) {
		t.Function = func(t *Tracer, f *Function) { As[node](&f.Object).trace(t) }
		t.Cell = func(t *Tracer, o *Object) { As[node](o).trace(t) }
		t.Env = t.Cell
		for _, v := range g.roots {
			t.Mark(v)
		}
	}
	return g
}

func (g *graph) any() Value { return g.all[g.rnd.IntN(len(g.all))] }

// anyOf gives a random value of a kind, of which there has to be one.
func (g *graph) anyOf(kind Kind) (Value, bool) {
	for range 50 {
		if v := g.any(); v.Kind() == kind {
			return v, true
		}
	}
	return Nil, false
}

func (g *graph) engineObject(kind Kind) Value {
	n := &node{Function: Function{Object: HeadOf(kind)}, size: 8 + g.rnd.IntN(100)}
	for range g.rnd.IntN(4) {
		n.held = append(n.held, g.any())
	}
	return Of(&n.Object)
}

// grow adds an object or a link.
func (g *graph) grow(t *testing.T) {
	var v Value
	var err error
	switch g.rnd.IntN(9) {
	case 0:
		v, err = g.heap.NewString(strings.Repeat("x", g.rnd.IntN(100)))
	case 1, 2:
		a, _ := g.anyOf(KindString)
		b, ok := g.anyOf(KindString)
		if !ok || a.Kind() != KindString || len(a.Text())+len(b.Text()) > 2000 {
			return
		}
		v, err = g.heap.Concat(a, b)
	case 3:
		var c *Class
		c, err = g.heap.NewClass("C")
		for m := range Symbol(g.rnd.IntN(3)) {
			method := g.engineObject(KindFunction)
			require.NoError(t, c.AddMethod(g.heap, m, method.Function()))
		}
		v = c.Value()
	case 4:
		c, ok := g.anyOf(KindClass)
		if !ok {
			return
		}
		var i *Instance
		i, err = g.heap.NewInstance(c.Class())
		v = i.Value()
	case 5:
		i, ok := g.anyOf(KindInstance)
		if ok {
			require.NoError(t, i.Instance().SetField(g.heap, Symbol(g.rnd.IntN(12)), g.any()))
		}
		return
	case 6:
		m, ok := g.anyOf(KindFunction)
		if !ok {
			return
		}
		v, err = g.heap.NewBound(g.any(), m.Function())
	default:
		v = g.engineObject([]Kind{KindFunction, KindCell, KindEnv}[g.rnd.IntN(3)])
	}
	require.NoError(t, err)
	g.all = append(g.all, v)
}

// recount adds up what is reachable, plainly: a set of what was seen, and
// recursion.
type recount struct {
	seen   map[*Object]bool
	tables map[*table]bool
	total  int
}

func (r *recount) shape(s *Shape) {
	r.total += shapeSize + branchSize*len(s.branches)
	if s.table != nil && !r.tables[s.table] {
		r.tables[s.table] = true
		r.total += tableSize + entrySize*len(s.table.slots)
	}
	if s.next != nil {
		r.shape(s.next)
	}
	for _, n := range s.branches {
		r.shape(n)
	}
}

func (r *recount) visit(v Value) {
	o := v.Object()
	if o == nil || r.seen[o] {
		return
	}
	r.seen[o] = true
	switch v.Kind() {
	case KindString:
		r.total += stringSize + v.Str().room
	case KindClass:
		r.total += classSize + len(v.Class().Name) + methodSize*len(v.Class().Methods)
		for _, m := range v.Class().Methods {
			r.visit(m.Value())
		}
		r.shape(v.Class().empty)
	case KindInstance:
		r.total += instanceSize + slotSize*cap(v.Instance().slots)
		r.visit(v.Instance().Class().Value())
		for _, f := range v.Instance().slots {
			r.visit(f)
		}
	case KindBound:
		r.total += boundSize
		r.visit(v.Bound().Receiver)
		r.visit(v.Bound().Method)
	case KindFunction, KindCell, KindEnv:
		n := As[node](o)
		r.total += n.size
		for _, h := range n.held {
			r.visit(h)
		}
	}
}

// A trace counts what a plain recount does, also the second time.
func TestTraceIsARecount(t *testing.T) {
	rnd := seeded(t)
	for round := range 60 {
		g := newGraph(rnd, 0)
		for range 300 {
			g.grow(t)
		}
		for range 3 {
			g.roots = nil
			for range rnd.IntN(10) {
				g.roots = append(g.roots, g.any())
			}
			plain := &recount{seen: map[*Object]bool{}, tables: map[*table]bool{}}
			for _, v := range g.roots {
				plain.visit(v)
			}
			require.Equal(t, plain.total, g.heap.Trace(), "round %d", round)
			require.Equal(t, plain.total, g.heap.Trace(), "round %d, again", round)
		}
	}
}

// A program that makes much and holds little passes; one that holds what it
// makes does not.
func TestHeapLimitIsOnWhatIsHeld(t *testing.T) {
	h := NewHeap(1 << 20)
	var held []Value
	h.Roots = func(t *Tracer) {
		for _, v := range held {
			t.Mark(v)
		}
	}
	piece := strings.Repeat("x", 1000)
	for range 100_000 { // 100 MB in all
		v, err := h.NewString(piece)
		require.NoError(t, err)
		held = []Value{v}
	}
	held = nil
	var err error
	for err == nil {
		var v Value
		if v, err = h.NewString(piece); err == nil {
			held = append(held, v)
		}
		require.Less(t, len(held), 1100)
	}
	assert.Equal(t, (1<<20)/(1000+stringSize), len(held), "as many as fit")
	assert.LessOrEqual(t, h.Trace(), 1<<20)

	held = held[:10]
	_, err = h.NewString(piece)
	assert.NoError(t, err, "there is room again")
}

// Traces do not come at every object when the program holds nearly all that it
// may.
func TestHeapTracesSeldom(t *testing.T) {
	h := NewHeap(1 << 20)
	full, err := h.NewString(strings.Repeat("x", 1<<20-2*stringSize-8))
	require.NoError(t, err)
	traces := 0
	h.Roots = func(t *Tracer) { traces++; t.Mark(full) }
	for range 100_000 {
		_, err := h.NewString("x")
		require.NoError(t, err)
	}
	assert.Less(t, traces, 100_000*(stringSize+1)/(1<<20/8)+2)
	assert.Positive(t, traces)
}

// What no limit could hold is refused at once, and counts as nothing.
func TestHeapRefusesTheHuge(t *testing.T) {
	h := NewHeap(1000)
	require.NoError(t, h.Take(600))
	assert.Error(t, h.Take(5000))
	assert.Equal(t, 600, h.Used())
	assert.NoError(t, NewHeap(0).Take(1<<40))
}
