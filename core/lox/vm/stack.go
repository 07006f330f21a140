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
	t.Function = func(t *object.Tracer, f *object.Function) {
		c := closureOf(f)
		t.Hold(object.FunctionSize + 8*len(c.cells))
		for _, cell := range c.cells {
			if cell != nil { // nil while the closure is being made
				t.MarkObject(&cell.Object)
			}
		}
	}
	t.Cell = func(t *object.Tracer, o *object.Object) {
		t.Hold(object.CellSize)
		t.Mark(object.As[cell](o).value)
	}
	t.Hold(len(e.stack.values) * int(valueSize))
	live := min(int(e.top()/valueSize), len(e.stack.values))
	for _, v := range e.stack.values[:live] {
		t.Mark(v)
	}
	clear(e.stack.values[live:])
	for i := range e.frames[:e.fp+1] {
		t.MarkObject(&e.frames[i].closure.Object)
	}
}
