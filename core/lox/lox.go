package lox

import (
	"io"
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
	"github.com/twelvefold/twelvefold/core/lox/tree"
	"github.com/twelvefold/twelvefold/core/lox/vm"
	"github.com/twelvefold/twelvefold/core/world"
)

// Interp is an interpreter: globals that one program after the other shares,
// within limits. It may be used by several goroutines, but runs for one at a
// time: what comes while it runs is refused with ErrBusy.
type Interp struct {
	world world.World
	opts  Options

	// mu guards the state below, and lies over every use of the realm that is
	// not a run. It is not held during a run, and so not while the host is
	// called.
	mu     sync.Mutex
	run    *run      // the innermost that has not ended, nil where none goes on
	ended  sync.Cond // on mu: a run inside another has ended
	closed bool
	funcs  []Func             // the host's, as Reset defines them anew
	kept   map[Value]struct{} // by Keep
	stats  Stats

	realm  *realm.Realm
	engine realm.Engine
}

// Stats are numbers of one instant.
type Stats struct {
	Runs   int64 `json:"runs"`   // that have ended
	Errors int64 `json:"errors"` // that ended with an error
	Steps  int64 `json:"steps"`  // of all runs
	Output int64 `json:"output"` // bytes printed by all runs
	// Memory is the bytes held at the last trace and made since.
	Memory int64 `json:"memory"`
	// Globals is how many are defined.
	Globals int `json:"globals"`
}

// Usage is what a run took.
type Usage struct {
	Steps  int64 `json:"steps"`
	Output int64 `json:"output"` // bytes printed
	Memory int64 `json:"memory"` // bytes held, at most, at its end
}

// Open makes an interpreter without globals.
//
// Errors: ErrUnknownEngine, ErrNegativeLimit, ErrDepthTooLarge.
func Open(w world.World, o Options) (*Interp, error) {
	o = o.withDefaults()
	if err := o.validate(); err != nil {
		return nil, err
	}
	in := &Interp{world: w, opts: o}
	in.ended.L = &in.mu
	in.renew()
	return in, nil
}

// renew makes the realm anew. The caller holds mu, or nobody else has in yet.
func (in *Interp) renew() {
	in.realm = realm.New(in.opts.limits())
	in.realm.Style = in.opts.style()
	in.realm.Output.Write = writer(in.opts.Output)
	in.kept = map[Value]struct{}{}
	in.realm.Hold(in.traceKept)
	if in.opts.Engine == Tree {
		in.engine = tree.New(in.realm)
	} else {
		in.engine = vm.New(in.realm)
	}
	for _, f := range in.funcs {
		in.define(f)
	}
}

func writer(w io.Writer) func([]byte) error {
	if w == nil {
		return nil
	}
	return func(p []byte) error {
		_, err := w.Write(p)
		return err
	}
}

// Options gives what the interpreter was opened with, defaults filled in.
func (in *Interp) Options() Options { return in.opts }

// still locks an interpreter that does not run a program just now: it is idle,
// or in a function of the host. The caller unlocks mu where err is nil.
func (in *Interp) still() error {
	in.mu.Lock()
	switch {
	case in.closed:
		in.mu.Unlock()
		return ErrClosed
	case in.run != nil && !in.run.inHost:
		in.mu.Unlock()
		return ErrBusy
	}
	return nil
}

// Get reads a global.
//
// Errors: ErrNotDefined, ErrBusy, ErrClosed.
func (in *Interp) Get(name string) (Value, error) {
	if err := in.still(); err != nil {
		return Value{}, err
	}
	defer in.mu.Unlock()
	v, ok := in.realm.Globals.Get(name)
	if !ok {
		return Value{}, ErrNotDefined
	}
	return in.value(v), nil
}

// Set defines a global, or gives it another value. value is nil, a bool, a
// number of any Go type, a string, or a Value of this interpreter.
//
// Errors: ErrName, ErrType, ErrForeign, ErrMemory, ErrBusy, ErrClosed.
func (in *Interp) Set(name string, value any) error {
	if !syntax.IsName(name) {
		return ErrName
	}
	if err := in.still(); err != nil {
		return err
	}
	defer in.mu.Unlock()
	v, err := in.fromHost(value)
	if err == nil {
		err = in.realm.Admit(0) // the name is for ever
	}
	if err != nil {
		return in.exported(err)
	}
	in.realm.Globals.Values[in.realm.Globals.Slot(name)] = v
	return nil
}

// Globals lists the names of the globals, sorted.
//
// Errors: ErrBusy, ErrClosed.
func (in *Interp) Globals() ([]string, error) {
	if err := in.still(); err != nil {
		return nil, err
	}
	defer in.mu.Unlock()
	return in.realm.Globals.Names(), nil
}

// Stats gives the numbers so far.
func (in *Interp) Stats() Stats {
	in.mu.Lock()
	defer in.mu.Unlock()
	s := in.stats
	if in.run == nil && !in.closed {
		s.Memory = int64(in.realm.Heap.Used())
		s.Globals = len(in.realm.Globals.Names())
	}
	return s
}

// Held traces what the program's values hold, in bytes.
//
// Errors: ErrBusy, ErrClosed.
func (in *Interp) Held() (int, error) {
	if err := in.still(); err != nil {
		return 0, err
	}
	defer in.mu.Unlock()
	return in.realm.Heap.Trace(), nil
}

// Reset forgets all globals but the host's functions.
//
// Errors: ErrBusy, ErrClosed.
func (in *Interp) Reset() error {
	if err := in.idle(); err != nil {
		return err
	}
	defer in.mu.Unlock()
	in.renew()
	return nil
}

// idle locks an interpreter that runs nothing.
func (in *Interp) idle() error {
	if err := in.still(); err != nil {
		return err
	}
	if in.run != nil {
		in.mu.Unlock()
		return ErrBusy
	}
	return nil
}

// Tick has nothing to do: an interpreter does no work in the background.
func (in *Interp) Tick(time.Time) time.Time { return time.Time{} }

// Close ends the interpreter.
//
// Errors: ErrBusy where it runs; closing twice is none.
func (in *Interp) Close() error {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.run != nil {
		return ErrBusy
	}
	in.closed = true
	in.realm, in.engine = nil, nil
	return nil
}
