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
	e := &Engine{realm: r, fp: -1, frames: make([]frame, firstFrames), mega: &unknown}
	e.stack.alloc(firstValues)
	r.Hold(e.roots)
	return e
}

// Load compiles a program.
func (e *Engine) Load(f *syntax.File) (object.Value, error) {
	if err := e.realm.Admit(f.Size()); err != nil {
		return object.Nil, err
	}
	p := compile(e.realm, f)
	if err := p.verify(len(e.realm.Globals.Values)); err != nil {
		return object.Nil, err
	}
	p.join(&unit{Code: object.NewCode(f.Size()), script: p})
	// Not counted: a program that holds all it may can still be told to let go.
	return makeClosure(p).value(), nil
}

// join makes a function, and those in it, part of a unit.
func (p *proto) join(u *unit) {
	p.unit = u
	for _, inner := range p.protos {
		inner.join(u)
	}
}

func (e *Engine) newClosure(p *proto) (*closure, error) {
	if err := e.realm.Heap.Take(object.FunctionSize + 8*len(p.captures)); err != nil {
		return nil, realm.Wrap(err)
	}
	return makeClosure(p), nil
}

// makeClosure makes a closure and room for its cells, where they are few in one
// allocation.
func makeClosure(p *proto) *closure {
	head := object.FunctionOf(&p.name)
	switch n := len(p.captures); {
	case n == 0:
		return &closure{Function: head, proto: p}
	case n <= 2:
		c := &struct {
			closure
			few [2]*cell
		}{closure: closure{Function: head, proto: p}}
		c.first = &c.few[0]
		return &c.closure
	case n <= 6:
		c := &struct {
			closure
			few [6]*cell
		}{closure: closure{Function: head, proto: p}}
		c.first = &c.few[0]
		return &c.closure
	default:
		return &closure{head, p, unsafe.SliceData(make([]*cell, n))}
	}
}

// Call calls a value from outside: it puts it behind all windows in use, as a
// caller's instruction would.
func (e *Engine) Call(callee object.Value, args []object.Value) (object.Value, error) {
	if e.fp < 0 && e.reserved == 0 {
		e.shrink()
	}
	base, reserved, fp := e.top(), e.reserved, e.fp
	size := (len(args) + 1) * int(valueSize)
	if err := e.grow(base, size); err != nil {
		return object.Nil, err
	}
	// Deferred: a host function may end its goroutine.
	defer func() { e.reserved, e.fp = reserved, fp }()
	e.reserved = base + uintptr(size)
	window := unsafe.Slice(e.stack.at(base), len(args)+1)
	window[0] = callee
	copy(window[1:], args)
	if err := e.realm.Meter.Step(); err != nil {
		return object.Nil, err
	}
	depth := e.realm.Meter.Depth
	v, err := e.start(base, len(args))
	if err != nil {
		e.realm.Meter.Depth = depth
		return object.Nil, err
	}
	return v, nil
}

// start calls what lies at base.
func (e *Engine) start(base uintptr, args int) (object.Value, error) {
	f, err := e.resolve(base, args)
	if err != nil {
		return object.Nil, err
	}
	if f == nil {
		return *e.stack.at(base), nil // nothing to run: the result lies there
	}
	if err := e.enter(f, base, args); err != nil {
		return object.Nil, err
	}
	return e.run()
}

// enter makes a closure, whose window is ready at base, the frame on top.
func (e *Engine) enter(f *closure, base uintptr, args int) error {
	if f.proto.arity != args {
		return realm.WrongArity(f.proto.arity, args)
	}
	if err := e.realm.Meter.Enter(f.proto.weight); err != nil {
		return err
	}
	if err := e.grow(base, f.proto.frame); err != nil {
		return err
	}
	e.push(f, base)
	return nil
}

func (e *Engine) push(f *closure, base uintptr) {
	e.fp++
	if e.fp == len(e.frames) {
		e.frames = append(e.frames, make([]frame, len(e.frames))...)
	}
	e.frames[e.fp] = frame{closure: f, base: base}
}
