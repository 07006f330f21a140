package vm

import (
	"unsafe"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
)

// stack is the registers of all functions that have not returned.
type stack struct {
	values []object.Value
	base   unsafe.Pointer // of values
	size   uintptr        // of values, in bytes
}

func (s *stack) alloc(n int) {
	values := make([]object.Value, n)
	copy(values, s.values)
	s.values, s.base, s.size = values, unsafe.Pointer(unsafe.SliceData(values)), uintptr(n)*valueSize
}

// How much room an engine begins with.
const (
	firstValues = 256
	firstFrames = 16
)

// shrink gives back what calls that lay deep took, once nothing runs.
func (e *Engine) shrink() {
	if n := len(e.stack.values); n > 16*firstValues {
		clear(e.stack.values)
		e.stack.values = nil
		e.stack.alloc(firstValues)
		e.realm.Heap.Give((n - firstValues) * int(valueSize))
	}
	if len(e.frames) > 16*firstFrames {
		e.frames = make([]frame, firstFrames)
	}
}

// at gives the register at an offset.
func (s *stack) at(offset uintptr) *object.Value {
	return (*object.Value)(unsafe.Add(s.base, offset))
}

// top is the first offset behind all windows in use.
func (e *Engine) top() uintptr {
	if e.fp < 0 {
		return e.reserved
	}
	f := &e.frames[e.fp]
	return max(e.reserved, f.base+uintptr(f.closure.proto.frame))
}

// grow makes room for a window of so many bytes. The stack may move.
func (e *Engine) grow(base uintptr, frame int) error {
	need := base + uintptr(frame)
	if need <= e.stack.size {
		return nil
	}
	n := max(2*len(e.stack.values), int(need/valueSize))
	if err := e.realm.Heap.Take((n - len(e.stack.values)) * int(valueSize)); err != nil {
		return realm.Wrap(err)
	}
	e.stack.alloc(n)
	return nil
}

// roots marks what the registers in use hold. Those behind them are cleared:
// what calls that have returned left there no program can reach, and Go's
// collector would keep it.
func (e *Engine) roots(t *object.Tracer) {
	t.Function = traceClosure
	e.mega = &unknown // as proto.forget
	t.Cell = func(t *object.Tracer, o *object.Object) {
		t.Hold(object.CellSize)
		t.Mark(object.As[cell](o).value)
	}
	t.Hold(len(e.stack.values) * int(valueSize))
	end := 0
	for fp := 0; fp <= e.fp; fp++ {
		f := &e.frames[fp]
		t.MarkObject(&f.closure.Object)
		start := int(f.base / valueSize)
		end = start + f.live()
		if fp < e.fp {
			// The rest is the window of the next.
			end = min(end, int(e.frames[fp+1].base/valueSize))
		}
		e.mark(t, start, end)
	}
	reserved := int(e.reserved / valueSize)
	e.mark(t, end, max(end, reserved))
	clear(e.stack.values[max(end, reserved):])
}

func (e *Engine) mark(t *object.Tracer, start, end int) {
	for _, v := range e.stack.values[start:end] {
		t.Mark(v)
	}
}

// live tells how many of a frame's registers are in use.
func (f *frame) live() int {
	p := f.closure.proto
	if f.pc == 0 {
		return p.arity + 1
	}
	return int(p.live[p.before(int(f.pc/instrSize))])
}

func traceClosure(t *object.Tracer, f *object.Function) {
	c := closureOf(f)
	t.Hold(object.FunctionSize + 8*len(c.proto.captures))
	if u := c.proto.unit; t.HoldCode(&u.Code) {
		u.script.forget()
	}
	for _, cell := range c.cells() {
		if cell != nil { // nil while the closure is being made
			t.MarkObject(&cell.Object)
		}
	}
}
