package realm

import (
	"strconv"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// What the operators mean beyond plain numbers, and what is said where they
// mean nothing. The engines have their own fast paths; whatever these don't
// take comes here, so that both say the same.

// Add is +: two numbers, or two strings.
func (r *Realm) Add(a, b object.Value) (object.Value, error) {
	if a.IsNumber() && b.IsNumber() {
		return object.Number(a.Float() + b.Float()), nil
	}
	if a.Kind() == object.KindString && b.Kind() == object.KindString {
		v, err := r.Heap.Concat(a, b)
		if err != nil {
			return object.Nil, Wrap(err)
		}
		return v, nil
	}
	return object.Nil, hinted("Operands must be two numbers or two strings.", describe(a, b))
}

// Arithmetic is -, * and / and the comparisons.
func Arithmetic(op syntax.Kind, a, b object.Value) (object.Value, error) {
	if !a.IsNumber() || !b.IsNumber() {
		return object.Nil, hinted("Operands must be numbers.", describe(a, b))
	}
	x, y := a.Float(), b.Float()
	switch op {
	case syntax.Minus:
		return object.Number(x - y), nil
	case syntax.Star:
		return object.Number(x * y), nil
	case syntax.Slash:
		return object.Number(x / y), nil
	case syntax.Greater:
		return object.Bool(x > y), nil
	case syntax.GreaterEqual:
		// As the book's compiler has it, not less: NaN is at least anything.
		return object.Bool(!(x < y)), nil
	case syntax.Less:
		return object.Bool(x < y), nil
	}
	return object.Bool(!(x > y)), nil
}

// Negate is the unary -.
func Negate(v object.Value) (object.Value, error) {
	if !v.IsNumber() {
		return object.Nil, hinted("Operand must be a number.", "it is "+kindName(v))
	}
	return object.Number(-v.Float()), nil
}

// Property reads a field, or a method bound to its instance.
func (r *Realm) Property(v object.Value, name object.Symbol) (object.Value, error) {
	if v.Kind() != object.KindInstance {
		return object.Nil, OnlyInstances(v, "properties")
	}
	i := v.Instance()
	if field, ok := i.Field(name); ok {
		return field, nil
	}
	return r.Method(v, i.Class(), name)
}

// Method reads a method of a class, bound to an instance.
func (r *Realm) Method(receiver object.Value, c *object.Class, name object.Symbol) (object.Value, error) {
	m := c.Methods[name]
	if m == nil {
		return object.Nil, r.UndefinedProperty(name)
	}
	v, err := r.Heap.NewBound(receiver, m)
	if err != nil {
		return object.Nil, Wrap(err)
	}
	return v, nil
}

// UndefinedProperty is the error of a property that is not there.
func (r *Realm) UndefinedProperty(name object.Symbol) *Error {
	return Fail(Runtime, "Undefined property '"+r.Symbols.Name(name)+"'.")
}

// OnlyInstances is the error of a property of what has none: what is
// "properties", "fields" or "methods".
func OnlyInstances(v object.Value, what string) *Error {
	return hinted("Only instances have "+what+".", "the value is "+kindName(v))
}

// SetProperty stores a field.
func (r *Realm) SetProperty(v object.Value, name object.Symbol, to object.Value) error {
	if v.Kind() != object.KindInstance {
		return OnlyInstances(v, "fields")
	}
	if err := v.Instance().SetField(r.Heap, name, to); err != nil {
		return Wrap(err)
	}
	return nil
}

// UndefinedVariable is the error of a global that nobody has defined.
func (r *Realm) UndefinedVariable(slot int) *Error {
	return Fail(Runtime, "Undefined variable '"+r.Globals.Name(slot)+"'.")
}

// Superclass checks what a class inherits from.
func Superclass(v object.Value) (*object.Class, error) {
	if v.Kind() != object.KindClass {
		return nil, Fail(Runtime, "Superclass must be a class.")
	}
	return v.Class(), nil
}

// NotCallable is the error of a call of what cannot be called.
func NotCallable(v object.Value) *Error {
	return hinted("Can only call functions and classes.", "the value is "+kindName(v))
}

// WrongArity is the error of a call with too few or too many arguments.
func WrongArity(want, got int) *Error {
	return Fail(Runtime, "Expected "+strconv.Itoa(want)+" arguments but got "+strconv.Itoa(got)+".")
}

// CallNative calls a function of the host.
func (r *Realm) CallNative(n *object.Native, args []object.Value) (object.Value, error) {
	if n.Arity >= 0 && n.Arity != len(args) {
		return object.Nil, WrongArity(n.Arity, len(args))
	}
	v, err := n.Call(args)
	if err != nil {
		return object.Nil, Wrap(err)
	}
	return v, nil
}

func hinted(message, hint string) *Error {
	e := Fail(Runtime, message)
	e.Hint = hint
	return e
}

func describe(a, b object.Value) string {
	x, y := kindName(a), kindName(b)
	return "they are " + min(x, y) + " and " + max(x, y)
}

// kindName says what a value is, for hints.
func kindName(v object.Value) string {
	switch v.Kind() {
	case object.KindNumber:
		return "a number"
	case object.KindNil:
		return "nil"
	case object.KindTrue, object.KindFalse:
		return "a boolean"
	case object.KindString:
		return "a string"
	case object.KindClass:
		return "a class"
	case object.KindInstance:
		return "an instance of " + v.Instance().Class().Name
	}
	return "a function"
}
