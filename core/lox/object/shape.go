package object

import (
	"maps"
	"slices"
	"strings"
)

// Symbol is a property's name as a number: engines look names up once, when
// they compile.
type Symbol int32

// SymbolInit is the name of the initializer, the first of every table.
const SymbolInit Symbol = 0

// Symbols numbers the names of properties.
type Symbols struct {
	names  []string
	byName map[string]Symbol
	size   int
}

// NameSize is what a table takes for a name, beside its text, in bytes.
const NameSize = 96

// NewSymbols makes a table that knows `init`.
func NewSymbols() *Symbols {
	return &Symbols{names: []string{"init"}, byName: map[string]Symbol{"init": SymbolInit}}
}

// Of gives the number of a name, a new one where it has none.
func (s *Symbols) Of(name string) Symbol {
	if n, ok := s.byName[name]; ok {
		return n
	}
	name = strings.Clone(name) // which is a piece of a source
	n := Symbol(len(s.names))
	s.size += NameSize + len(name)
	s.names = append(s.names, name)
	s.byName[name] = n
	return n
}

// Clone copies the table: names have the same numbers.
func (s *Symbols) Clone() *Symbols {
	return &Symbols{slices.Clone(s.names), maps.Clone(s.byName), s.size}
}

// Size is what the table holds, in bytes. Names are not forgotten.
func (s *Symbols) Size() int { return s.size }

// Find gives the number of a name that has one.
func (s *Symbols) Find(name string) (Symbol, bool) {
	n, ok := s.byName[name]
	return n, ok
}

// Name gives the name of a number.
func (s *Symbols) Name(n Symbol) string { return s.names[n] }

// Shape is which fields an instance has, and where: instances of a class that
// got the same fields in the same order share one, so that an engine can
// remember a place per shape (hidden classes, as in Self: Chambers, Ungar and
// Lee, OOPSLA 1989).
type Shape struct {
	class  *Class
	parent *Shape
	// name is the field that this shape adds to its parent; it lies at slot
	// len-1.
	name Symbol
	len  int
	id   uint32
	// next is the first shape with one field more, and branches are the
	// others: most shapes have none.
	next     *Shape
	branches map[Symbol]*Shape
	// table finds the fields where they are many; nil where a walk is shorter.
	table *table
}

// table finds fields by name. A shape shares it with the first that goes on
// from it: it then has more names than the shape, at slots behind its own. Each
// with a table of its own would take memory by the square of the fields.
type table struct {
	slots map[Symbol]int32
	mark  uint32
}

// manyFields is from where a shape has a map of its fields.
const manyFields = 8

// Class gives the class of the instances of this shape.
func (s *Shape) Class() *Class { return s.class }

// Len is the number of fields.
func (s *Shape) Len() int { return s.len }

// ID tells the shapes of one heap apart: an engine may hash it.
func (s *Shape) ID() uint32 { return s.id }

// Slot finds a field.
func (s *Shape) Slot(name Symbol) (slot int, ok bool) {
	if s.table != nil {
		slot, ok := s.table.slots[name]
		return int(slot), ok && int(slot) < s.len
	}
	for at := s; at.parent != nil; at = at.parent {
		if at.name == name {
			return at.len - 1, true
		}
	}
	return 0, false
}

// Fields lists the names of the fields, in the order in which they were set.
func (s *Shape) Fields() []Symbol {
	names := make([]Symbol, s.len)
	for at := s; at.parent != nil; at = at.parent {
		names[at.len-1] = at.name
	}
	return names
}

// With gives the shape that has one field more.
func (s *Shape) With(h *Heap, name Symbol) (*Shape, error) {
	if s.next != nil && s.next.name == name {
		return s.next, nil
	}
	if n := s.branches[name]; n != nil {
		return n, nil
	}
	size := shapeSize + s.tableGrowth()
	if s.next != nil {
		size += branchSize
	}
	if err := h.Take(size); err != nil {
		return nil, err
	}
	n := &Shape{class: s.class, parent: s, name: name, len: s.len + 1, id: h.shapeID()}
	n.table = s.tableWith(name)
	switch {
	case s.next == nil:
		s.next = n
	case s.branches == nil:
		s.branches = map[Symbol]*Shape{name: n}
	default:
		s.branches[name] = n
	}
	return n, nil
}

