package object

import (
	"maps"
)

// Copier copies values from one heap to another, with all that they hold: each
// object once, so that what is shared, or holds itself, does so in the copy.
// The heap that is copied must be at rest.
type Copier struct {
	// Shell makes the copy of an engine's own object, empty as yet, and Fill
	// fills it. They are the engine's.
	Shell func(from *Object) *Object
	Fill  func(from, to *Object)
	// Native makes the copy of a host's function.
	Native func(from *Native) *Native

	copies map[*Object]*Object
	shapes map[*Shape]*Shape
	tables map[*table]*table
	todo   []*Object // whose copies are empty as yet
}

// NewCopier makes a copier that has copied nothing.
func NewCopier() *Copier {
	return &Copier{
		copies: map[*Object]*Object{},
		shapes: map[*Shape]*Shape{},
		tables: map[*table]*table{},
	}
}

// Value gives the copy of a value. It is whole after Finish.
func (c *Copier) Value(v Value) Value { return Value{c.Object(v.obj), v.num} }

// Object gives the copy of an object; nil of nil. It is whole after Finish.
func (c *Copier) Object(from *Object) *Object {
	if from == nil {
		return nil
	}
	switch from.kind {
	case KindNil, KindFalse, KindTrue, KindUndefined:
		return from
	}
	if to := c.copies[from]; to != nil {
		return to
	}
	to := c.shell(from)
	c.copies[from] = to
	c.todo = append(c.todo, from)
	return to
}

// Finish copies what the objects hold, without recursion: a list may be long.
func (c *Copier) Finish() {
	for len(c.todo) > 0 {
		from := c.todo[len(c.todo)-1]
		c.todo = c.todo[:len(c.todo)-1]
		c.fill(from, c.copies[from])
	}
}

func (c *Copier) shell(from *Object) *Object {
	v := Of(from)
	switch from.kind {
	case KindString:
		return c.text(v.Str())
	case KindNative:
		return &c.Native(v.Native()).Object
	case KindClass:
		return c.class(v.Class())
	case KindInstance:
		i := v.Instance()
		c.Object(&i.shape.class.Object) // and so its shapes
		to := &Instance{Object{kind: KindInstance}, c.shapes[i.shape], make([]Value, len(i.slots), cap(i.slots))}
		return &to.Object
	case KindBound:
		return &(&Bound{Object: Object{kind: KindBound}}).Object
	}
	return c.Shell(from)
}

func (c *Copier) fill(from, to *Object) {
	f, t := Of(from), Of(to)
	switch from.kind {
	case KindString, KindNative: // were whole at once
	case KindClass:
		for name, m := range f.Class().Methods {
			t.Class().Methods[name] = c.function(m)
		}
		t.Class().Init = c.function(f.Class().Init)
	case KindInstance:
		for i, v := range f.Instance().slots {
			t.Instance().slots[i] = c.Value(v)
		}
	case KindBound:
		t.Bound().Receiver, t.Bound().Method = c.Value(f.Bound().Receiver), c.Value(f.Bound().Method)
	default:
		c.Fill(from, to)
	}
}

func (c *Copier) function(f *Function) *Function {
	if f == nil {
		return nil
	}
	return Of(c.Object(&f.Object)).Function()
}

// text copies the memory of strings, spare room and all: each heap goes on
// behind them by itself.
func (c *Copier) text(s *Str) *Object {
	to := newStr(s.room, s.joined)
	to.add(s.text(s.written))
	return &to.Object
}

func (c *Copier) class(from *Class) *Object {
	to := &Class{
		Object: Object{kind: KindClass}, Name: from.Name,
		Methods: make(map[Symbol]*Function, len(from.Methods)), room: from.room,
	}
	to.empty = c.shape(from.empty, to)
	todo := []*Shape{from.empty}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		copied := c.shapes[s]
		if s.next != nil {
			copied.next = c.shape(s.next, to)
			todo = append(todo, s.next)
		}
		if s.branches != nil {
			copied.branches = make(map[Symbol]*Shape, len(s.branches))
		}
		for name, n := range s.branches {
			copied.branches[name] = c.shape(n, to)
			todo = append(todo, n)
		}
	}
	return &to.Object
}

// shape copies one shape of a class; its parent has been copied before.
func (c *Copier) shape(from *Shape, class *Class) *Shape {
	to := &Shape{class: class, parent: c.shapes[from.parent], name: from.name, len: from.len, id: from.id}
	if from.table != nil {
		to.table = c.tables[from.table]
		if to.table == nil {
			to.table = &table{slots: maps.Clone(from.table.slots)}
			c.tables[from.table] = to.table
		}
	}
	c.shapes[from] = to
	return to
}
