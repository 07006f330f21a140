package vm

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// expr compiles an expression whose value goes into register r. Where r is a
// variable it is written last: the expression may read the variable.
func (c *compiler) expr(e syntax.Expr, r int) {
	syntax.Unwind()
	switch e := e.(type) {
	case *syntax.Literal:
		c.at = e.Span()
		c.load(literal(e), r)
	case *syntax.Grouping:
		c.expr(e.Inner, r)
	case *syntax.Name:
		c.read(e.Ref, e.Ident.Text, e, r)
	case *syntax.ThisExpr:
		c.read(e.Ref, "", e, r)
	case *syntax.Assign:
		c.assign(e, r)
	case *syntax.Unary:
		if k, ok := constantOf(e); ok {
			c.load(k, r)
			return
		}
		c.temp(func() {
			v := c.operandIn(e.Operand, r, nil)
			c.at = e.Span()
			c.emit(unaryOps[e.Op], offset(r), offset(v), 0)
		})
	case *syntax.Binary:
		c.binary(e, r)
	case *syntax.Logical:
		c.logical(e, r)
	case *syntax.Call:
		c.temp(func() { c.call(e, r) })
	case *syntax.Get:
		c.temp(func() {
			o := c.operandIn(e.Object, r, nil)
			c.at = e.Span()
			c.emit(opGetField, offset(r), offset(o), c.cache(e.Name.Text))
		})
	case *syntax.Set:
		c.temp(func() { c.move(r, c.set(e, c.operandIn(e.Object, r, e.Value))) })
	case *syntax.SuperGet:
		c.superGet(e, r)
	}
}

var unaryOps = map[syntax.Kind]op{syntax.Minus: opNeg, syntax.Bang: opNot}

// literal gives the value of a literal.
func literal(e *syntax.Literal) object.Value {
	switch e.Kind {
	case syntax.Number:
		return object.Number(e.Number)
	case syntax.String:
		return object.Literal(e.Text)
	case syntax.Nil:
		return object.Nil
	}
	return object.Bool(e.Kind == syntax.True)
}

func (c *compiler) move(to, from int) {
	if to != from {
		c.emit(opMove, offset(to), offset(from), 0)
	}
}

// read brings a variable into a register.
func (c *compiler) read(ref syntax.Ref, name string, e syntax.Expr, r int) {
	c.at = e.Span()
	switch v := ref.Var; {
	case v == nil:
		c.emitWide(opGetGlobal, offset(r), c.global(name))
	case v.Scope.Function != c.fn:
		c.emit(opGetUp, offset(r), c.cells[v], 0)
	case v.Captured:
		c.emit(opGetCell, offset(r), offset(c.regs[v]), 0)
	default:
		c.move(r, c.regs[v])
	}
}

// plain gives the register of an expression that is a variable there.
func (c *compiler) plain(e syntax.Expr) (r int, ok bool) {
	var v *syntax.Variable
	switch e := e.(type) {
	case *syntax.Grouping:
		return c.plain(e.Inner)
	case *syntax.Name:
		v = e.Var
	case *syntax.ThisExpr:
		v = e.Var
	}
	if v == nil || v.Captured || v.Scope.Function != c.fn {
		return 0, false
	}
	return c.regs[v], true
}

// operand compiles an expression whose value may lie in any register: a
// variable stays where it is, unless what is evaluated before the value is
// used assigns to variables.
func (c *compiler) operand(e syntax.Expr, before syntax.Expr) int {
	if r, ok := c.plain(e); ok && !assigns(before) {
		return r
	}
	r := c.reserve()
	c.expr(e, r)
	return r
}

// operandIn is operand, but takes register r where that is the last temporary
// in use, rather than one more.
func (c *compiler) operandIn(e syntax.Expr, r int, before syntax.Expr) int {
	if v, ok := c.plain(e); ok && !assigns(before) {
		return v
	}
	if !c.isTemp(r) {
		r = c.reserve()
	}
	c.expr(e, r)
	return r
}

// assigns tells that an expression assigns to a variable; nil does not.
func assigns(e syntax.Expr) bool {
	return contains(e, func(e syntax.Expr) bool {
		_, ok := e.(*syntax.Assign)
		return ok
	})
}

// hasEffect tells that an expression does more than give a value, or an error.
func hasEffect(e syntax.Expr) bool {
	return contains(e, func(e syntax.Expr) bool {
		switch e.(type) {
		case *syntax.Assign, *syntax.Set, *syntax.Call:
			return true
		}
		return false
	})
}

