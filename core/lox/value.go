package lox

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
)

// Type is what kind of value a host function takes.
type Type uint8

// The types. Callable is a function, a bound method or a class; Object is an
// instance.
const (
	Any Type = iota
	NilType
	Bool
	Number
	String
	Callable
	Object
)

var typeNames = [...]string{"anything", "nil", "a boolean", "a number", "a string", "callable", "an instance"}

// String says what a value of the type is, as in "must be a number".
func (t Type) String() string { return typeNames[t] }

// Value is a Lox value. Numbers, strings, booleans and nil are plain; the rest
// belongs to the interpreter that it came from. The zero Value is the number 0.
//
// It may be looked at while its interpreter runs: what Type, Text and String
// tell does not change.
type Value struct {
	v  object.Value
	in *Interp
	// class is that of an instance, which a program only gives other fields:
	// the instance itself is the run's to read.
	class *object.Class
}

// value hands a value to the host. The caller holds mu, or is the run.
func (in *Interp) value(v object.Value) Value {
	if v.Kind() == object.KindInstance {
		return Value{v, in, v.Instance().Class()}
	}
	return Value{v, in, nil}
}

// Type tells what the value is; never Any.
func (v Value) Type() Type {
	switch v.v.Kind() {
	case object.KindNumber:
		return Number
	case object.KindNil:
		return NilType
	case object.KindTrue, object.KindFalse:
		return Bool
	case object.KindString:
		return String
	case object.KindInstance:
		return Object
	}
	return Callable
}

// Float gives a number; of what is none, 0.
func (v Value) Float() float64 { return v.v.Float() }

// Text gives a string's bytes; of what is none, "".
func (v Value) Text() string {
	if v.v.Kind() != object.KindString {
		return ""
	}
	// The memory may be shared with strings that go on behind it, and is
	// never written where this one lies.
	return v.v.Text()
}

// Truthy tells whether a condition takes it for true: all but nil and false.
func (v Value) Truthy() bool { return !v.v.Falsey() }

// Go gives nil, a bool, a float64 or a string, and of anything else the Value.
func (v Value) Go() any {
	switch v.Type() {
	case NilType:
		return nil
	case Bool:
		return v.Truthy()
	case Number:
		return v.Float()
	case String:
		return strings.Clone(v.Text())
	}
	return v
}

// String gives what print writes.
func (v Value) String() string {
	if v.class != nil {
		return string(object.AppendInstance(nil, v.class))
	}
	style := object.Shortest
	if v.in != nil {
		style = v.in.opts.style()
	}
	return string(object.Append(nil, v.v, style))
}

// Equal is ==.
func (v Value) Equal(w Value) bool { return object.Equal(v.v, w.v) }

// Same identifies an object: two Values are equal as keys of a map where they
// are the same object.
func (v Value) Same() any { return v.v.Object() }

// own checks that a value belongs here.
func (in *Interp) own(v Value) (object.Value, error) {
	switch v.Type() {
	case Callable, Object:
		if v.in != in {
			return object.Nil, ErrForeign
		}
	case String:
		if v.in != in {
			// Strings of two interpreters are alike, but each counts its own.
			return in.string(v.Text())
		}
	}
	return v.v, nil
}

func (in *Interp) string(text string) (object.Value, error) {
	v, err := in.realm.Heap.NewString(text)
	if err != nil {
		return object.Nil, realm.Wrap(err)
	}
	return v, nil
}

// fromHost makes a Lox value of what the host gives.
func (in *Interp) fromHost(a any) (object.Value, error) {
	switch a := a.(type) {
	case nil:
		return object.Nil, nil
	case bool:
		return object.Bool(a), nil
	case float64:
		return object.Number(a), nil
	case string:
		return in.string(a)
	case Value:
		return in.own(a)
	}
	n, ok := number(a)
	if !ok {
		return object.Nil, ErrType
	}
	return object.Number(n), nil
}

// number takes any of Go's numbers. One that a float64 cannot hold is rounded,
// as it is in a Lox source.
func number(a any) (float64, bool) {
	switch a := a.(type) {
	case int:
		return float64(a), true
	case int8:
		return float64(a), true
	case int16:
		return float64(a), true
	case int32:
		return float64(a), true
	case int64:
		return float64(a), true
	case uint:
		return float64(a), true
	case uint8:
		return float64(a), true
	case uint16:
		return float64(a), true
	case uint32:
		return float64(a), true
	case uint64:
		return float64(a), true
	case float32:
		return float64(a), true
	}
	return 0, false
}
