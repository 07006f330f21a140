package lox

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// Func is a function of the host that programs can call.
type Func struct {
	Name string
	// Params are the types of the arguments; a call with others fails before
	// Call is asked.
	Params []Type
	// Variadic takes any number more, each of the type Rest.
	Variadic bool
	Rest     Type
	// Call runs the function. ctx is that of the run: a Call or Eval with it,
	// or one made from it, runs inside this one. What it gives is what Set
	// takes. An error ends the run, and is in the tree of the run's error. No
	// lock is held meanwhile.
	Call func(ctx context.Context, args []Value) (any, error)
}

// Define makes a function of the host a global. It outlives Reset.
//
// Errors: ErrName, ErrNoFunction, ErrBusy, ErrClosed.
func (in *Interp) Define(f Func) error {
	switch {
	case !syntax.IsName(f.Name):
		return ErrName
	case f.Call == nil:
		return ErrNoFunction
	}
	if err := in.still(); err != nil {
		return err
	}
	defer in.mu.Unlock()
	in.funcs = slices.DeleteFunc(in.funcs, func(g Func) bool { return g.Name == f.Name })
	in.funcs = append(in.funcs, f)
	in.define(f)
	return nil
}

func (in *Interp) define(f Func) {
	in.realm.Globals.Values[in.realm.Globals.Slot(f.Name)] = in.native(f).Value()
}

func (in *Interp) native(f Func) *object.Native {
	arity := len(f.Params)
	if f.Variadic {
		arity = -1
	}
	n := object.NewNative(f.Name, arity, func(args []object.Value) (object.Value, error) {
		return in.callFunc(f, args)
	})
	n.Origin = f
	return n
}

func (in *Interp) callFunc(f Func, args []object.Value) (object.Value, error) {
	values := make([]Value, len(args))
	for i, a := range args {
		values[i] = in.value(a)
	}
	if err := f.check(values); err != nil {
		return object.Nil, err
	}
	// What was printed comes before what the function prints by itself.
	if err := in.realm.Output.Flush(); err != nil {
		return object.Nil, err
	}
	r := in.enterHost()
	result, err := f.guarded(context.WithValue(r.ctx, runKey{in}, r), values)
	in.leaveHost(r)
	if err != nil {
		return object.Nil, in.hostError(f.Name, err)
	}
	if err := r.ctx.Err(); err != nil {
		return object.Nil, stopped(err)
	}
	v, err := in.fromHost(result)
	var full *realm.Error
	switch {
	case errors.As(err, &full):
		return object.Nil, full // a limit of the run, and no fault of the function
	case err != nil:
		return object.Nil, in.hostError(f.Name, err)
	}
	return v, nil
}

// guarded calls the function; a panic in it is its error, so that the
// interpreter stays usable.
func (f Func) guarded(ctx context.Context, args []Value) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &Panic{p}
		}
	}()
	return f.Call(ctx, args)
}

// Panic is the error of a host function that panicked.
type Panic struct{ Value any }

func (p *Panic) Error() string {
	switch v := p.Value.(type) {
	case error:
		return "panic: " + v.Error()
	case string:
		return "panic: " + v
	}
	return "panic"
}

// enterHost marks the innermost run as being in a function of the host.
func (in *Interp) enterHost() *run {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.run.inHost = true
	return in.run
}

// leaveHost goes on with a run. One that the function has begun in another
// goroutine, and left behind, is waited for: both use one stack.
func (in *Interp) leaveHost(r *run) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for in.run != r {
		in.ended.Wait()
	}
	r.inHost = false
}

// check looks at the arguments of a call.
func (f Func) check(args []Value) error {
	if len(args) < len(f.Params) { // of a variadic; others have an arity
		return realm.Fail(realm.Runtime, "Expected at least "+strconv.Itoa(len(f.Params))+" arguments but got "+strconv.Itoa(len(args))+".")
	}
	for i, a := range args {
		if want := f.param(i); want != Any && want != a.Type() {
			return realm.Fail(realm.Runtime, "Argument "+strconv.Itoa(i+1)+" of '"+f.Name+"' must be "+want.String()+".")
		}
	}
	return nil
}

func (f Func) param(i int) Type {
	if i < len(f.Params) {
		return f.Params[i]
	}
	return f.Rest
}

// hostError keeps the error of a run inside a host function as it is: its
// limit is this run's, too. Anything else is the host's own, also the error of
// another interpreter.
func (in *Interp) hostError(name string, err error) error {
	//nolint:errorlint // one that the host has wrapped is the host's own, with its words
	if inner, ok := err.(*Error); ok && inner.in == in {
		return inner.asRealm()
	}
	return &realm.Error{Kind: realm.Host, Message: name + ": " + err.Error(), Cause: err}
}

// asRealm turns an error that has been shown to the host back.
func (e *Error) asRealm() *realm.Error {
	for kind, k := range kinds {
		if k == e.kind {
			// The host may have kept e: its trace does not grow.
			return &realm.Error{Kind: realm.Kind(kind), Message: e.Message, Hint: e.Hint, Trace: slices.Clone(e.Trace), Skipped: e.Skipped, Cause: e.cause}
		}
	}
	return &realm.Error{Kind: realm.Host, Message: e.Error(), Cause: e}
}

// Property reads a field of an instance, or a method bound to it.
//
// Errors: ErrNoProperty, ErrForeign, ErrMemory, ErrBusy, ErrClosed.
func (in *Interp) Property(of Value, name string) (Value, error) {
	if err := in.still(); err != nil {
		return Value{}, err
	}
	defer in.mu.Unlock()
	v, err := in.own(of)
	if err != nil {
		return Value{}, err
	}
	symbol, ok := in.realm.Symbols.Find(name)
	if !ok {
		return Value{}, ErrNoProperty // no program has named it so far
	}
	p, err := in.realm.Property(v, symbol)
	if err != nil {
		if e := realm.Wrap(err); e.Kind == realm.Runtime {
			return Value{}, ErrNoProperty
		}
		return Value{}, in.exported(err)
	}
	return in.value(p), nil
}

// SetProperty stores a field of an instance.
//
// Errors: ErrNoProperty where it is no instance, ErrType, ErrForeign,
// ErrMemory, ErrBusy, ErrClosed.
func (in *Interp) SetProperty(of Value, name string, value any) error {
	if err := in.still(); err != nil {
		return err
	}
	defer in.mu.Unlock()
	if of.Type() != Object {
		return ErrNoProperty
	}
	v, err := in.own(of)
	if err != nil {
		return err
	}
	to, err := in.fromHost(value)
	if err == nil {
		err = in.realm.Admit(0) // the name is for ever
	}
	if err != nil {
		return in.exported(err)
	}
	return in.exported(in.realm.SetProperty(v, in.realm.Symbols.Of(name), to))
}