// mostLooks is how many nodes contains looks at: operators that stand in each
// other ask it anew at each level, which may not take the square of the time.
const mostLooks = 64

// contains tells that an expression, or one in it, is such; or that it is too
// large to know.
func contains(e syntax.Expr, such func(syntax.Expr) bool) bool {
	looks := 0
	return anyIn(e, func(e syntax.Expr) bool {
		looks++
		return looks > mostLooks || such(e)
	})
}

// anyIn tells that an expression, or one in it, is such.
func anyIn(e syntax.Expr, such func(syntax.Expr) bool) bool {
	if e == nil || such(e) {
		return e != nil
	}
	switch e := e.(type) {
	case *syntax.Assign:
		return anyIn(e.Value, such)
	case *syntax.Grouping:
		return anyIn(e.Inner, such)
	case *syntax.Unary:
		return anyIn(e.Operand, such)
	case *syntax.Binary:
		return anyIn(e.Left, such) || anyIn(e.Right, such)
	case *syntax.Logical:
		return anyIn(e.Left, such) || anyIn(e.Right, such)
	case *syntax.Get:
		return anyIn(e.Object, such)
	case *syntax.Set:
		return anyIn(e.Object, such) || anyIn(e.Value, such)
	case *syntax.Call:
		return anyIn(e.Callee, such) || slices.ContainsFunc(e.Args, func(a syntax.Expr) bool { return anyIn(a, such) })
	}
	return false
}

// assign stores into a variable; the value is also brought into r.
func (c *compiler) assign(e *syntax.Assign, r int) {
	v := e.Var
	if v != nil && v.Scope.Function == c.fn && !v.Captured {
		c.expr(e.Value, c.regs[v])
		c.move(r, c.regs[v])
		return
	}
	c.temp(func() {
		from := c.operandIn(e.Value, r, nil)
		c.store(e, from)
		c.move(r, from)
	})
}

// store writes a register into a variable that is not in one.
func (c *compiler) store(e *syntax.Assign, from int) {
	c.at = e.Span()
	switch v := e.Var; {
	case v == nil:
		c.emitWide(opSetGlobal, offset(from), c.global(e.Ident.Text))
	case v.Scope.Function != c.fn:
		c.emit(opSetUp, offset(from), c.cells[v], 0)
	default:
		c.emit(opSetCell, offset(c.regs[v]), offset(from), 0)
	}
}

// effect compiles an expression whose value nobody wants.
func (c *compiler) effect(e syntax.Expr) {
	switch e := e.(type) {
	case *syntax.Grouping:
		c.effect(e.Inner)
	case *syntax.Assign:
		v := e.Var
		if v != nil && v.Scope.Function == c.fn && !v.Captured {
			c.expr(e.Value, c.regs[v])
			return
		}
		c.store(e, c.operand(e.Value, nil))
	case *syntax.Set:
		c.set(e, c.operand(e.Object, e.Value))
	default:
		c.expr(e, c.reserve())
	}
}

// set stores a field of the object in register o, and gives the register with
// the value.
func (c *compiler) set(e *syntax.Set, o int) int {
	v := c.operand(e.Value, nil)
	c.at = e.Span()
	c.emit(opSetField, offset(o), offset(v), c.cache(e.Name.Text))
	return v
}

// arithmetic are the instructions of operators between two registers, and of
// those with a constant to the right.
var arithmetic = map[syntax.Kind]struct{ regs, constant op }{
	syntax.Plus:  {opAdd, opAddK},
	syntax.Minus: {opSub, opSubK},
	syntax.Star:  {opMul, opMulK},
	syntax.Slash: {opDiv, opDivK},
}

func (c *compiler) binary(e *syntax.Binary, r int) {
	c.temp(func() {
		ops, ok := arithmetic[e.Op]
		if k, isK := constantOf(e.Left); isK && e.Op == syntax.Star {
			c.withConstant(ops.constant, e, r, c.operandIn(e.Right, r, nil), k) // the same either way round
			return
		}
		left := c.operandIn(e.Left, r, e.Right)
		if k, isK := constantOf(e.Right); ok && isK {
			c.withConstant(ops.constant, e, r, left, k)
			return
		}
		right := c.operand(e.Right, nil)
		c.at = e.Span()
		if !ok {
			c.compare(e.Op, r, left, right)
			return
		}
		c.emit(ops.regs, offset(r), offset(left), offset(right))
	})
}

// withConstant compiles an operator between a register and a constant.
func (c *compiler) withConstant(o op, e *syntax.Binary, r, operand int, k object.Value) {
	c.at = e.Span()
	c.emit(o, offset(r), offset(operand), uint16(c.constant(k)))
}

