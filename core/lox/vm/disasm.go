package vm

import (
	"strconv"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// Listing is a program's code for a reader.
type Listing struct {
	Source *syntax.Source
	// Functions are the script first, and inner functions after the one that
	// they are in, in order of the text.
	Functions []ListedFunction
}

// ListedFunction is the code of one function.
type ListedFunction struct {
	// Name is empty for the script.
	Name      string
	Line      int // where it begins
	Arity     int
	Registers int // of its window
	// Captures say, for each captured cell, where a closure finds it when it
	// is made: in a register of the function around it, as r2, or among that
	// function's own, as up0.
	Captures     []string
	Instructions []Listed
}

// Listed is an instruction.
type Listed struct {
	// Offset is its place in the function's code, in words of eight bytes. An
	// instruction takes one or two.
	Offset int
	// Span is the piece of the source that it comes from, Line where that
	// begins.
	Span syntax.Span
	Line int
	Name string
	// Operands are those of op.go, in its order: registers as r1, captured
	// cells as up1, constants by value, properties and globals by name, the
	// number of arguments as args=1.
	Operands []string
	// Target is the offset that a jump leaps to; of anything else, -1.
	Target int
}

// Disassemble compiles a program that has no errors, and lists its code. What
// it is compiled to does not depend on what has run before.
func Disassemble(f *syntax.File) *Listing {
	l := lister{realm: realm.New(realm.Limits{}), listing: &Listing{Source: f.Source}}
	l.function(compile(l.realm, f), f.Script.Span())
	return l.listing
}

type lister struct {
	realm   *realm.Realm
	listing *Listing
}

// function lists a function that is at a place, and those in it.
func (l *lister) function(p *proto, at syntax.Span) {
	listed := ListedFunction{
		Name: p.name, Line: p.source.Line(at.Start), Arity: p.arity, Registers: p.frame / int(valueSize),
	}
	for _, c := range p.captures {
		listed.Captures = append(listed.Captures, c.text())
	}
	places := make([]syntax.Span, len(p.protos))
	for pc := 0; pc < len(p.code)-1; pc++ { // the last word is none: see finish
		listed.Instructions = append(listed.Instructions, l.instruction(p, pc))
		if p.code[pc].op == opClosure {
			places[p.code[pc].b] = p.spans[pc]
		}
		if forms[p.code[pc].op].next != none {
			pc++
		}
	}
	l.listing.Functions = append(l.listing.Functions, listed)
	for i, inner := range p.protos {
		l.function(inner, places[i])
	}
}

func (c capture) text() string {
	if c.local {
		return register(c.index)
	}
	return "up" + strconv.Itoa(int(c.index))
}

// register names the register of an operand.
func register(offset uint16) string { return "r" + strconv.Itoa(int(offset)/int(valueSize)) }

func (l *lister) instruction(p *proto, pc int) Listed {
	in, f := p.code[pc], forms[p.code[pc].op]
	listed := Listed{Offset: pc, Span: p.spans[pc], Line: p.source.Line(p.spans[pc].Start), Name: f.name, Target: -1}
	for _, o := range []struct {
		operand operand
		value   uint16
	}{{f.a, in.a}, {f.b, in.b}, {f.c, in.c}} {
		switch o.operand {
		case none:
		case leap:
			listed.Target = pc + 1 + int(in.wide())
		default:
			listed.Operands = append(listed.Operands, l.operand(p, o.operand, in, o.value))
		}
	}
	switch f.next {
	case leap:
		listed.Target = pc + 2 + int(p.code[pc+1].wide())
	case konst:
		listed.Operands = append(listed.Operands, l.symbol(p.consts[p.code[pc+1].wide()]))
	}
	return listed
}

// operand writes what one field of an instruction means.
func (l *lister) operand(p *proto, o operand, in instr, v uint16) string {
	switch o {
	case reg:
		return register(v)
	case konst:
		return constant(p.consts[v])
	case wideK:
		return constant(p.consts[in.wide()])
	case upvalue:
		return "up" + strconv.Itoa(int(v))
	case place:
		return "." + l.realm.Symbols.Name(p.cache(v).name)
	case fn:
		return "<fn " + p.protos[v].name + ">"
	case slot:
		return l.realm.Globals.Name(int(v))
	case global:
		return l.realm.Globals.Name(int(in.wide()))
	case count:
		return "args=" + strconv.Itoa(int(v))
	}
	return strconv.Itoa(int(v))
}

// symbol writes the name of a property, which stands as a number among the
// constants.
func (l *lister) symbol(v object.Value) string {
	return "." + l.realm.Symbols.Name(object.Symbol(v.Float()))
}

// maxConstant is how many bytes of a string are shown.
const maxConstant = 40

func constant(v object.Value) string {
	if v.Kind() != object.KindString {
		return string(object.Append(nil, v, object.Shortest))
	}
	if text := v.Text(); len(text) > maxConstant {
		return strconv.Quote(text[:maxConstant]) + "..."
	}
	return strconv.Quote(v.Text())
}
