package vm

import (
	"errors"

	"github.com/twelvefold/twelvefold/core/lox/object"
)

// errBadCode is a defect of the compiler, which verify found before it could
// do harm.
var errBadCode = errors.New("vm: the compiler made code that does not hold together")

// verify looks that every instruction of a function, and of those in it, keeps
// within what is there: run reaches registers and constants without a check.
// Which registers hold cells, and which classes, is the compiler's word.
func (p *proto) verify(globals int) error {
	if !p.tablesFit() {
		return errBadCode
	}
	last := len(p.code) - 1 // the word behind the last instruction
	starts := make([]bool, len(p.code)+1)
	for pc := 0; pc < last; pc++ {
		starts[pc] = true
		if p.code[pc].op >= opCount || !p.fits(pc, globals) {
			return errBadCode
		}
		if forms[p.code[pc].op].next != none {
			pc++
		}
	}
	if last < 1 || !starts[last-1] || !ends(p.code[last-1].op) || !p.leapsLand(starts) {
		return errBadCode
	}
	for _, inner := range p.protos {
		if err := inner.verify(globals); err != nil {
			return err
		}
	}
	return nil
}

// maxFrame is the largest window that an operand of 16 bits reaches, in bytes.
const maxFrame = 1 << 16

// tablesFit checks what goes with the code: a place for each instruction, room
// for the arguments, and where the closures made here find their cells.
func (p *proto) tablesFit() bool {
	if p.frame > maxFrame || (p.arity+1)*int(valueSize) > p.frame {
		return false
	}
	if len(p.spans) != len(p.code) || len(p.live) != len(p.code) {
		return false
	}
	for _, live := range p.live {
		if int(live)*int(valueSize) > p.frame {
			return false
		}
	}
	for _, inner := range p.protos {
		for _, c := range inner.captures {
			if c.local && !p.isRegister(c.index) || !c.local && int(c.index) >= len(p.captures) {
				return false
			}
		}
	}
	return true
}

func ends(o op) bool { return o == opReturn || o == opReturnNil }

// fits checks the operands of one instruction.
func (p *proto) fits(pc, globals int) bool {
	in, f := p.code[pc], forms[p.code[pc].op]
	if f.next != none && pc+2 >= len(p.code) {
		return false
	}
	if f.next == konst {
		// The number of a name.
		if n := int(p.code[pc+1].wide()); !p.isConstant(n) || !p.consts[n].IsNumber() {
			return false
		}
	}
	if n := int(in.wide()); in.op == opClass && (!p.isConstant(n) || p.consts[n].Kind() != object.KindString) {
		return false
	}
	fits := func(o operand, v uint16) bool { return p.operandFits(o, in, v, globals) }
	return fits(f.a, in.a) && fits(f.b, in.b) && fits(f.c, in.c)
}

func (p *proto) isRegister(offset uint16) bool {
	return int(offset)+int(valueSize) <= p.frame && int(offset)%int(valueSize) == 0
}

func (p *proto) operandFits(o operand, in instr, v uint16, globals int) bool {
	switch o {
	case reg:
		return p.isRegister(v)
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
	case slot:
		return int(v) < globals
	case global:
		return in.wide() >= 0 && int(in.wide()) < globals
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