// constantOf gives the value of an expression that is a literal, or a number
// with a minus.
func constantOf(e syntax.Expr) (object.Value, bool) {
	switch e := e.(type) {
	case *syntax.Grouping:
		return constantOf(e.Inner)
	case *syntax.Literal:
		return literal(e), true
	case *syntax.Unary:
		// Not the constant of any operand: each minus of many in a row would
		// look through all behind it.
		if n, ok := e.Operand.(*syntax.Literal); ok && e.Op == syntax.Minus && n.Kind == syntax.Number {
			return object.Number(-n.Number), true
		}
	}
	return object.Value{}, false
}

// compare makes a comparison a value. a > b is b < a, and a >= b not a < b, as
// the book's compiler has them.
func (c *compiler) compare(o syntax.Kind, r, left, right int) {
	a, b := offset(left), offset(right)
	switch o {
	case syntax.EqualEqual:
		c.emit(opEq, offset(r), a, b)
	case syntax.BangEqual:
		c.emit(opNe, offset(r), a, b)
	case syntax.Less:
		c.emit(opLt, offset(r), a, b)
	case syntax.GreaterEqual:
		c.emit(opNlt, offset(r), a, b)
	case syntax.Greater:
		c.emit(opLt, offset(r), b, a)
	case syntax.LessEqual:
		c.emit(opNlt, offset(r), b, a)
	}
}

func (c *compiler) logical(e *syntax.Logical, r int) {
	c.temp(func() {
		t := r
		if !c.isTemp(r) {
			t = c.reserve()
		}
		c.expr(e.Left, t)
		o := opJumpFalse
		if e.Op == syntax.Or {
			o = opJumpTrue
		}
		end := jumps{c.emitWide(o, offset(t), 0)}
		c.expr(e.Right, t)
		c.land(end)
		c.move(r, t)
	})
}

// call compiles a call. Its window begins at register r where that is the last
// temporary, so that the result lies there at once.
func (c *compiler) call(e *syntax.Call, r int) {
	base := r
	if !c.isTemp(r) || r != c.next-1 {
		base = c.reserve()
	}
	n := uint16(len(e.Args))
	switch callee := e.Callee.(type) {
	case *syntax.Get:
		c.expr(callee.Object, base)
		c.args(e.Args)
		c.at = e.Span()
		c.emit(opInvoke, offset(base), n, c.cache(callee.Name.Text))
	case *syntax.SuperGet:
		c.read(callee.This, "", callee, base)
		c.args(e.Args)
		super := c.superclass(callee)
		c.at = e.Span()
		c.emit(opSuperInvoke, offset(base), n, offset(super))
		c.word(c.symbol(callee.Method.Text))
	default:
		c.callPlain(e, callee, base, n)
	}
	c.move(r, base)
}

// callPlain calls what is no property. A global is looked up before the
// arguments are evaluated. Where they have no effect, the call itself may look
// it up; a guard sees to it that an error in them does not come first.
func (c *compiler) callPlain(e *syntax.Call, callee syntax.Expr, base int, n uint16) {
	if name, ok := callee.(*syntax.Name); ok && name.Var == nil && !slices.ContainsFunc(e.Args, hasEffect) {
		if slot := c.global(name.Ident.Text); slot < 1<<16 {
			start := c.here()
			c.args(e.Args)
			c.at = e.Span()
			end := c.emit(opCallGlobal, offset(base), n, uint16(slot))
			c.proto.guards = append(c.proto.guards, guard{start, end, slot, name.Span()})
			return
		}
	}
	c.expr(callee, base)
	c.args(e.Args)
	c.at = e.Span()
	c.emit(opCall, offset(base), n, 0)
}

// args brings arguments into the registers behind the one used last.
func (c *compiler) args(args []syntax.Expr) {
	for _, a := range args {
		c.expr(a, c.reserve())
	}
}

// superclass brings what super means into a register. It is always captured:
// the variable belongs to the class around the method.
func (c *compiler) superclass(e *syntax.SuperGet) int {
	r := c.reserve()
	c.read(e.Super, "", e, r)
	return r
}

func (c *compiler) superGet(e *syntax.SuperGet, r int) {
	c.temp(func() {
		this := c.reserve()
		c.read(e.This, "", e, this)
		super := c.superclass(e)
		c.at = e.Span()
		c.emit(opGetSuper, offset(r), offset(this), offset(super))
		c.word(c.symbol(e.Method.Text))
	})
}
