package vm

import (
	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// compile turns a program into the function that runs it.
func compile(r *realm.Realm, f *syntax.File) *proto {
	c := newCompiler(r, nil, f.Source, f.Script)
	body := f.Script.Body
	if n := len(body); n > 0 {
		// The value of the program is that of its last statement.
		if last, ok := body[n-1].(*syntax.ExprStmt); ok {
			c.stmts(body[:n-1])
			c.returnValue(last.Expr)
			return c.finish()
		}
	}
	c.stmts(body)
	return c.finish()
}

// compiler compiles one function.
type compiler struct {
	realm *realm.Realm
	outer *compiler
	fn    *syntax.Function
	proto *proto

	// at is the span that the next instructions get: that of the node whose
	// error they may end in.
	at syntax.Span
	// next is the first register that is free, as a number. Locals take theirs
	// when they are declared, and give it back at the end of their block;
	// locals counts them, the rest of next are temporaries.
	next   int
	locals int
	regs   map[*syntax.Variable]int
	cells  map[*syntax.Variable]uint16 // the captured, by their numbers
	consts map[object.Value]int
}

func newCompiler(r *realm.Realm, outer *compiler, source *syntax.Source, fn *syntax.Function) *compiler {
	c := &compiler{
		realm: r, outer: outer, fn: fn, at: fn.Span(),
		regs: map[*syntax.Variable]int{}, cells: map[*syntax.Variable]uint16{}, consts: map[object.Value]int{},
		proto: &proto{name: fn.Name.Text, source: source, arity: len(fn.Params), kind: fn.Kind, weight: fn.Weight},
	}
	for i, v := range fn.Captures {
		c.cells[v] = uint16(i)
		c.proto.captures = append(c.proto.captures, outer.capture(v))
	}
	c.local(nil) // the function itself, or `this`
	if fn.Kind == syntax.Script {
		return c
	}
	params := fn.Scope.Vars
	if fn.Kind != syntax.Plain {
		c.regs[params[0]] = 0
		params = params[1:]
	}
	for _, v := range params[:len(fn.Params)] {
		c.local(v)
	}
	for _, v := range fn.Scope.Vars[:len(fn.Scope.Vars)-len(params)+len(fn.Params)] {
		c.box(v)
	}
	return c
}

// capture tells where a closure made in c finds a variable.
func (c *compiler) capture(v *syntax.Variable) capture {
	if v.Scope.Function == c.fn {
		return capture{true, offset(c.regs[v])}
	}
	return capture{false, c.cells[v]}
}

// finish ends the function. A word behind its last instruction is never read:
// it keeps the instruction pointer inside of the code.
func (c *compiler) finish() *proto {
	c.returnDefault()
	c.word(0)
	return c.proto
}

// returnDefault gives nil, and from an initializer its instance.
func (c *compiler) returnDefault() {
	if c.fn.Kind != syntax.Initializer {
		c.emit(opReturnNil, 0, 0, 0)
		return
	}
	r := 0
	if c.fn.Scope.Vars[0].Captured {
		r = c.reserve()
		c.next--
		c.emit(opGetCell, offset(r), 0, 0)
	}
	c.emit(opReturn, offset(r), 0, 0)
}

// offset turns the number of a register into an operand.
func offset(register int) uint16 { return uint16(uintptr(register) * valueSize) }

func (c *compiler) emit(o op, a, b, d uint16) int {
	c.proto.code = append(c.proto.code, instr{o, a, b, d})
	c.proto.spans = append(c.proto.spans, c.at)
	c.proto.live = append(c.proto.live, uint16(c.next))
	return len(c.proto.code) - 1
}

func (c *compiler) emitWide(o op, a uint16, n int) int {
	i := c.emit(o, a, 0, 0)
	c.proto.code[i].setWide(n)
	return i
}

// word emits the word behind an instruction.
func (c *compiler) word(n int) int { return c.emitWide(0, 0, n) }

// here is where the next instruction will be.
func (c *compiler) here() int { return len(c.proto.code) }

// jumps are places whose leaps are not known yet.
type jumps []int

// land lets jumps leap to here.
func (c *compiler) land(list jumps) { c.landAt(list, c.here()) }

// landAt lets jumps leap to a target. A distance counts from behind the word
// that holds it.
func (c *compiler) landAt(list jumps, target int) {
	for _, at := range list {
		c.proto.code[at].setWide(target - at - 1)
	}
}

// reserve takes the next free register.
func (c *compiler) reserve() int {
	r := c.next
	c.next++
	c.proto.frame = max(c.proto.frame, c.next*int(valueSize))
	return r
}

// local gives a variable the next register; nil only takes it.
func (c *compiler) local(v *syntax.Variable) int {
	r := c.reserve()
	c.locals = c.next
	if v != nil {
		c.regs[v] = r
	}
	return r
}

// box puts a variable that functions capture into a cell.
func (c *compiler) box(v *syntax.Variable) {
	if v.Captured {
		c.emit(opNewCell, offset(c.regs[v]), 0, 0)
	}
}

// scope compiles what is in a scope, whose registers are free behind it.
func (c *compiler) scope(inside func()) {
	next, locals := c.next, c.locals
	inside()
	c.next, c.locals = next, locals
}

// temp compiles something that uses temporaries, and frees them.
func (c *compiler) temp(inside func()) {
	next := c.next
	inside()
	c.next = next
}

// isTemp tells that a register holds no variable.
func (c *compiler) isTemp(register int) bool { return register >= c.locals }

// constant gives the number of a constant; equal ones share it.
func (c *compiler) constant(v object.Value) int {
	if v.IsNumber() && (v.Float() != v.Float() || v.Float() == 0) {
		return c.newConstant(v) // NaN equals nothing, and 0 equals -0
	}
	if n, ok := c.consts[v]; ok {
		return n
	}
	n := c.newConstant(v)
	c.consts[v] = n
	return n
}

func (c *compiler) newConstant(v object.Value) int {
	c.proto.consts = append(c.proto.consts, v)
	return len(c.proto.consts) - 1
}

// symbol gives the number of the constant that holds a property's name.
func (c *compiler) symbol(name string) int {
	return c.constant(object.Number(float64(c.realm.Symbols.Of(name))))
}

// cache gives the number of a new cache for a property.
func (c *compiler) cache(name string) uint16 {
	c.proto.caches = append(c.proto.caches, cache{name: c.realm.Symbols.Of(name)})
	return uint16(len(c.proto.caches) - 1)
}

func (c *compiler) global(name string) int { return c.realm.Globals.Slot(name) }
