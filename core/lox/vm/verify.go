package vm

import "errors"

// errBadCode is a defect of the compiler, which verify found before it could
// do harm.
var errBadCode = errors.New("vm: the compiler made code that does not hold together")

// verify looks that every instruction of a function, and of those in it, keeps
// within what is there: run reaches registers and constants without a check.
func (p *proto) verify() error {
	if p.frame > maxFrame {
		return errBadCode
	}
	last := len(p.code) - 1 // the word behind the last instruction
	starts := make([]bool, len(p.code)+1)
	for pc := 0; pc < last; pc++ {
		starts[pc] = true
		if p.code[pc].op >= opCount || !p.fits(pc) {
			return errBadCode
		}
		if forms[p.code[pc].op].next != none {
			pc++
		}
	}
	if last < 1 || !ends(p.code[last-1].op) || !p.leapsLand(starts) {
		return errBadCode
	}
	for _, inner := range p.protos {
		if err := inner.verify(); err != nil {
			return err
		}
	}
	return nil
}

// maxFrame is the largest window that an operand of 16 bits reaches, in bytes.
const maxFrame = 1 << 16

func ends(o op) bool { return o == opReturn || o == opReturnNil }

// fits checks the operands of one instruction.
func (p *proto) fits(pc int) bool {
	in, f := p.code[pc], forms[p.code[pc].op]
	if f.next != none && pc+2 >= len(p.code) {
		return false
	}
	if f.next == konst && !p.isConstant(int(p.code[pc+1].wide())) {
		return false
	}
	return p.operandFits(f.a, in, in.a) && p.operandFits(f.b, in, in.b) && p.operandFits(f.c, in, in.c)
}

func (p *proto) operandFits(o operand, in instr, v uint16) bool {
	switch o {
	case reg:
		return int(v)+int(valueSize) <= p.frame && int(v)%int(valueSize) == 0
	case konst:
		return p.isConstant(int(v))
	case wideK:
		return p.isConstant(int(in.wide()))
	case upvalue:
		return int(v) < len(p.captures)
	case count:
		return int(in.a)+(int(v)+1)*int(valueSize) <= p.frame
	case place:
		return int(v) < len(p.caches)
	case fn:
		return int(v) < len(p.protos)
	}
	return true
}

func (p *proto) isConstant(n int) bool { return n >= 0 && n < len(p.consts) }

// leapsLand checks that jumps land on instructions.
func (p *proto) leapsLand(starts []bool) bool {
	for pc := 0; pc < len(p.code); pc++ {
		f, at := forms[p.code[pc].op], pc
		if f.next != none {
			pc++
		}
		if f.next != leap && f.b != leap {
			continue
		}
		if f.next == leap {
			at = pc
		}
		target := at + 1 + int(p.code[at].wide())
		if target < 0 || target >= len(p.code) || !starts[target] {
			return false
		}
	}
	return true
}
