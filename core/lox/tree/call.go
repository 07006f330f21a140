package tree

import (
	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// closure is a function with the environment that its declaration ran in.
type closure struct {
	object.Function // first: values know the closure by it
	decl            *syntax.Function
	program         *program
	env             *Environment
}

// newClosure makes the value of a function declared here.
func (f *frame) newClosure(decl *syntax.Function) (*closure, error) {
	c, err := f.engine.newClosure(decl, f.program, f.env)
	if err != nil {
		return nil, f.fail(decl, err)
	}
	return c, nil
}

// newClosure makes a function's value. What makes it a closure is env: names
// in the body are looked up from there, wherever it is called.
func (e *Engine) newClosure(decl *syntax.Function, p *program, env *Environment) (*closure, error) {
	if env != nil { // see Load
		if err := e.realm.Heap.Take(object.FunctionSize); err != nil {
			return nil, realm.Wrap(err)
		}
	}
	return &closure{object.FunctionOf(&decl.Name.Text), decl, p, env}, nil
}

// frame is a call that has not returned. The walk itself keeps its place on
// Go's stack, in eval and exec calling each other; the frame is what they all
// need to know of the function that they are in.
type frame struct {
	engine  *Engine
	program *program
	closure *closure
	env     *Environment // the innermost of those entered
	result  object.Value // after status returned
	caller  *frame       // nil is the host
	// stmt is the statement being run; only an observer has it noted.
	stmt syntax.Stmt
}

// fail notes that a node of this frame's function is where err happened, or
// for an error of a callee, where it was called. So an error collects its
// trace on its way out, a frame from each call that it ends, and a program
// without errors pays nothing for it.
func (f *frame) fail(at syntax.Node, err error) error {
	failed := realm.Wrap(err)
	failed.Add(realm.Frame{Function: f.closure.Name(), Source: f.program.source, At: at.Span()})
	return failed
}

// call evaluates the callee, then the arguments, each onto the engine's stack;
// only then it looks whether all that makes a call. A method called right on
// its object is not bound first, which would make an object for nothing: on
// the stack is the object, and the method is found when the arguments are
// there.
//
//	f(1, 2)     ... | f | 1 | 2          a.m(1)     ... | a | 1
//	                  ^ base                              ^ base
//
// What the call was made of stays there while it runs: it counts as held.
func (f *frame) call(c *syntax.Call) (object.Value, error) {
	e := f.engine
	base := len(e.stack)
	callee, err := f.callee(c.Callee)
	if err != nil {
		return callee, err
	}
	e.push(callee)
	for _, a := range c.Args {
		v, err := f.eval(a)
		if err != nil {
			return v, err
		}
		e.push(v)
	}
	v, err := f.dispatch(c, base)
	if err != nil {
		return v, f.fail(c, err)
	}
	e.pop(len(e.stack) - base)
	return v, nil
}

// callee evaluates what is called as far as comes before the arguments: of a
// method call, the instance.
func (f *frame) callee(e syntax.Expr) (object.Value, error) {
	switch e := e.(type) {
	case *syntax.Get:
		return f.eval(e.Object)
	case *syntax.SuperGet:
		return *f.env.variable(e.This), nil
	}
	return f.eval(e)
}

// dispatch counts a call and makes it. The callee lies at base in the engine's
// stack, its arguments above it.
func (f *frame) dispatch(c *syntax.Call, base int) (object.Value, error) {
	if err := f.engine.realm.Meter.Step(); err != nil {
		return object.Nil, err
	}
	switch callee := c.Callee.(type) {
	case *syntax.Get:
		return f.engine.invoke(f.program.symbol(callee.Name), base)
	case *syntax.SuperGet:
		super := f.env.variable(callee.Super).Class()
		return f.engine.callMethod(super, f.program.symbol(callee.Method), base)
	}
	return f.engine.callValue(base)
}

// invoke calls a property of the instance at base: a field's value, or else a
// method.
func (e *Engine) invoke(name object.Symbol, base int) (object.Value, error) {
	receiver := e.stack[base]
	if receiver.Kind() != object.KindInstance {
		return object.Nil, realm.OnlyInstances(receiver, "methods")
	}
	instance := receiver.Instance()
	if field, ok := instance.Field(name); ok {
		e.stack[base] = field
		return e.callValue(base)
	}
	return e.callMethod(instance.Class(), name, base)
}

// callMethod calls a class's method on the instance at base.
func (e *Engine) callMethod(class *object.Class, name object.Symbol, base int) (object.Value, error) {
	m := class.Methods[name]
	if m == nil {
		return object.Nil, e.realm.UndefinedProperty(name)
	}
	return e.run(closureOf(m), base)
}

// callValue calls the value at base, where it leaves the instance in place of a
// bound method or a class.
func (e *Engine) callValue(base int) (object.Value, error) {
	switch callee := e.stack[base]; callee.Kind() {
	case object.KindFunction:
		return e.run(closureOf(callee.Function()), base)
	case object.KindBound:
		bound := callee.Bound()
		e.stack[base] = bound.Receiver
		return e.run(closureOf(bound.Method.Function()), base)
	case object.KindClass:
		return e.instantiate(callee.Class(), base)
	case object.KindNative:
		return e.realm.CallNative(callee.Native(), e.args(base))
	default:
		return object.Nil, realm.NotCallable(callee)
	}
}

// instantiate calls a class: it makes an instance, and has the initializer
// work on it, which takes the arguments. Both are one call, and one step.
func (e *Engine) instantiate(class *object.Class, base int) (object.Value, error) {
	instance, err := e.realm.Heap.NewInstance(class)
	if err != nil {
		return object.Nil, realm.Wrap(err)
	}
	e.stack[base] = instance.Value()
	if class.Init != nil {
		return e.run(closureOf(class.Init), base) // which gives the instance
	}
	if n := len(e.args(base)); n != 0 {
		return object.Nil, realm.WrongArity(0, n)
	}
	return instance.Value(), nil
}

// run runs a function's body with the arguments above base; for a method, the
// instance is at base. The environment of the call is inside of that of the
// declaration, not inside of the caller's: scope is lexical. An error before
// the body begins is the caller's.
func (e *Engine) run(fn *closure, base int) (object.Value, error) {
	args := e.args(base)
	if want := len(fn.decl.Params); len(args) != want {
		return object.Nil, realm.WrongArity(want, len(args))
	}
	meter := &e.realm.Meter
	defer meter.Leave(fn.decl.Weight)
	if err := meter.Enter(fn.decl.Weight); err != nil {
		return object.Nil, err
	}
	env, err := e.newEnvironment(fn.decl.Scope, fn.env)
	if err != nil {
		return object.Nil, err
	}
	if fn.decl.Kind == syntax.Method || fn.decl.Kind == syntax.Initializer {
		args = e.stack[base:] // `this` is the first variable of a method
	}
	copy(env.values, args)
	f := &frame{engine: e, program: fn.program, closure: fn, env: env, result: object.Nil, caller: e.frame}
	e.frame = f
	defer func() { e.frame = f.caller }()
	return f.body()
}

// body gives a function's value: what it returns, or nil. An initializer gives
// its instance whatever way it ends, and the script see below.
func (f *frame) body() (object.Value, error) {
	decl, own := f.closure.decl, f.env
	if decl.Kind == syntax.Script {
		return f.script(decl.Body)
	}
	st, err := f.stmts(decl.Body)
	switch {
	case err != nil:
		return object.Nil, err
	case decl.Kind == syntax.Initializer:
		return own.values[0], nil
	case st == returned:
		return f.result, nil
	}
	return object.Nil, nil
}

// script gives the value of the last statement, where that is an expression.
func (f *frame) script(stmts []syntax.Stmt) (object.Value, error) {
	n := len(stmts)
	if n == 0 {
		return object.Nil, nil
	}
	last, ok := stmts[n-1].(*syntax.ExprStmt)
	if !ok {
		_, err := f.stmts(stmts)
		return object.Nil, err
	}
	if _, err := f.stmts(stmts[:n-1]); err != nil {
		return object.Nil, err
	}
	if err := f.observe(last); err != nil {
		return object.Nil, err
	}
	return f.eval(last.Expr)
}
