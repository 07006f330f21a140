package vm

import (
	"unsafe"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// Engine runs programs of one realm. It is a realm.Engine.
type Engine struct {
	realm  *realm.Realm
	stack  stack
	frames []frame
	fp     int // the frame that runs; -1 where none does
	// reserved is the end of the window that Call prepares, before it belongs
	// to a frame.
	reserved uintptr
	mega     *mega
}

// frame is a function that has not returned.
type frame struct {
	closure *closure
	pc      uintptr // where it goes on, as an offset in its code; behind what it does now
	base    uintptr // of its window, as an offset in the stack
}

// New makes the engine of a realm.
func New(r *realm.Realm) *Engine {
	e := &Engine{realm: r, fp: -1, frames: make([]frame, 16)}
	e.stack.alloc(256)
	r.Hold(e.roots)
	return e
}

// Load compiles a program.
func (e *Engine) Load(f *syntax.File) (object.Value, error) {
	p := compile(e.realm, f)
	if err := p.verify(); err != nil {
		return object.Nil, err
	}
	c, err := e.newClosure(p)
	if err != nil {
		return object.Nil, err
	}
	return c.value(), nil
}

func (e *Engine) newClosure(p *proto) (*closure, error) {
	if err := e.realm.Heap.Take(object.FunctionSize + 8*len(p.captures)); err != nil {
		return nil, realm.Wrap(err)
	}
	c := &closure{proto: p}
	c.Function = object.Function{Object: object.HeadOf(object.KindFunction), Name: p.name, Arity: p.arity}
	if len(p.captures) > 0 {
		c.cells = make([]*cell, len(p.captures))
	}
	return c, nil
}

// Call calls a value from outside: it puts it behind all windows in use, as a
// caller's instruction would.
func (e *Engine) Call(callee object.Value, args []object.Value) (object.Value, error) {
	base, reserved := e.top(), e.reserved
	size := (len(args) + 1) * int(valueSize)
	if err := e.grow(base, size); err != nil {
		return object.Nil, err
	}
	defer func() { e.reserved = reserved }()
	e.reserved = base + uintptr(size)
	window := unsafe.Slice(e.stack.at(base), len(args)+1)
	window[0] = callee
	copy(window[1:], args)
	if err := e.realm.Meter.Step(); err != nil {
		return object.Nil, err
	}
	f, err := e.resolve(base, len(args))
	if err != nil || f == nil {
		// Nothing to run: an error, or the result lies there already.
		return *e.stack.at(base), err
	}
	return e.enter(f, base, len(args))
}

// enter runs a closure whose window is ready at base.
func (e *Engine) enter(f *closure, base uintptr, args int) (object.Value, error) {
	if f.Arity != args {
		return object.Nil, realm.WrongArity(f.Arity, args)
	}
	depth, fp := e.realm.Meter.Depth, e.fp
	err := e.realm.Meter.Enter(f.proto.weight)
	if err == nil {
		err = e.grow(base, f.proto.frame)
	}
	var v object.Value
	if err == nil {
		e.push(f, base)
		v, err = e.run()
	}
	if err != nil {
		e.fp, e.realm.Meter.Depth = fp, depth
		return object.Nil, err
	}
	return v, nil
}

func (e *Engine) push(f *closure, base uintptr) {
	e.fp++
	if e.fp == len(e.frames) {
		e.frames = append(e.frames, make([]frame, len(e.frames))...)
	}
	e.frames[e.fp] = frame{closure: f, base: base}
}
