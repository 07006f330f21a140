package vm

import (
	"unsafe"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
)

// at gives the register at an offset in a window.
func at(window unsafe.Pointer, offset uint16) *object.Value {
	return (*object.Value)(unsafe.Add(window, uintptr(offset)))
}

// konstAt gives a constant.
func konstAt(consts unsafe.Pointer, n uint16) *object.Value {
	return (*object.Value)(unsafe.Add(consts, uintptr(n)*valueSize))
}

// run runs the frame on top until it returns, and gives its value. After an
// error the frames are as they were when it happened; the caller drops them.
//
// It is one long function because Go keeps the instruction pointer and the
// window in registers only within one. Whatever is not plain and frequent is
// in slow.go.
func (e *Engine) run() (object.Value, error) {
	var (
		entry  = e.fp
		meter  = &e.realm.Meter
		r      unsafe.Pointer // the window
		ip     unsafe.Pointer // the next instruction
		k      unsafe.Pointer // the constants
		cl     *closure
		err    error
		callee *closure // for enter
		base   uint16   // of its window in this one
		args   int
	)

load: // the frame on top, from where it stands
	{
		f := &e.frames[e.fp]
		cl = f.closure
		p := cl.proto
		r = unsafe.Add(e.stack.base, f.base)
		ip = unsafe.Add(unsafe.Pointer(unsafe.SliceData(p.code)), f.pc)
		k = unsafe.Pointer(unsafe.SliceData(p.consts))
	}

	for {
		in := *(*instr)(ip)
		ip = unsafe.Add(ip, instrSize)
		switch in.op {
		case opMove:
			*at(r, in.a) = *at(r, in.b)
		case opConst:
			*at(r, in.a) = *(*object.Value)(unsafe.Add(k, uintptr(in.wide())*valueSize))
		case opGetGlobal:
			v := e.realm.Globals.Values[in.wide()]
			if v.IsUndefined() {
				err = e.realm.UndefinedVariable(int(in.wide()))
				goto fail
			}
			*at(r, in.a) = v
		case opSetGlobal:
			v := &e.realm.Globals.Values[in.wide()]
			if v.IsUndefined() {
				err = e.realm.UndefinedVariable(int(in.wide()))
				goto fail
			}
			*v = *at(r, in.a)
		case opDefGlobal:
			e.realm.Globals.Values[in.wide()] = *at(r, in.a)
		case opNewCell:
			if err = e.newCell(at(r, in.a)); err != nil {
				goto fail
			}
		case opGetCell:
			*at(r, in.a) = object.As[cell](at(r, in.b).Object()).value
		case opSetCell:
			object.As[cell](at(r, in.a).Object()).value = *at(r, in.b)
		case opGetUp:
			*at(r, in.a) = cl.cells[in.b].value
		case opSetUp:
			cl.cells[in.b].value = *at(r, in.a)

		case opAdd:
			b, c := at(r, in.b), at(r, in.c)
			if b.IsNumber() && c.IsNumber() {
				at(r, in.a).SetNumber(b.Float() + c.Float())
				continue
			}
			e.frames[e.fp].pc = uintptr(ip) - uintptr(unsafe.Pointer(unsafe.SliceData(cl.proto.code)))
			if err = e.add(at(r, in.a), *b, *c); err != nil {
				goto fail
			}
		case opAddK:
			b, c := at(r, in.b), konstAt(k, in.c)
			if b.IsNumber() && c.IsNumber() {
				at(r, in.a).SetNumber(b.Float() + c.Float())
				continue
			}
			if err = e.add(at(r, in.a), *b, *c); err != nil {
				goto fail
			}
		case opSub:
			b, c := at(r, in.b), at(r, in.c)
			if !b.IsNumber() || !c.IsNumber() {
				err = notNumbers(*b, *c)
				goto fail
			}
			at(r, in.a).SetNumber(b.Float() - c.Float())
		case opSubK:
			b, c := at(r, in.b), konstAt(k, in.c)
			if !b.IsNumber() || !c.IsNumber() {
				err = notNumbers(*b, *c)
				goto fail
			}
			at(r, in.a).SetNumber(b.Float() - c.Float())
		case opMul:
			b, c := at(r, in.b), at(r, in.c)
			if !b.IsNumber() || !c.IsNumber() {
				err = notNumbers(*b, *c)
				goto fail
			}
			at(r, in.a).SetNumber(b.Float() * c.Float())
		case opMulK:
			b, c := at(r, in.b), konstAt(k, in.c)
			if !b.IsNumber() || !c.IsNumber() {
				err = notNumbers(*b, *c)
				goto fail
			}
			at(r, in.a).SetNumber(b.Float() * c.Float())
		case opDiv:
			b, c := at(r, in.b), at(r, in.c)
			if !b.IsNumber() || !c.IsNumber() {
				err = notNumbers(*b, *c)
				goto fail
			}
			at(r, in.a).SetNumber(b.Float() / c.Float())
		case opDivK:
			b, c := at(r, in.b), konstAt(k, in.c)
			if !b.IsNumber() || !c.IsNumber() {
				err = notNumbers(*b, *c)
				goto fail
			}
			at(r, in.a).SetNumber(b.Float() / c.Float())
		case opNeg:
			b := at(r, in.b)
			if !b.IsNumber() {
				_, err = realm.Negate(*b)
				goto fail
			}
			at(r, in.a).SetNumber(-b.Float())
		case opNot:
			at(r, in.a).SetBool(at(r, in.b).Falsey())
		case opEq:
			at(r, in.a).SetBool(object.Equal(*at(r, in.b), *at(r, in.c)))
		case opNe:
			at(r, in.a).SetBool(!object.Equal(*at(r, in.b), *at(r, in.c)))
		case opLt:
			b, c := at(r, in.b), at(r, in.c)
			if !b.IsNumber() || !c.IsNumber() {
				err = notNumbers(*b, *c)
				goto fail
			}
			at(r, in.a).SetBool(b.Float() < c.Float())
		case opNlt:
			b, c := at(r, in.b), at(r, in.c)
			if !b.IsNumber() || !c.IsNumber() {
				err = notNumbers(*b, *c)
				goto fail
			}
			at(r, in.a).SetBool(!(b.Float() < c.Float()))

		case opJump:
			ip = unsafe.Add(ip, int(in.wide())*int(instrSize))
		case opLoop:
			meter.Fuel--
			if meter.Fuel < 0 {
				if err = meter.Refuel(); err != nil {
					goto fail
				}
			}
			ip = unsafe.Add(ip, int(in.wide())*int(instrSize))
		case opStep:
			meter.Fuel--
			if meter.Fuel < 0 {
				if err = meter.Refuel(); err != nil {
					goto fail
				}
			}
		case opJumpFalse:
			if at(r, in.a).Falsey() {
				ip = unsafe.Add(ip, int(in.wide())*int(instrSize))
			}
		case opJumpTrue:
			if !at(r, in.a).Falsey() {
				ip = unsafe.Add(ip, int(in.wide())*int(instrSize))
			}
		case opJumpLt:
			a, b := at(r, in.a), at(r, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				err = notNumbers(*a, *b)
				goto fail
			}
			ip = leapIf(ip, a.Float() < b.Float())
		case opJumpNlt:
			a, b := at(r, in.a), at(r, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				err = notNumbers(*a, *b)
				goto fail
			}
			ip = leapIf(ip, !(a.Float() < b.Float()))
		case opJumpLtK:
			a, b := at(r, in.a), konstAt(k, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				err = notNumbers(*a, *b)
				goto fail
			}
			ip = leapIf(ip, a.Float() < b.Float())
		case opJumpNltK:
			a, b := at(r, in.a), konstAt(k, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				err = notNumbers(*a, *b)
				goto fail
			}
			ip = leapIf(ip, !(a.Float() < b.Float()))
		case opJumpGtK:
			a, b := at(r, in.a), konstAt(k, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				err = notNumbers(*a, *b)
				goto fail
			}
			ip = leapIf(ip, b.Float() < a.Float())
		case opJumpNgtK:
			a, b := at(r, in.a), konstAt(k, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				err = notNumbers(*a, *b)
				goto fail
			}
			ip = leapIf(ip, !(b.Float() < a.Float()))
		case opJumpEq:
			ip = leapIf(ip, object.Equal(*at(r, in.a), *at(r, in.b)))
		case opJumpNe:
			ip = leapIf(ip, !object.Equal(*at(r, in.a), *at(r, in.b)))
		case opJumpEqK:
			ip = leapIf(ip, object.Equal(*at(r, in.a), *konstAt(k, in.b)))
		case opJumpNeK:
			ip = leapIf(ip, !object.Equal(*at(r, in.a), *konstAt(k, in.b)))

		case opLoopLt, opLoopNlt, opLoopLtK, opLoopNltK, opLoopGtK, opLoopNgtK:
			meter.Fuel--
			if meter.Fuel < 0 {
				if err = meter.Refuel(); err != nil {
					goto fail
				}
			}
			a, b := at(r, in.a), at(r, in.b)
			if in.op >= opLoopLtK {
				b = konstAt(k, in.b)
			}
			if !a.IsNumber() || !b.IsNumber() {
				err = notNumbers(*a, *b)
				goto fail
			}
			x, y := a.Float(), b.Float()
			var again bool
			switch in.op {
			case opLoopLt, opLoopLtK:
				again = x < y
			case opLoopNlt, opLoopNltK:
				again = !(x < y)
			case opLoopGtK:
				again = y < x
			case opLoopNgtK:
				again = !(y < x)
			}
			ip = leapIf(ip, again)

		case opCallGlobal:
			meter.Fuel--
			if meter.Fuel < 0 {
				if err = meter.Refuel(); err != nil {
					goto fail
				}
			}
			v := e.realm.Globals.Values[in.c]
			if v.Kind() == object.KindFunction {
				callee, base, args = closureOf(v.Function()), in.a, int(in.b)
				goto enter
			}
			if v.IsUndefined() {
				err = e.realm.UndefinedVariable(int(in.c))
				goto fail
			}
			*at(r, in.a) = v
			base, args = in.a, int(in.b)
			goto resolve
		case opCall:
			meter.Fuel--
			if meter.Fuel < 0 {
				if err = meter.Refuel(); err != nil {
					goto fail
				}
			}
			v := at(r, in.a)
			base, args = in.a, int(in.b)
			if v.Kind() == object.KindFunction {
				callee = closureOf(v.Function())
				goto enter
			}
			goto resolve
		case opInvoke:
			meter.Fuel--
			if meter.Fuel < 0 {
				if err = meter.Refuel(); err != nil {
					goto fail
				}
			}
			v := at(r, in.a)
			base, args = in.a, int(in.b)
			if v.Kind() == object.KindInstance {
				c := &cl.proto.caches[in.c]
				if c.shape == v.Instance().Shape() && c.method != nil {
					callee = c.method
					goto enter
				}
			}
			if callee, err = e.method(v, &cl.proto.caches[in.c]); err != nil {
				goto fail
			}
			if callee != nil {
				goto enter
			}
			goto resolve // a field
		case opSuperInvoke:
			name := e.symbolWord(cl, ip)
			ip = unsafe.Add(ip, instrSize)
			meter.Fuel--
			if meter.Fuel < 0 {
				if err = meter.Refuel(); err != nil {
					goto fail
				}
			}
			if callee, err = e.superMethod(*at(r, in.c), name); err != nil {
				goto fail
			}
			base, args = in.a, int(in.b)
			goto enter

		case opReturn:
			*(*object.Value)(r) = *at(r, in.a)
			goto leave
		case opReturnNil:
			*(*object.Value)(r) = object.Nil
			goto leave

		case opGetField:
			v := at(r, in.b)
			c := &cl.proto.caches[in.c]
			if v.Kind() == object.KindInstance {
				i := v.Instance()
				if c.shape == i.Shape() && c.method == nil {
					*at(r, in.a) = i.Slot(c.slot)
					continue
				}
			}
			if err = e.getField(at(r, in.a), *v, c); err != nil {
				goto fail
			}
		case opSetField:
			v := at(r, in.a)
			c := &cl.proto.caches[in.c]
			if v.Kind() == object.KindInstance {
				i := v.Instance()
				if c.shape == i.Shape() {
					if c.grown == nil {
						i.SetSlot(c.slot, *at(r, in.b))
						continue
					}
					if i.GrowInPlace(c.grown, *at(r, in.b)) {
						continue
					}
				}
			}
			if err = e.setField(*v, *at(r, in.b), c); err != nil {
				goto fail
			}
		case opGetSuper:
			name := e.symbolWord(cl, ip)
			ip = unsafe.Add(ip, instrSize)
			if err = e.getSuper(at(r, in.a), *at(r, in.b), *at(r, in.c), name); err != nil {
				goto fail
			}
		case opClosure:
			if err = e.closure(at(r, in.a), cl, cl.proto.protos[in.b], r); err != nil {
				goto fail
			}
		case opClass:
			if err = e.class(at(r, in.a), cl.proto.consts[in.wide()].Str().Text()); err != nil {
				goto fail
			}
		case opInherit:
			var super *object.Class
			if super, err = realm.Superclass(*at(r, in.b)); err != nil {
				goto fail
			}
			at(r, in.a).Class().Inherit(super)
		case opMethod:
			name := e.symbolWord(cl, ip)
			ip = unsafe.Add(ip, instrSize)
			if err = e.addMethod(at(r, in.a).Class(), name, *at(r, in.b)); err != nil {
				goto fail
			}
		case opPrint:
			if err = e.realm.Print(*at(r, in.a)); err != nil {
				goto fail
			}
		}
		continue

	resolve: // a call of what is no plain function: a class, a bound method, a native
		e.frames[e.fp].pc = uintptr(ip) - uintptr(unsafe.Pointer(unsafe.SliceData(cl.proto.code)))
		callee, err = e.resolve(e.frames[e.fp].base+uintptr(base), args)
		if err != nil {
			goto fail
		}
		r = unsafe.Add(e.stack.base, e.frames[e.fp].base) // a native may have moved the stack
		if callee == nil {
			continue
		}

	enter:
		if callee.Arity != args {
			err = realm.WrongArity(callee.Arity, args)
			goto fail
		}
		{
			p := callee.proto
			meter.Depth += p.weight
			if meter.Depth > meter.MaxDepth {
				err = meter.Overflow()
				goto fail
			}
			f := &e.frames[e.fp]
			f.pc = uintptr(ip) - uintptr(unsafe.Pointer(unsafe.SliceData(cl.proto.code)))
			window := f.base + uintptr(base)
			if window+uintptr(p.frame) > e.stack.size {
				if err = e.grow(window, p.frame); err != nil {
					goto fail
				}
			}
			e.fp++
			if e.fp == len(e.frames) {
				e.frames = append(e.frames, make([]frame, len(e.frames))...)
			}
			f = &e.frames[e.fp]
			f.closure, f.base = callee, window
			cl = callee
			r = unsafe.Add(e.stack.base, window)
			ip = unsafe.Pointer(unsafe.SliceData(p.code))
			k = unsafe.Pointer(unsafe.SliceData(p.consts))
		}
		continue

	leave: // the value is in register 0, which is where the caller wants it
		meter.Depth -= cl.proto.weight
		e.fp--
		if e.fp < entry {
			return *(*object.Value)(r), nil
		}
		goto load
	}

fail:
	e.frames[e.fp].pc = uintptr(ip) - uintptr(unsafe.Pointer(unsafe.SliceData(cl.proto.code)))
	return object.Nil, e.trace(err, entry)
}

// leapIf reads the word behind an instruction: the distance to leap if the
// test holds.
func leapIf(ip unsafe.Pointer, leap bool) unsafe.Pointer {
	if leap {
		ip = unsafe.Add(ip, int((*instr)(ip).wide())*int(instrSize))
	}
	return unsafe.Add(ip, instrSize)
}
