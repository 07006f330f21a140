package vm

import "github.com/twelvefold/twelvefold/core/lox/syntax"

// jumpUnless compiles a condition, and gives the jumps that are taken where it
// fails.
func (c *compiler) jumpUnless(e syntax.Expr) jumps { return c.jumpIf(e, false) }

// jumpIf compiles a condition, and gives the jumps that are taken where it is
// what `when` says. A comparison jumps by itself, without making a value.
func (c *compiler) jumpIf(e syntax.Expr, when bool) jumps {
	syntax.Unwind()
	switch e := e.(type) {
	case *syntax.Grouping:
		return c.jumpIf(e.Inner, when)
	case *syntax.Unary:
		if e.Op == syntax.Bang {
			return c.jumpIf(e.Operand, !when)
		}
	case *syntax.Logical:
		return c.jumpIfLogical(e, when)
	case *syntax.Binary:
		if test, ok := c.test(e); ok {
			return c.jumpTest(test, when)
		}
	}
	var out jumps
	c.temp(func() {
		r := c.operand(e, nil)
		o := opJumpFalse
		if when {
			o = opJumpTrue
		}
		out = jumps{c.emitWide(o, offset(r), 0)}
	})
	return out
}

func (c *compiler) jumpIfLogical(e *syntax.Logical, when bool) jumps {
	if (e.Op == syntax.Or) == when {
		// Either side decides for the jump.
		left := c.jumpIf(e.Left, when)
		return append(left, c.jumpIf(e.Right, when)...)
	}
	// The left side decides against it, or leaves it to the right.
	over := c.jumpIf(e.Left, !when)
	out := c.jumpIf(e.Right, when)
	c.land(over)
	return out
}

// test is a comparison that is ready to jump.
type test struct {
	jump, unless op // where it holds, and where not
	loop         op // with a step before, where it holds; opCount is none
	loopUnless   op
	a, b         uint16
	// turned says that the comparison is the opposite of jump's: >= and <=.
	turned bool
}

// test compiles the operands of a comparison; of another operator it does
// nothing.
func (c *compiler) test(e *syntax.Binary) (t test, ok bool) {
	if !comparison(e.Op) {
		return test{}, false
	}
	c.temp(func() { t = c.testOperands(e) })
	c.at = e.Span()
	return t, true
}

func comparison(k syntax.Kind) bool {
	switch k {
	case syntax.EqualEqual, syntax.BangEqual, syntax.Less, syntax.LessEqual, syntax.Greater, syntax.GreaterEqual:
		return true
	}
	return false
}

func (c *compiler) testOperands(e *syntax.Binary) test {
	left := c.operand(e.Left, e.Right)
	k, constant := constantOf(e.Right)
	if e.Op == syntax.EqualEqual || e.Op == syntax.BangEqual {
		t := test{jump: opJumpEq, unless: opJumpNe, loop: opCount, loopUnless: opCount, a: offset(left), turned: e.Op == syntax.BangEqual}
		if constant {
			t.jump, t.unless, t.b = opJumpEqK, opJumpNeK, uint16(c.constant(k))
			return t
		}
		t.b = offset(c.operand(e.Right, nil))
		return t
	}
	less := e.Op == syntax.Less || e.Op == syntax.GreaterEqual // or greater
	turned := e.Op == syntax.GreaterEqual || e.Op == syntax.LessEqual
	if constant {
		kn := uint16(c.constant(k))
		if less {
			return test{opJumpLtK, opJumpNltK, opLoopLtK, opLoopNltK, offset(left), kn, turned}
		}
		return test{opJumpGtK, opJumpNgtK, opLoopGtK, opLoopNgtK, offset(left), kn, turned}
	}
	right := c.operand(e.Right, nil)
	if less {
		return test{opJumpLt, opJumpNlt, opLoopLt, opLoopNlt, offset(left), offset(right), turned}
	}
	return test{opJumpLt, opJumpNlt, opLoopLt, opLoopNlt, offset(right), offset(left), turned}
}

func (c *compiler) jumpTest(t test, when bool) jumps {
	o := t.jump
	if when == t.turned {
		o = t.unless
	}
	c.emit(o, t.a, t.b, 0)
	return jumps{c.word(0)}
}

// loopIf compiles the end of a loop: one step, then the condition, and the
// jumps that are taken where it holds.
func (c *compiler) loopIf(e syntax.Expr) jumps {
	c.at = e.Span()
	if t, ok := c.loopTest(e); ok {
		o := t.loop
		if t.turned {
			o = t.loopUnless
		}
		c.emit(o, t.a, t.b, 0)
		return jumps{c.word(0)}
	}
	if k, ok := constantOf(e); ok && !k.Falsey() {
		return jumps{c.emitWide(opLoop, 0, 0)}
	}
	c.emit(opStep, 0, 0, 0)
	return c.jumpIf(e, true)
}

// loopTest compiles a condition that one instruction can do together with the
// step: its operands have no effect, so that the step may come behind them.
func (c *compiler) loopTest(e syntax.Expr) (test, bool) {
	switch e := e.(type) {
	case *syntax.Grouping:
		return c.loopTest(e.Inner)
	case *syntax.Binary:
		if e.Op == syntax.EqualEqual || e.Op == syntax.BangEqual || !comparison(e.Op) {
			return test{}, false
		}
		if _, ok := c.plain(e.Left); !ok {
			return test{}, false
		}
		_, plain := c.plain(e.Right)
		if _, constant := constantOf(e.Right); !plain && !constant {
			return test{}, false
		}
		return c.test(e)
	}
	return test{}, false
}
