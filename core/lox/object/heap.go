package object

import (
	"math"
	"unsafe"
)

// Heap is the account of what a program's objects hold. Go's collector frees
// them; the account only counts what was made, and where that reaches the
// limit it traces what is still reachable and counts anew. The sizes are
// fixed, so that a program meets its limit at the same step on every machine.
type Heap struct {
	limit int
	used  int // held at the last trace, and made since
	next  int // where to trace next
	epoch uint32
	// shapes is how many shapes there have been: the ID of the next.
	shapes uint32
	// Roots calls mark for each value that the engines hold.
	Roots func(t *Tracer)
}

// Sizes of the objects, in bytes, about what they take in Go.
const (
	slotSize     = 16
	instanceSize = 48
	stringSize   = 40
	boundSize    = 48
	classSize    = 112
	methodSize   = 32
	shapeSize    = 80
	branchSize   = 64
	tableSize    = 64
	entrySize    = 16
	// FunctionSize, CellSize and EnvSize are for the engines, which make these.
	FunctionSize = 48
	CellSize     = 32
	EnvSize      = 48
)

// ErrMemory is what a Heap answers past its limit.
type ErrMemory struct{ Limit int }

func (*ErrMemory) Error() string { return "Out of memory." }

// NewHeap makes an account with a limit in bytes; one of 0 never ends.
func NewHeap(limit int) *Heap {
	if limit <= 0 {
		limit = math.MaxInt
	}
	return &Heap{limit: limit, next: limit}
}

// Continue makes the account that of a heap that is being copied: both meet
// their limits at the same step from then on.
func (h *Heap) Continue(from *Heap) {
	h.limit, h.used, h.next, h.epoch, h.shapes = from.limit, from.used, from.next, from.epoch, from.shapes
}

func (h *Heap) shapeID() uint32 {
	h.shapes++
	return h.shapes
}

// Used is what was held at the last trace, and all that was made since.
func (h *Heap) Used() int { return h.used }

// Charge counts n bytes that a program is about to take by being loaded. It is
// refused only where that goes past the limit by more than a reserve: a program
// that holds all it may can still be told to let go.
//
// Errors: *ErrMemory.
func (h *Heap) Charge(n int) error {
	h.used += n
	over := max(h.limit/8, minReserve)
	if h.used-h.limit <= over {
		return nil
	}
	h.used = h.Trace() + n
	if h.used-h.limit <= over {
		return nil
	}
	h.used -= n
	return &ErrMemory{h.limit}
}

// minReserve is enough for some lines.
const minReserve = 64 << 10

// Give takes bytes off the account that an engine has let go of.
func (h *Heap) Give(n int) { h.used -= n }

// Take counts n bytes that are about to be made.
//
// Errors: *ErrMemory.
func (h *Heap) Take(n int) error {
	h.used += n
	if h.used <= h.next {
		return nil
	}
	return h.full(n)
}

// full traces. While a program holds nearly all that it may, a trace frees
// little: the next waits for an eighth of the limit, so that tracing cannot
// take most of the time.
func (h *Heap) full(n int) error {
	if n > h.limit {
		h.used -= n
		return &ErrMemory{h.limit}
	}
	held := h.Trace()
	h.used = held + n
	if h.used > h.limit {
		h.used = held
		return &ErrMemory{h.limit}
	}
	h.next = max(h.limit, h.used+h.limit/8)
	return nil
}

// Trace counts what is reachable.
func (h *Heap) Trace() int {
	h.epoch++
	t := &Tracer{epoch: h.epoch}
	if h.Roots != nil {
		h.Roots(t)
	}
	for len(t.todo) > 0 {
		o := t.todo[len(t.todo)-1]
		t.todo = t.todo[:len(t.todo)-1]
		t.inside(o)
	}
	return t.held
}

// Tracer walks what a program holds, without recursion: a list may be long.
type Tracer struct {
	epoch uint32
	held  int
	todo  []*Object
	// Inside of the engines' own objects; they set it in Roots.
	Function func(t *Tracer, f *Function)
	Cell     func(t *Tracer, o *Object)
	Env      func(t *Tracer, o *Object)
}

// Hold counts bytes that are held.
func (t *Tracer) Hold(n int) { t.held += n }

// Mark notes a value that is held.
func (t *Tracer) Mark(v Value) { t.MarkObject(v.obj) }

// MarkObject notes an object that is held; nil is none.
func (t *Tracer) MarkObject(o *Object) {
	if o == nil || o.mark == t.epoch {
		return
	}
	switch o.kind {
	case KindNil, KindFalse, KindTrue, KindUndefined:
		return // shared by all interpreters: not to be written to
	}
	o.mark = t.epoch
	t.todo = append(t.todo, o)
}

func (t *Tracer) inside(o *Object) {
	v := Of(o)
	switch o.kind {
	case KindString:
		t.held += stringSize + v.Str().room
	case KindClass:
		t.class(v.Class())
	case KindInstance:
		i := v.Instance()
		t.held += instanceSize + cap(i.slots)*slotSize
		t.MarkObject(&i.shape.class.Object)
		for _, f := range i.slots {
			t.Mark(f)
		}
	case KindBound:
		t.held += boundSize
		t.Mark(v.Bound().Receiver)
		t.Mark(v.Bound().Method)
	case KindFunction:
		t.Function(t, v.Function())
	case KindCell:
		t.Cell(t, o)
	case KindEnv:
		t.Env(t, o)
	}
}

func (t *Tracer) class(c *Class) {
	t.held += classSize + len(c.Name) + len(c.Methods)*methodSize
	for _, m := range c.Methods {
		t.MarkObject(&m.Object)
	}
	t.shapes(c.empty)
}

// shapes counts the shapes below one; they are as deep as an instance has
// fields, and live as long as their class.
func (t *Tracer) shapes(s *Shape) {
	todo := []*Shape{s}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		t.held += shapeSize + len(s.branches)*branchSize
		if s.table != nil && s.table.mark != t.epoch {
			s.table.mark = t.epoch
			t.held += tableSize + len(s.table.slots)*entrySize
		}
		if s.next != nil {
			todo = append(todo, s.next)
		}
		for _, n := range s.branches {
			todo = append(todo, n)
		}
	}
}

// Code is what the functions of one source share: its text, and what an engine
// has made of it. It is held as a whole, as long as one of them is.
type Code struct {
	size int
	mark uint32
}

// NewCode makes the code of a size, in bytes; the caller has charged it.
func NewCode(size int) Code { return Code{size: size} }

// HoldCode counts code that is held, and tells whether it was not known yet.
func (t *Tracer) HoldCode(c *Code) (first bool) {
	if c.mark == t.epoch {
		return false
	}
	c.mark = t.epoch
	t.held += c.size
	return true
}

// HeadOf makes the head of an engine's own object.
func HeadOf(kind Kind) Object { return Object{kind: kind} }

// As turns the head back into the engine's own object, whose first field it
// is.
func As[T any](o *Object) *T { return (*T)(unsafe.Pointer(o)) }
