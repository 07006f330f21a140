package vm

import (
	"unsafe"

	"github.com/twelvefold/twelvefold/core/lox/object"
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
// window in registers only within one, and only as long as nothing that is
// live across a call: whatever calls a function saves the frame before, and
// loads it again behind. Such work is in slow.go.
//
//nolint:gocyclo // see above
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
		args   uint16
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
				goto undefined
			}
			*at(r, in.a) = v
		case opSetGlobal:
			v := &e.realm.Globals.Values[in.wide()]
			if v.IsUndefined() {
				goto undefined
			}
			*v = *at(r, in.a)
		case opDefGlobal:
			e.realm.Globals.Values[in.wide()] = *at(r, in.a)
		case opNewCell:
			e.save(ip)
			if err = e.newCell(at(r, in.a)); err != nil {
				goto failed
			}
			goto load
		case opGetCell:
			*at(r, in.a) = object.As[cell](at(r, in.b).Object()).value
		case opSetCell:
			object.As[cell](at(r, in.a).Object()).value = *at(r, in.b)
		case opGetUp:
			*at(r, in.a) = cl.cell(in.b).value
		case opSetUp:
			cl.cell(in.b).value = *at(r, in.a)
		case opAdd:
			b, c := at(r, in.b), at(r, in.c)
			if b.IsNumber() && c.IsNumber() {
				at(r, in.a).SetNumber(b.Float() + c.Float())
				continue
			}
			e.save(ip)
			if err = e.add(at(r, in.a), *b, *c); err != nil {
				goto failed
			}
			goto load
		case opAddK:
			b, c := at(r, in.b), konstAt(k, in.c)
			if b.IsNumber() && c.IsNumber() {
				at(r, in.a).SetNumber(b.Float() + c.Float())
				continue
			}
			e.save(ip)
			if err = e.add(at(r, in.a), *b, *c); err != nil {
				goto failed
			}
			goto load
		case opSub:
			b, c := at(r, in.b), at(r, in.c)
			if b.IsNumber() && c.IsNumber() {
				at(r, in.a).SetNumber(b.Float() - c.Float())
				continue
			}
			goto notNumbers
		case opSubK:
			b, c := at(r, in.b), konstAt(k, in.c)
			if b.IsNumber() && c.IsNumber() {
				at(r, in.a).SetNumber(b.Float() - c.Float())
				continue
			}
			goto notNumbers
		case opMul:
			b, c := at(r, in.b), at(r, in.c)
			if b.IsNumber() && c.IsNumber() {
				at(r, in.a).SetNumber(b.Float() * c.Float())
				continue
			}
			goto notNumbers
		case opMulK:
			b, c := at(r, in.b), konstAt(k, in.c)
			if b.IsNumber() && c.IsNumber() {
				at(r, in.a).SetNumber(b.Float() * c.Float())
				continue
			}
			goto notNumbers
		case opDiv:
			b, c := at(r, in.b), at(r, in.c)
			if b.IsNumber() && c.IsNumber() {
				at(r, in.a).SetNumber(b.Float() / c.Float())
				continue
			}
			goto notNumbers
		case opDivK:
			b, c := at(r, in.b), konstAt(k, in.c)
			if b.IsNumber() && c.IsNumber() {
				at(r, in.a).SetNumber(b.Float() / c.Float())
				continue
			}
			goto notNumbers
		case opNeg:
			b := at(r, in.b)
			if !b.IsNumber() {
				goto notNumbers
			}
			at(r, in.a).SetNumber(-b.Float())
		case opNot:
			at(r, in.a).SetBool(at(r, in.b).Falsey())
		case opEq:
			b, c := at(r, in.b), at(r, in.c)
			if equal, sure := object.Quick(b, c); sure {
				at(r, in.a).SetBool(equal)
				continue
			}
			e.save(ip)
			equalTexts(at(r, in.a), b, c, true)
			goto load
		case opNe:
			b, c := at(r, in.b), at(r, in.c)
			if equal, sure := object.Quick(b, c); sure {
				at(r, in.a).SetBool(!equal)
				continue
			}
			e.save(ip)
			equalTexts(at(r, in.a), b, c, false)
			goto load
		case opLt:
			b, c := at(r, in.b), at(r, in.c)
			if b.IsNumber() && c.IsNumber() {
				at(r, in.a).SetBool(b.Float() < c.Float())
				continue
			}
			goto notNumbers
		case opNlt:
			b, c := at(r, in.b), at(r, in.c)
			if b.IsNumber() && c.IsNumber() {
				at(r, in.a).SetBool(!(b.Float() < c.Float()))
				continue
			}
			goto notNumbers
		case opJump:
			ip = unsafe.Add(ip, int(in.wide())*int(instrSize))
		case opLoop:
			if meter.Fuel == 0 {
				goto more
			}
			meter.Fuel--
			ip = unsafe.Add(ip, int(in.wide())*int(instrSize))
		case opStep:
			if meter.Fuel == 0 {
				goto more
			}
			meter.Fuel--
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
				goto notNumbers
			}
			ip = leapIf(ip, a.Float() < b.Float())
		case opJumpNlt:
			a, b := at(r, in.a), at(r, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				goto notNumbers
			}
			ip = leapIf(ip, !(a.Float() < b.Float()))
		case opJumpLtK:
			a, b := at(r, in.a), konstAt(k, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				goto notNumbers
			}
			ip = leapIf(ip, a.Float() < b.Float())
		case opJumpNltK:
			a, b := at(r, in.a), konstAt(k, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				goto notNumbers
			}
			ip = leapIf(ip, !(a.Float() < b.Float()))
		case opJumpGtK:
			a, b := at(r, in.a), konstAt(k, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				goto notNumbers
			}
			ip = leapIf(ip, b.Float() < a.Float())
		case opJumpNgtK:
			a, b := at(r, in.a), konstAt(k, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				goto notNumbers
			}
			ip = leapIf(ip, !(b.Float() < a.Float()))
		case opLoopLt:
			if meter.Fuel == 0 {
				goto more
			}
			meter.Fuel--
			a, b := at(r, in.a), at(r, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				goto notNumbers
			}
			ip = leapIf(ip, a.Float() < b.Float())
		case opLoopNlt:
			if meter.Fuel == 0 {
				goto more
			}
			meter.Fuel--
			a, b := at(r, in.a), at(r, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				goto notNumbers
			}
			ip = leapIf(ip, !(a.Float() < b.Float()))
		case opLoopLtK:
			if meter.Fuel == 0 {
				goto more
			}
			meter.Fuel--
			a, b := at(r, in.a), konstAt(k, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				goto notNumbers
			}
			ip = leapIf(ip, a.Float() < b.Float())
		case opLoopNltK:
			if meter.Fuel == 0 {
				goto more
			}
			meter.Fuel--
			a, b := at(r, in.a), konstAt(k, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				goto notNumbers
			}
			ip = leapIf(ip, !(a.Float() < b.Float()))
		case opLoopGtK:
			if meter.Fuel == 0 {
				goto more
			}
			meter.Fuel--
			a, b := at(r, in.a), konstAt(k, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				goto notNumbers
			}
			ip = leapIf(ip, b.Float() < a.Float())
		case opLoopNgtK:
			if meter.Fuel == 0 {
				goto more
			}
			meter.Fuel--
			a, b := at(r, in.a), konstAt(k, in.b)
			if !a.IsNumber() || !b.IsNumber() {
				goto notNumbers
			}
			ip = leapIf(ip, !(b.Float() < a.Float()))
		case opJumpEq:
			a, b := at(r, in.a), at(r, in.b)
			if equal, sure := object.Quick(a, b); sure {
				ip = leapIf(ip, equal)
				continue
			}
			e.save(ip)
			e.jumpTexts(a, b, true)
			goto load
		case opJumpNe:
			a, b := at(r, in.a), at(r, in.b)
			if equal, sure := object.Quick(a, b); sure {
				ip = leapIf(ip, !equal)
				continue
			}
			e.save(ip)
			e.jumpTexts(a, b, false)
			goto load
		case opJumpEqK:
			a, b := at(r, in.a), konstAt(k, in.b)
			if equal, sure := object.Quick(a, b); sure {
				ip = leapIf(ip, equal)
				continue
			}
			e.save(ip)
			e.jumpTexts(a, b, true)
			goto load
		case opJumpNeK:
			a, b := at(r, in.a), konstAt(k, in.b)
			if equal, sure := object.Quick(a, b); sure {
				ip = leapIf(ip, !equal)
				continue
			}
			e.save(ip)
			e.jumpTexts(a, b, false)
			goto load
		case opCallGlobal:
			v := &e.realm.Globals.Values[in.c]
			if v.IsUndefined() {
				goto undefined
			}
			if meter.Fuel == 0 {
				goto more
			}
			meter.Fuel--
			base, args = in.a, in.b
			if v.Kind() == object.KindFunction {
				callee = closureOf(v.Function())
				goto enter
			}
			*at(r, in.a) = *v
			goto resolve
		case opCall:
			if meter.Fuel == 0 {
				goto more
			}
			meter.Fuel--
			v := at(r, in.a)
			base, args = in.a, in.b
			if v.Kind() == object.KindFunction {
				callee = closureOf(v.Function())
				goto enter
			}
			goto resolve
		case opInvoke:
			if meter.Fuel == 0 {
				goto more
			}
			meter.Fuel--
			v := at(r, in.a)
			base, args = in.a, in.b
			c := cl.proto.cache(in.c)
			if v.Kind() == object.KindInstance {
				shape := v.Instance().Shape()
				if c.shape == shape && c.method != nil {
					callee = c.method
					goto enter
				}
				if k, ok := e.mega.knows(c, shape); ok && k.method != nil {
					callee = k.method
					goto enter
				}
			}
			e.save(ip)
			if err = e.invoke(base, args, c); err != nil {
				goto failed
			}
			goto load
		case opSuperInvoke:
			if meter.Fuel == 0 {
				goto more
			}
			meter.Fuel--
			e.save(unsafe.Add(ip, instrSize))
			if err = e.superInvoke(in, *at(r, in.c), cl.proto.symbol(ip)); err != nil {
				goto failed
			}
			goto load
		case opReturn:
			*(*object.Value)(r) = *at(r, in.a)
			goto leave
		case opReturnNil:
			*(*object.Value)(r) = object.Nil
			goto leave
		case opGetField:
			v := at(r, in.b)
			c := cl.proto.cache(in.c)
			if v.Kind() == object.KindInstance {
				i := v.Instance()
				if c.shape == i.Shape() && c.method == nil {
					*at(r, in.a) = i.Slot(c.slot)
					continue
				}
				if k, ok := e.mega.knows(c, i.Shape()); ok && k.method == nil {
					*at(r, in.a) = i.Slot(int(k.slot))
					continue
				}
			}
			e.save(ip)
			if err = e.getField(at(r, in.a), *v, c); err != nil {
				goto failed
			}
			goto load
		case opSetField:
			v := at(r, in.a)
			c := cl.proto.cache(in.c)
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
				} else if k, ok := e.mega.knows(c, i.Shape()); ok && k.method == nil {
					i.SetSlot(int(k.slot), *at(r, in.b))
					continue
				}
			}
			e.save(ip)
			if err = e.setField(*v, *at(r, in.b), c); err != nil {
				goto failed
			}
			goto load
		case opGetSuper:
			e.save(unsafe.Add(ip, instrSize))
			if err = e.getSuper(at(r, in.a), *at(r, in.b), *at(r, in.c), cl.proto.symbol(ip)); err != nil {
				goto failed
			}
			goto load
		case opClosure:
			e.save(ip)
			if err = e.closure(at(r, in.a), cl, cl.proto.protos[in.b], r); err != nil {
				goto failed
			}
			goto load
		case opClass:
			e.save(ip)
			if err = e.class(at(r, in.a), cl.proto.consts[in.wide()]); err != nil {
				goto failed
			}
			goto load
		case opInherit:
			e.save(ip)
			if err = e.inherit(*at(r, in.a), *at(r, in.b)); err != nil {
				goto failed
			}
			goto load
		case opMethod:
			e.save(unsafe.Add(ip, instrSize))
			if err = e.addMethod(*at(r, in.a), cl.proto.symbol(ip), *at(r, in.b)); err != nil {
				goto failed
			}
			goto load
		case opPrint:
			e.save(ip)
			if err = e.realm.Print(*at(r, in.a)); err != nil {
				goto failed
			}
			goto load
		}
		continue

	enter: // callee, whose window is ready at base
		{
			p := callee.proto
			depth := meter.Depth + p.weight
			f := &e.frames[e.fp]
			window := f.base + uintptr(base)
			if p.arity != int(args) || depth > meter.MaxDepth || window+uintptr(p.frame) > e.stack.size || e.fp+1 == len(e.frames) {
				e.save(ip)
				if err = e.enter(callee, window, int(args)); err != nil {
					goto failed
				}
				goto load
			}
			meter.Depth = depth
			f.pc = uintptr(ip) - uintptr(unsafe.Pointer(unsafe.SliceData(cl.proto.code)))
			e.fp++
			f = &e.frames[e.fp]
			f.closure, f.base = callee, window
			cl = callee
			r = unsafe.Add(r, uintptr(base))
			ip = unsafe.Pointer(unsafe.SliceData(p.code))
			k = unsafe.Pointer(unsafe.SliceData(p.consts))
		}
		continue

	resolve: // a call of what is no plain function: a class, a bound method, a native
		e.save(ip)
		if err = e.callOther(base, int(args)); err != nil {
			goto failed
		}
		goto load

	more: // the next steps, for the instruction at hand to begin again
		e.save(ip)
		if err = meter.More(); err != nil {
			goto failed
		}
		e.frames[e.fp].pc -= instrSize
		goto load

	leave: // the value is in register 0, which is where the caller wants it
		meter.Depth -= cl.proto.weight
		e.fp--
		if e.fp < entry {
			return *(*object.Value)(r), nil
		}
		goto load
	}

notNumbers:
	e.save(ip)
	err = e.notNumbers()
	goto failed
undefined:
	e.save(ip)
	err = e.undefined()
failed:
	return object.Nil, e.trace(err, entry)
}

// save keeps where the frame on top goes on.
func (e *Engine) save(ip unsafe.Pointer) {
	f := &e.frames[e.fp]
	f.pc = uintptr(ip) - uintptr(unsafe.Pointer(unsafe.SliceData(f.closure.proto.code)))
}

// leapIf reads the word behind an instruction: the distance to leap if the
// test holds.
func leapIf(ip unsafe.Pointer, leap bool) unsafe.Pointer {
	if leap {
		ip = unsafe.Add(ip, int((*instr)(ip).wide())*int(instrSize))
	}
	return unsafe.Add(ip, instrSize)
}
