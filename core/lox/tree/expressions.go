package tree

import (
	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// eval gives the value of an expression: of its parts first, by eval again, and
// then what its own kind makes of them. The recursion follows the tree, which
// the parser keeps from being too deep, and through calls the program, which
// the meter does.
//
// Every error is met where it happens by f.fail, which notes the place; on the
// way up it is passed on as it is.
func (f *frame) eval(e syntax.Expr) (object.Value, error) {
	syntax.Unwind()
	switch e := e.(type) {
	case *syntax.Literal:
		return f.program.literal(e), nil
	case *syntax.Grouping:
		return f.eval(e.Inner)
	case *syntax.Name:
		return f.name(e)
	case *syntax.Assign:
		return f.assign(e)
	case *syntax.Unary:
		return f.unary(e)
	case *syntax.Binary:
		return f.binary(e)
	case *syntax.Logical:
		return f.logical(e)
	case *syntax.Call:
		return f.call(e)
	case *syntax.Get:
		return f.get(e)
	case *syntax.Set:
		return f.set(e)
	case *syntax.ThisExpr:
		return *f.env.variable(e.Ref), nil
	case *syntax.SuperGet:
		return f.superGet(e)
	}
	panic("tree: a file with errors was loaded")
}

// name reads a variable. A global is looked for when it is read, not when the
// program is: a function may name one that is declared after it.
func (f *frame) name(n *syntax.Name) (object.Value, error) {
	if n.Var != nil {
		return *f.env.variable(n.Ref), nil
	}
	slot := f.program.global(n.Ident)
	v := f.engine.realm.Globals.Values[slot]
	if v.IsUndefined() {
		return v, f.fail(n, f.engine.realm.UndefinedVariable(slot))
	}
	return v, nil
}

// assign stores into a variable that there is, and gives the value on: a = b = 1
// sets both.
func (f *frame) assign(a *syntax.Assign) (object.Value, error) {
	v, err := f.eval(a.Value)
	if err != nil {
		return v, err
	}
	if a.Var != nil {
		*f.env.variable(a.Ref) = v
		return v, nil
	}
	globals := f.engine.realm.Globals
	slot := f.program.global(a.Ident)
	if globals.Values[slot].IsUndefined() {
		// To assign is not to declare.
		return v, f.fail(a, f.engine.realm.UndefinedVariable(slot))
	}
	globals.Values[slot] = v
	return v, nil
}

// unary is ! of anything, by what counts as true, and - of numbers only.
func (f *frame) unary(u *syntax.Unary) (object.Value, error) {
	v, err := f.eval(u.Operand)
	if err != nil {
		return v, err
	}
	if u.Op == syntax.Bang {
		return object.Bool(v.Falsey()), nil
	}
	v, err = realm.Negate(v)
	if err != nil {
		return v, f.fail(u, err)
	}
	return v, nil
}

// binary evaluates the left before the right, and both before it looks at
// what they are. Meanwhile they lie on the engine's stack: evaluating the right
// may run a whole program, and the left has to count as held.
func (f *frame) binary(b *syntax.Binary) (object.Value, error) {
	left, err := f.eval(b.Left)
	if err != nil {
		return left, err
	}
	f.engine.push(left)
	right, err := f.eval(b.Right)
	if err != nil {
		return right, err
	}
	f.engine.push(right)
	v, err := f.operate(b.Op, left, right)
	if err != nil {
		return v, f.fail(b, err)
	}
	f.engine.pop(2)
	return v, nil
}

// operate applies an operator to two values. Anything may be compared for
// equality; what else the operators take is the same for all engines.
func (f *frame) operate(op syntax.Kind, left, right object.Value) (object.Value, error) {
	switch op {
	case syntax.EqualEqual:
		return object.Bool(object.Equal(left, right)), nil
	case syntax.BangEqual:
		return object.Bool(!object.Equal(left, right)), nil
	case syntax.Plus:
		return f.engine.realm.Add(left, right)
	}
	return realm.Arithmetic(op, left, right)
}

// logical gives the operand that decided, not true or false: nil or "x" is
// "x". The right is not evaluated where the left decides.
func (f *frame) logical(l *syntax.Logical) (object.Value, error) {
	left, err := f.eval(l.Left)
	if err != nil {
		return left, err
	}
	if left.Falsey() == (l.Op == syntax.And) {
		return left, nil
	}
	return f.eval(l.Right)
}

// get reads a property: a field, or else a method bound to its instance, which
// it remembers wherever it goes.
func (f *frame) get(g *syntax.Get) (object.Value, error) {
	of, err := f.eval(g.Object)
	if err != nil {
		return of, err
	}
	f.engine.push(of)
	v, err := f.engine.realm.Property(of, f.program.symbol(g.Name))
	if err != nil {
		return v, f.fail(g, err)
	}
	f.engine.pop(1)
	return v, nil
}

// set evaluates the value before it looks whether the object has fields.
func (f *frame) set(s *syntax.Set) (object.Value, error) {
	of, err := f.eval(s.Object)
	if err != nil {
		return of, err
	}
	f.engine.push(of)
	v, err := f.eval(s.Value)
	if err != nil {
		return v, err
	}
	f.engine.push(v)
	if err := f.engine.realm.SetProperty(of, f.program.symbol(s.Name), v); err != nil {
		return v, f.fail(s, err)
	}
	f.engine.pop(2)
	return v, nil
}

// superGet looks a method up from the superclass of the class whose text it
// stands in, whatever class `this` is of. That superclass is a variable around
// the methods, see classDecl, so that it can be reached from closures in them.
func (f *frame) superGet(s *syntax.SuperGet) (object.Value, error) {
	this := *f.env.variable(s.This)
	super := f.env.variable(s.Super).Class()
	v, err := f.engine.realm.Method(this, super, f.program.symbol(s.Method))
	if err != nil {
		return v, f.fail(s, err)
	}
	return v, nil
}
