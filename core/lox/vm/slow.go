package vm

import (
	"unsafe"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// What run leaves to others: it is rare, or takes long anyway.

// last gives the instruction that was begun last in the frame on top, and a
// function for its registers and constants.
func (e *Engine) last() (in instr, f *frame, p *proto) {
	f = &e.frames[e.fp]
	p = f.closure.proto
	return p.code[p.before(int(f.pc/instrSize))], f, p
}

// operands gives the values of the two operands that an instruction reads.
func (e *Engine) operands() (a, b object.Value) {
	in, f, p := e.last()
	value := func(o operand, v uint16) object.Value {
		if o == konst {
			return p.consts[v]
		}
		return *e.stack.at(f.base + uintptr(v))
	}
	form := forms[in.op]
	if form.c == none {
		return value(form.a, in.a), value(form.b, in.b)
	}
	return value(form.b, in.b), value(form.c, in.c)
}

// notNumbers is the error of the last instruction, which wanted numbers.
//
//go:noinline
func (e *Engine) notNumbers() error {
	if in, f, _ := e.last(); in.op == opNeg {
		_, err := realm.Negate(*e.stack.at(f.base + uintptr(in.b)))
		return err
	}
	a, b := e.operands()
	_, err := realm.Arithmetic(syntax.Minus, a, b)
	return err
}

// undefined is the error of the last instruction, which wanted a global.
//
//go:noinline
func (e *Engine) undefined() error {
	in, _, _ := e.last()
	if in.op == opCallGlobal {
		return e.realm.UndefinedVariable(int(in.c))
	}
	return e.realm.UndefinedVariable(int(in.wide()))
}

//go:noinline
func (e *Engine) add(to *object.Value, a, b object.Value) error {
	v, err := e.realm.Add(a, b)
	if err == nil {
		*to = v
	}
	return err
}

// equalTexts compares two strings by their text.
//
//go:noinline
func equalTexts(to, a, b *object.Value, want bool) {
	to.SetBool(object.Equal(*a, *b) == want)
}

// jumpTexts does so for a jump.
//
//go:noinline
func (e *Engine) jumpTexts(a, b *object.Value, want bool) {
	f := &e.frames[e.fp]
	if object.Equal(*a, *b) == want {
		f.pc += uintptr(int(f.closure.proto.code[f.pc/instrSize].wide())) * instrSize
	}
	f.pc += instrSize
}

//go:noinline
func (e *Engine) newCell(v *object.Value) error {
	if err := e.realm.Heap.Take(object.CellSize); err != nil {
		return realm.Wrap(err)
	}
	c := &cell{Object: object.HeadOf(object.KindCell), value: *v}
	*v = object.Of(&c.Object)
	return nil
}

//go:noinline
func (e *Engine) closure(to *object.Value, outer *closure, p *proto, window unsafe.Pointer) error {
	c, err := e.newClosure(p)
	if err != nil {
		return err
	}
	cells := c.cells()
	for i, from := range p.captures {
		if from.local {
			cells[i] = object.As[cell](at(window, from.index).Object())
		} else {
			cells[i] = outer.cell(from.index)
		}
	}
	*to = c.value()
	return nil
}

//go:noinline
func (e *Engine) class(to *object.Value, name object.Value) error {
	c, err := e.realm.Heap.NewClass(name.Text())
	if err != nil {
		return realm.Wrap(err)
	}
	*to = c.Value()
	return nil
}

//go:noinline
func (e *Engine) inherit(class, super object.Value) error {
	c, err := realm.Superclass(super)
	if err != nil {
		return err
	}
	if err := class.Class().Inherit(e.realm.Heap, c); err != nil {
		return realm.Wrap(err)
	}
	return nil
}

//go:noinline
func (e *Engine) addMethod(class object.Value, name object.Symbol, m object.Value) error {
	if err := class.Class().AddMethod(e.realm.Heap, name, m.Function()); err != nil {
		return realm.Wrap(err)
	}
	return nil
}

// callOther calls what lies at base in the window on top, and is no plain
// function.
//
//go:noinline
func (e *Engine) callOther(base uint16, args int) error {
	window := e.frames[e.fp].base + uintptr(base)
	f, err := e.resolve(window, args)
	if err != nil || f == nil {
		return err
	}
	return e.enter(f, window, args)
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

// invoke calls a property of what lies at base in the window on top.
//
//go:noinline
func (e *Engine) invoke(base, args uint16, c *cache) error {
	window := e.frames[e.fp].base + uintptr(base)
	v := e.stack.at(window)
	if v.Kind() != object.KindInstance {
		return realm.OnlyInstances(*v, "methods")
	}
	i := v.Instance()
	if slot, ok := i.Shape().Slot(c.name); ok {
		*v = i.Slot(slot)
		return e.callOther(base, int(args))
	}
	f, err := e.method(i, c)
	if err != nil {
		return err
	}
	return e.enter(f, window, int(args))
}

// method finds the method that an instance has no field in front of.
func (e *Engine) method(i *object.Instance, c *cache) (*closure, error) {
	m := i.Class().Methods[c.name]
	if m == nil {
		return nil, e.realm.UndefinedProperty(c.name)
	}
	f := closureOf(m)
	e.remember(c, known{shape: i.Shape(), name: c.name, method: f})
	return f, nil
}

//go:noinline
func (e *Engine) superInvoke(in instr, super object.Value, name object.Symbol) error {
	m := super.Class().Methods[name]
	if m == nil {
		return e.realm.UndefinedProperty(name)
	}
	return e.enter(closureOf(m), e.frames[e.fp].base+uintptr(in.a), int(in.b))
}

//go:noinline
func (e *Engine) getSuper(to *object.Value, this, super object.Value, name object.Symbol) error {
	v, err := e.realm.Method(this, super.Class(), name)
	if err == nil {
		*to = v
	}
	return err
}

//go:noinline
func (e *Engine) getField(to *object.Value, v object.Value, c *cache) error {
	if v.Kind() == object.KindInstance {
		i := v.Instance()
		if slot, ok := i.Shape().Slot(c.name); ok {
			e.remember(c, known{shape: i.Shape(), name: c.name, slot: int32(slot)})
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

//go:noinline
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
	if i.Shape() == before {
		e.remember(c, known{shape: before, name: c.name, slot: int32(slot)})
		return nil
	}
	c.shape, c.slot, c.method, c.grown = before, slot, nil, i.Shape()
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
		span := p.spans[pc]
		if fp == e.fp && fresh {
			if g := e.guardOf(p, pc); g != nil {
				failed, span = e.realm.UndefinedVariable(g.slot), g.at
			}
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

// guardOf gives the guard whose undefined global comes before an error at pc,
// or nil. The outermost, which stands first in the source, is the last in the
// list.
func (e *Engine) guardOf(p *proto, pc int) *guard {
	for i := len(p.guards) - 1; i >= 0; i-- {
		g := &p.guards[i]
		if g.start <= pc && pc <= g.end && e.realm.Globals.Values[g.slot].IsUndefined() {
			return g
		}
	}
	return nil
}
