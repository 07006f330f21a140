package vm

import "github.com/twelvefold/twelvefold/core/lox/object"

// cache is what an instruction remembers of the last property that it looked
// up: where an instance of that shape has it. A shape belongs to a class, and a
// class's methods do not change once instances of it exist, so a method can be
// remembered by the shape, too.
type cache struct {
	name object.Symbol
	// shape is of the instances that the rest is about; nil at first.
	shape *object.Shape
	slot  int
	// method is what the property is where it is no field.
	method *closure
	// grown is the shape after the field was added; nil where it was there.
	grown *object.Shape
}

// forget empties the caches of a function and of those in it. What they
// remember is not held, and would live as long as the code does.
func (p *proto) forget() {
	for i := range p.caches {
		p.caches[i] = cache{name: p.caches[i].name}
	}
	for _, inner := range p.protos {
		inner.forget()
	}
}

// megaSize is how many lookups of instructions that meet many shapes are
// remembered together.
const megaSize = 256

// mega remembers methods by shape and name, for calls that meet instances of
// one class after the other.
type mega [megaSize]struct {
	shape  *object.Shape
	name   object.Symbol
	method *closure
}
