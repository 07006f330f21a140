// Package realm is what one interpreter's programs share, whichever engine
// runs them: the globals, the names of properties, the account of memory, the
// meter of steps and depth, the output, and what the operators mean.
//
// It is for the engines and for package lox; nothing here locks.
//
// Order of reading: realm.go, globals.go, meter.go, output.go, operations.go,
// errors.go.
package realm

import (
	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// Realm is the state of one interpreter.
type Realm struct {
	Heap    *object.Heap
	Symbols *object.Symbols
	Globals *Globals
	Meter   Meter
	Output  Output
	// Style is how numbers are printed.
	Style object.Style

	held  []func(*object.Tracer) // see Hold
	names int                    // bytes of the tables of names that Heap has counted
}

// Engine runs programs in a realm: the tree-walking one and the fast one.
type Engine interface {
	// Load makes a program ready: a function without parameters. Its value
	// is that of the last statement, where that is an expression.
	Load(f *syntax.File) (object.Value, error)
	// Call calls a function, class or bound method. It may be called again
	// by a native that it is in.
	//
	// Errors: *Error.
	Call(callee object.Value, args []object.Value) (object.Value, error)
	// Continue makes the engine, which is new, the copy of one of the same
	// kind that is at rest: it says how its objects are copied.
	Continue(from Engine, c *object.Copier)
}

// New makes an empty realm.
func New(limits Limits) *Realm {
	r := &Realm{
		Heap:    object.NewHeap(limits.Memory),
		Symbols: object.NewSymbols(),
		Globals: &Globals{byName: map[string]int{}},
	}
	r.Meter.limits = limits
	r.Output.limit = limits.Output
	r.Heap.Roots = r.roots
	return r
}

// Continue makes a new realm the copy of one that is at rest. The engine's
// Continue comes first.
func (r *Realm) Continue(from *Realm, c *object.Copier) {
	r.Symbols, r.names = from.Symbols.Clone(), from.names
	r.Globals.copy(from.Globals, c)
	c.Finish()
	r.Heap.Continue(from.Heap)
}

// Hold registers a function that marks values that an engine or the host
// holds.
func (r *Realm) Hold(roots func(*object.Tracer)) { r.held = append(r.held, roots) }

func (r *Realm) roots(t *object.Tracer) {
	for _, f := range r.held {
		f(t) // first, so that engines can say how their objects are walked
	}
	for _, v := range r.Globals.Values {
		t.Mark(v)
	}
	r.names = r.Symbols.Size() + r.Globals.Size()
	t.Hold(r.names)
}

// Admit counts n bytes that a program is about to take by being loaded, and
// the names that those before it have brought. See object.Heap.Charge.
//
// Errors: *Error of kind Memory.
func (r *Realm) Admit(n int) error {
	names := r.Symbols.Size() + r.Globals.Size()
	n += names - r.names
	r.names = names
	if err := r.Heap.Charge(n); err != nil {
		return Wrap(err)
	}
	return nil
}

// Limits are what a program may use. 0 of any is no limit, but for Depth.
type Limits struct {
	Steps  int64 // calls and loop back-edges, of one run
	Memory int   // bytes held, see object.Heap
	Depth  int   // of calls in calls
	Output int64 // bytes printed by one run
}
