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

// mega remembers properties by shape and name, for instructions that meet
// instances of one class after the other: theirs is only the last.
type mega [megaSize]known

const megaSize = 256

// known is where instances of a shape have a property: its slot, or where
// method is not nil that method.
type known struct {
	shape  *object.Shape
	name   object.Symbol
	slot   int32
	method *closure
}

// unknown is a mega without entries, in place of one that is not made yet;
// nothing writes to it.
var unknown mega

// entry gives the entry for a property, which may be that of another.
func (m *mega) entry(shape *object.Shape, name object.Symbol) *known {
	return &m[(shape.ID()*31+uint32(name))%megaSize]
}

// knows tells that the entry for what an instruction looks up is there. One
// that has not met a shape yet is to learn this one itself.
func (m *mega) knows(c *cache, shape *object.Shape) (*known, bool) {
	k := m.entry(shape, c.name)
	return k, k.shape == shape && k.name == c.name && c.shape != nil
}

// remember notes what an instruction has found, for it and for others.
func (e *Engine) remember(c *cache, k known) {
	c.shape, c.slot, c.method, c.grown = k.shape, int(k.slot), k.method, nil
	if e.mega == &unknown {
		e.mega = new(mega)
	}
	*e.mega.entry(k.shape, k.name) = k
}
