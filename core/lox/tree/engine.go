package tree

import (
	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// Engine walks the trees of the programs of one realm. It is for one goroutine
// at a time.
type Engine struct {
	realm *realm.Realm
	// frame is the innermost call that has not returned, nil between runs.
	frame *frame
	// stack is the values that expressions have given and that wait for their
	// neighbours: left operands, callees, arguments. Go's own stack would do
	// for the walk; the memory account has to see them, and natives get their
	// arguments from here without a copy.
	stack    []object.Value
	observer Observer
}

var _ realm.Engine = (*Engine)(nil)

// New makes an engine for a realm, which can have one engine only.
func New(r *realm.Realm) *Engine {
	e := &Engine{realm: r}
	r.Hold(e.roots)
	return e
}

// Load makes a program ready to be called. The file must have been read
// without diagnostics. The script itself, which alone has no environment
// around it, is not counted: one that holds all it may can still be told to
// let go.
func (e *Engine) Load(file *syntax.File) (object.Value, error) {
	if err := e.realm.Admit(file.Size()); err != nil {
		return object.Nil, err
	}
	script, err := e.newClosure(file.Script, newProgram(e.realm, file), nil)
	if err != nil {
		return object.Nil, err
	}
	return script.Value(), nil
}

// Call calls a function, class, bound method or native, also from a native
// that this engine is running. It takes one step, as a call in a program does.
// The arguments are copied.
//
// Errors: *realm.Error; its trace ends where the host called.
func (e *Engine) Call(callee object.Value, args []object.Value) (object.Value, error) {
	base := len(e.stack)
	// After an error the stack has values left on it.
	defer func() { e.pop(len(e.stack) - base) }()
	e.push(callee)
	for _, a := range args {
		e.push(a)
	}
	if err := e.realm.Meter.Step(); err != nil {
		return object.Nil, realm.Wrap(err)
	}
	v, err := e.callValue(base)
	if err != nil {
		return object.Nil, realm.Wrap(err)
	}
	return v, nil
}

func (e *Engine) push(v object.Value) { e.stack = append(e.stack, v) }

// pop takes n values away, and lets go of them.
func (e *Engine) pop(n int) {
	rest := len(e.stack) - n
	clear(e.stack[rest:])
	e.stack = e.stack[:rest]
}

// args are the values above a callee at base.
func (e *Engine) args(base int) []object.Value {
	return e.stack[base+1 : len(e.stack) : len(e.stack)]
}

// roots marks what calls that have not returned hold, and says how the objects
// of this engine are walked.
func (e *Engine) roots(t *object.Tracer) {
	t.Function = traceFunction
	t.Env = func(t *object.Tracer, o *object.Object) { object.As[Environment](o).trace(t) }
	for f := e.frame; f != nil; f = f.caller {
		t.MarkObject(&f.closure.Object)
		f.env.mark(t)
	}
	t.Hold(slotSize * cap(e.stack))
	for _, v := range e.stack {
		t.Mark(v)
	}
}

func traceFunction(t *object.Tracer, f *object.Function) {
	t.Hold(object.FunctionSize)
	t.HoldCode(&closureOf(f).program.Code)
	closureOf(f).env.mark(t)
}

// closureOf gives the closure that a function is: in a realm of this engine,
// every one.
func closureOf(f *object.Function) *closure { return object.As[closure](&f.Object) }
