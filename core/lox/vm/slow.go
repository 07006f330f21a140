package vm

import (
	"unsafe"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// What run leaves to others: it is rare, or takes long anyway.

// notNumbers is the error of an operator that wants numbers.
func notNumbers(a, b object.Value) error {
	_, err := realm.Arithmetic(syntax.Minus, a, b)
	return err
}

func (e *Engine) add(to *object.Value, a, b object.Value) error {
	v, err := e.realm.Add(a, b)
	if err == nil {
		*to = v
	}
	return err
}

func (e *Engine) newCell(v *object.Value) error {
	if err := e.realm.Heap.Take(object.CellSize); err != nil {
		return realm.Wrap(err)
	}
	c := &cell{Object: object.HeadOf(object.KindCell), value: *v}
	*v = object.Of(&c.Object)
	return nil
}

func (e *Engine) closure(to *object.Value, outer *closure, p *proto, window unsafe.Pointer) error {
	c, err := e.newClosure(p)
	if err != nil {
		return err
	}
	for i, from := range p.captures {
		if from.local {
			c.cells[i] = object.As[cell](at(window, from.index).Object())
		} else {
			c.cells[i] = outer.cells[from.index]
		}
	}
	*to = c.value()
	return nil
}

func (e *Engine) class(to *object.Value, name string) error {
	c, err := e.realm.Heap.NewClass(name)
	if err != nil {
		return realm.Wrap(err)
	}
	*to = c.Value()
	return nil
}

func (e *Engine) addMethod(c *object.Class, name object.Symbol, m object.Value) error {
	if err := c.AddMethod(e.realm.Heap, name, m.Function()); err != nil {
		return realm.Wrap(err)
	}
	return nil
}

// symbolWord reads the word behind an instruction that names a property.
func (e *Engine) symbolWord(cl *closure, ip unsafe.Pointer) object.Symbol {
	return object.Symbol(cl.proto.consts[(*instr)(ip).wide()].Float())
}

// resolve makes ready what a window at base calls. It gives the closure to
// run, or nil where nothing is left to do: then the result lies at base.
func (e *Engine) resolve(base uintptr, args int) (*closure, error) {
	v := e.stack.at(base)
	switch v.Kind() {
	case object.KindFunction:
		return closureOf(v.Function()), nil
	case object.KindClass:
		return e.instantiate(v, args)
	case object.KindBound:
		b := v.Bound()
		*v = b.Receiver
		return closureOf(b.Method.Function()), nil
	case object.KindNative:
		result, err := e.realm.CallNative(v.Native(), unsafe.Slice(e.stack.at(base+valueSize), args))
		if err == nil {
			*e.stack.at(base) = result
		}
		return nil, err
	}
	return nil, realm.NotCallable(*v)
}

func (e *Engine) instantiate(v *object.Value, args int) (*closure, error) {
	c := v.Class()
	i, err := e.realm.Heap.NewInstance(c)
	if err != nil {
		return nil, realm.Wrap(err)
	}
	*v = i.Value()
	if c.Init != nil {
		return closureOf(c.Init), nil
	}
	if args != 0 {
		return nil, realm.WrongArity(0, args)
	}
	return nil, nil
}

// method finds what `v.name(...)` calls. Where it is a field, it is put into
// v's register, and the closure is nil.
func (e *Engine) method(v *object.Value, c *cache) (*closure, error) {
	if v.Kind() != object.KindInstance {
		return nil, realm.OnlyInstances(*v, "methods")
	}
	i := v.Instance()
	shape := i.Shape()
	if slot, ok := shape.Slot(c.name); ok {
		*v = i.Slot(slot)
		return nil, nil
	}
	if e.mega == nil {
		e.mega = new(mega)
	}
	known := &e.mega[(shape.ID()*31+uint32(c.name))%megaSize]
	if known.shape == shape && known.name == c.name {
		return known.method, nil
	}
	m := i.Class().Methods[c.name]
	if m == nil {
		return nil, e.realm.UndefinedProperty(i.Class(), c.name)
	}
	f := closureOf(m)
	known.shape, known.name, known.method = shape, c.name, f
	c.shape, c.method, c.grown = shape, f, nil
	return f, nil
}

func (e *Engine) superMethod(super object.Value, name object.Symbol) (*closure, error) {
	m := super.Class().Methods[name]
	if m == nil {
		return nil, e.realm.UndefinedProperty(super.Class(), name)
	}
	return closureOf(m), nil
}

func (e *Engine) getSuper(to *object.Value, this, super object.Value, name object.Symbol) error {
	v, err := e.realm.Method(this, super.Class(), name)
	if err == nil {
		*to = v
	}
	return err
}

func (e *Engine) getField(to *object.Value, v object.Value, c *cache) error {
	if v.Kind() == object.KindInstance {
		i := v.Instance()
		if slot, ok := i.Shape().Slot(c.name); ok {
			c.shape, c.slot, c.method, c.grown = i.Shape(), slot, nil, nil
			*to = i.Slot(slot)
			return nil
		}
	}
	result, err := e.realm.Property(v, c.name)
	if err == nil {
		*to = result
	}
	return err
}

func (e *Engine) setField(v, to object.Value, c *cache) error {
	if v.Kind() != object.KindInstance {
		return realm.OnlyInstances(v, "fields")
	}
	i := v.Instance()
	before := i.Shape()
	if err := e.realm.SetProperty(v, c.name, to); err != nil {
		return err
	}
	slot, _ := i.Shape().Slot(c.name)
	c.shape, c.slot, c.method, c.grown = before, slot, nil, nil
	if i.Shape() != before {
		c.grown = i.Shape()
	}
	return nil
}

// trace gives an error the frames that have not returned, down to the one
// that run was called for.
func (e *Engine) trace(err error, entry int) error {
	failed := realm.Wrap(err)
	fresh := len(failed.Trace) == 0
	for fp := e.fp; fp >= entry; fp-- {
		f := &e.frames[fp]
		p := f.closure.proto
		pc := p.before(int(f.pc / instrSize))
		if fp == e.fp && fresh {
			failed = e.guarded(failed, p, pc)
		}
		span := p.spans[pc]
		if failed.At != nil && fp == e.fp && fresh {
			span = *failed.At
		}
		failed.Add(realm.Frame{Function: p.name, Source: p.source, At: span})
	}
	return failed
}

// before gives the instruction that ends before a place.
func (p *proto) before(pc int) int {
	pc--
	if pc > 0 && forms[p.code[pc-1].op].next != none {
		return pc - 1
	}
	return pc
}

// guarded looks whether an error comes after that of an undefined global; the
// outermost guard, which stands first in the source, is the last in the list.
func (e *Engine) guarded(failed *realm.Error, p *proto, pc int) *realm.Error {
	for i := len(p.guards) - 1; i >= 0; i-- {
		g := p.guards[i]
		if g.start <= pc && pc <= g.end && e.realm.Globals.Values[g.slot].IsUndefined() {
			failed = e.realm.UndefinedVariable(g.slot)
			failed.At = &g.at
			return failed
		}
	}
	return failed
}