// tableGrowth is what tableWith is going to take, in bytes.
func (s *Shape) tableGrowth() int {
	switch {
	case s.len+1 < manyFields:
		return 0
	case s.lendsTable():
		return entrySize
	}
	return tableSize + (s.len+1)*entrySize
}

// lendsTable tells that no other shape goes on in this one's table.
func (s *Shape) lendsTable() bool { return s.table != nil && len(s.table.slots) == s.len }

// tableWith gives the table of the shape that has one field more, or nil.
func (s *Shape) tableWith(name Symbol) *table {
	switch {
	case s.len+1 < manyFields:
		return nil
	case s.lendsTable():
		s.table.slots[name] = int32(s.len)
		return s.table
	}
	t := &table{slots: make(map[Symbol]int32, s.len+1)}
	t.slots[name] = int32(s.len)
	for at := s; at.parent != nil; at = at.parent {
		t.slots[at.name] = int32(at.len - 1)
	}
	return t
}

// Instance is an instance of a class.
type Instance struct {
	Object
	shape *Shape
	slots []Value
}

// GrowInPlace adds a field where there is room for it, and tells whether there
// was. shape is the instance's with one more.
func (i *Instance) GrowInPlace(shape *Shape, v Value) bool {
	n := len(i.slots)
	if n == cap(i.slots) {
		return false
	}
	i.slots = i.slots[:n+1]
	i.slots[n] = v
	i.shape = shape
	return true
}

// Class gives the instance's class.
func (i *Instance) Class() *Class { return i.shape.class }

// Shape gives the instance's shape.
func (i *Instance) Shape() *Shape { return i.shape }

// Slot reads the field at a slot of the instance's shape.
func (i *Instance) Slot(n int) Value { return i.slots[n] }

// SetSlot stores the field at a slot of the instance's shape.
func (i *Instance) SetSlot(n int, v Value) { i.slots[n] = v }

// Grow adds a field: shape is the instance's with one more.
func (i *Instance) Grow(h *Heap, shape *Shape, v Value) error {
	if len(i.slots) == cap(i.slots) {
		room := max(1, 2*len(i.slots)) // not what append would take: that is Go's to change
		if err := h.Take((room - len(i.slots)) * slotSize); err != nil {
			return err
		}
		i.slots = append(make([]Value, 0, room), i.slots...)
	}
	i.slots = append(i.slots, v)
	i.shape = shape
	if c := shape.class; shape.len > c.room {
		c.room = shape.len
	}
	return nil
}

// Field reads a field by name.
func (i *Instance) Field(name Symbol) (Value, bool) {
	slot, ok := i.shape.Slot(name)
	if !ok {
		return Value{}, false
	}
	return i.slots[slot], true
}

// SetField stores a field by name, adding it where it is new.
func (i *Instance) SetField(h *Heap, name Symbol, v Value) error {
	if slot, ok := i.shape.Slot(name); ok {
		i.slots[slot] = v
		return nil
	}
	shape, err := i.shape.With(h, name)
	if err != nil {
		return err
	}
	return i.Grow(h, shape, v)
}

// An instance and its first fields are one allocation.
type (
	instance2 struct {
		Instance
		fields [2]Value
	}
	instance4 struct {
		Instance
		fields [4]Value
	}
	instance8 struct {
		Instance
		fields [8]Value
	}
)

// NewInstance makes an instance without fields, with room for as many as an
// instance of the class has had.
func (h *Heap) NewInstance(c *Class) (*Instance, error) {
	room := c.room
	switch {
	case room == 0:
	case room <= 2:
		room = 2
	case room <= 4:
		room = 4
	case room <= 8:
		room = 8
	}
	if err := h.Take(instanceSize + room*slotSize); err != nil {
		return nil, err
	}
	head := Instance{Object: Object{kind: KindInstance}, shape: c.empty}
	switch room {
	case 0:
		return &Instance{Object: head.Object, shape: head.shape}, nil
	case 2:
		i := &instance2{Instance: head}
		i.slots = i.fields[:0]
		return &i.Instance, nil
	case 4:
		i := &instance4{Instance: head}
		i.slots = i.fields[:0]
		return &i.Instance, nil
	case 8:
		i := &instance8{Instance: head}
		i.slots = i.fields[:0]
		return &i.Instance, nil
	}
	return &Instance{head.Object, head.shape, make([]Value, 0, room)}, nil
}
