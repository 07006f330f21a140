// Package object is what a Lox program's values are, for all engines: numbers
// without allocation, objects behind a pointer, and the account of the memory
// that they hold.
//
// Order of reading: value.go, objects.go, string.go, shape.go, heap.go, copy.go.
package object

import (
	"math"
	"strconv"
)

// Value is a Lox value, in 16 bytes. A number has no object; a string has its
// length in num, because its object may hold longer ones; everything else is
// told by its object alone, and has 0 there. The zero Value is the number 0.
type Value struct {
	obj *Object
	num float64
}

// Object is the head of every object. An object's own struct begins with it,
// so that a pointer to one is a pointer to the other (unsafe, rule 1).
type Object struct {
	kind Kind
	// joined says that a Str was made for a string joined from two.
	joined bool
	// mark is the number of the last trace that met the object.
	mark uint32
}

// Kind of a value.
type Kind uint8

// The kinds.
const (
	KindNumber Kind = iota
	KindNil
	KindFalse
	KindTrue
	KindString
	KindFunction // a closure of an engine
	KindNative   // a function of the host
	KindClass
	KindInstance
	KindBound // a method with its instance
	KindCell  // a captured variable of the fast engine; programs never see it
	KindEnv   // an environment of the tree engine; programs never see it
	KindUndefined
)

// Objects of values that need no more than a kind.
var (
	nilObject       = Object{kind: KindNil}
	falseObject     = Object{kind: KindFalse}
	trueObject      = Object{kind: KindTrue}
	undefinedObject = Object{kind: KindUndefined}
)

// Nil, False and True are the values that their words mean. Undefined marks a
// global that nobody has defined; no program sees it.
var (
	Nil       = Value{obj: &nilObject}
	False     = Value{obj: &falseObject}
	True      = Value{obj: &trueObject}
	Undefined = Value{obj: &undefinedObject}
)

// Number makes a number.
func Number(n float64) Value { return Value{num: n} }

// Bool makes true or false.
func Bool(b bool) Value {
	if b {
		return Value{obj: &trueObject}
	}
	return Value{obj: &falseObject}
}

// Of makes the value of an object.
func Of(o *Object) Value { return Value{obj: o} }

// Kind tells what v is.
func (v Value) Kind() Kind {
	if v.obj == nil {
		return KindNumber
	}
	return v.obj.kind
}

// IsNumber tells that v is a number.
func (v Value) IsNumber() bool { return v.obj == nil }

// IsUndefined tells that v is Undefined.
func (v Value) IsUndefined() bool { return v.obj == &undefinedObject }

// Float gives the number; of what is none it means nothing.
func (v Value) Float() float64 { return v.num }

// SetNumber makes *v a number. The object is only written where there was one:
// a write of a pointer costs a look whether the collector runs.
func (v *Value) SetNumber(n float64) {
	if v.obj != nil {
		v.obj = nil
	}
	v.num = n
}

// SetBool makes *v true or false.
func (v *Value) SetBool(b bool) {
	v.num = 0
	if b {
		v.obj = &trueObject
		return
	}
	v.obj = &falseObject
}

// Object gives the object, nil for a number.
func (v Value) Object() *Object { return v.obj }

// Falsey tells that a condition fails: nil and false, nothing else.
func (v Value) Falsey() bool { return v.obj == &nilObject || v.obj == &falseObject }

// Kind tells what the object is.
func (o *Object) Kind() Kind { return o.kind }

// Equal is ==: numbers by value (NaN is not itself), strings by content, all
// other objects by identity.
func Equal(a, b Value) bool {
	equal, sure := Quick(&a, &b)
	return equal || !sure && a.Text() == b.Text()
}

// Quick is Equal where that needs no look at the text of strings: two that are
// as long as each other, and in different memory. There it is not sure.
func Quick(a, b *Value) (equal, sure bool) {
	switch {
	case a.num != b.num:
		return false, true
	case a.obj == b.obj:
		return true, true
	}
	return false, a.obj == nil || b.obj == nil || a.obj.kind != KindString || b.obj.kind != KindString
}

// Style is how numbers are written.
type Style uint8

const (
	// Shortest is the fewest digits that read back as the same number.
	Shortest Style = iota
	// Book is C's %g, six digits, as the book's C interpreter prints.
	Book
)

// Append writes v as print does.
func Append(p []byte, v Value, style Style) []byte {
	switch v.Kind() {
	case KindNumber:
		return appendNumber(p, v.num, style)
	case KindNil:
		return append(p, "nil"...)
	case KindFalse:
		return append(p, "false"...)
	case KindTrue:
		return append(p, "true"...)
	case KindString:
		return append(p, v.Text()...)
	case KindFunction:
		return v.Function().append(p)
	case KindNative:
		return append(p, "<native fn>"...)
	case KindClass:
		return append(p, v.Class().Name...)
	case KindInstance:
		return AppendInstance(p, v.Instance().Class())
	case KindBound:
		return Append(p, v.Bound().Method, style)
	}
	return append(p, "<internal>"...)
}

// AppendInstance writes what print does for the instances of a class.
func AppendInstance(p []byte, c *Class) []byte { return append(append(p, c.Name...), " instance"...) }

func appendNumber(p []byte, n float64, style Style) []byte {
	switch {
	case math.IsNaN(n):
		if style == Book && math.Signbit(n) {
			return append(p, "-nan"...)
		}
		return append(p, "nan"...)
	case math.IsInf(n, 0):
		if n < 0 {
			p = append(p, '-')
		}
		return append(p, "inf"...)
	case style == Book:
		return appendG(p, n)
	case n == math.Trunc(n) && math.Abs(n) < 1e21:
		return strconv.AppendFloat(p, n, 'f', -1, 64)
	}
	return strconv.AppendFloat(p, n, 'g', -1, 64)
}

// appendG writes C's %g: six significant digits, an exponent of at least two
// digits from 1e-5 down and 1e+06 up, no trailing zeros.
func appendG(p []byte, n float64) []byte {
	start := len(p)
	p = strconv.AppendFloat(p, n, 'e', 5, 64)
	e := len(p) - 1
	for p[e] != 'e' {
		e--
	}
	exponent, _ := strconv.Atoi(string(p[e+1:]))
	if exponent >= -4 && exponent < 6 {
		p = strconv.AppendFloat(p[:start], n, 'f', 5-exponent, 64)
		return trimZeros(p, start)
	}
	tail := string(p[e:])
	return append(trimZeros(p[:e], start), tail...)
}

// trimZeros takes the zeros after the point away, and the point after them.
func trimZeros(p []byte, start int) []byte {
	point := false
	for _, c := range p[start:] {
		point = point || c == '.'
	}
	if !point {
		return p
	}
	for p[len(p)-1] == '0' {
		p = p[:len(p)-1]
	}
	if p[len(p)-1] == '.' {
		p = p[:len(p)-1]
	}
	return p
}
