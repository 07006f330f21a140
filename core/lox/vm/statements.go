package vm

import (
	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

func (c *compiler) stmts(list []syntax.Stmt) {
	for _, s := range list {
		c.stmt(s)
	}
}

func (c *compiler) stmt(s syntax.Stmt) {
	syntax.Unwind()
	c.at = s.Span()
	switch s := s.(type) {
	case *syntax.ExprStmt:
		c.temp(func() { c.effect(s.Expr) })
	case *syntax.PrintStmt:
		c.temp(func() {
			r := c.operand(s.Expr, nil)
			c.at = s.Span()
			c.emit(opPrint, offset(r), 0, 0)
		})
	case *syntax.VarDecl:
		c.varDecl(s)
	case *syntax.Block:
		c.scope(func() { c.stmts(s.Stmts) })
	case *syntax.IfStmt:
		c.ifStmt(s)
	case *syntax.WhileStmt:
		c.loop(s, s.Cond, nil, s.Body)
	case *syntax.ForStmt:
		c.scope(func() {
			if s.Init != nil {
				c.stmt(s.Init)
			}
			c.loop(s, s.Cond, s.Step, s.Body)
		})
	case *syntax.FunDecl:
		c.funDecl(s)
	case *syntax.ReturnStmt:
		c.returnStmt(s)
	case *syntax.ClassDecl:
		c.classDecl(s)
	}
}

func (c *compiler) varDecl(s *syntax.VarDecl) {
	if s.Decl == nil {
		c.temp(func() {
			r := c.reserve()
			c.initializer(s.Init, r)
			c.at = s.Span()
			c.emitWide(opDefGlobal, offset(r), c.global(s.Name.Text))
		})
		return
	}
	// The register is a temporary until the initializer has been evaluated.
	r := c.reserve()
	c.initializer(s.Init, r)
	c.locals = c.next
	c.regs[s.Decl] = r
	c.box(s.Decl)
}

func (c *compiler) initializer(e syntax.Expr, r int) {
	if e == nil {
		c.load(object.Nil, r)
		return
	}
	c.expr(e, r)
}

func (c *compiler) load(v object.Value, r int) { c.emitWide(opConst, offset(r), c.constant(v)) }

func (c *compiler) ifStmt(s *syntax.IfStmt) {
	skip := c.jumpUnless(s.Cond)
	c.stmt(s.Then)
	if s.Else == nil {
		c.land(skip)
		return
	}
	end := jumps{c.emitWide(opJump, 0, 0)}
	c.land(skip)
	c.stmt(s.Else)
	c.land(end)
}

// loop compiles a loop with its condition at the end, so that a round takes
// one jump; before the first round there is a copy of it.
func (c *compiler) loop(s syntax.Stmt, cond, step syntax.Expr, body syntax.Stmt) {
	var exit jumps
	if cond != nil {
		exit = c.jumpUnless(cond)
	}
	top := c.here()
	c.stmt(body)
	if step != nil {
		c.at = step.Span()
		c.temp(func() { c.effect(step) })
	}
	if cond == nil {
		c.at = s.Span()
		c.landAt(jumps{c.emitWide(opLoop, 0, 0)}, top)
		return
	}
	c.landAt(c.loopIf(cond), top)
	c.land(exit)
}

func (c *compiler) funDecl(s *syntax.FunDecl) {
	if s.Decl == nil {
		c.temp(func() {
			r := c.reserve()
			c.closure(s.Function, r)
			c.emitWide(opDefGlobal, offset(r), c.global(s.Function.Name.Text))
		})
		return
	}
	r := c.local(s.Decl)
	if !s.Decl.Captured {
		c.closure(s.Function, r)
		return
	}
	// It may capture itself: its cell is there before it is.
	c.load(object.Nil, r)
	c.box(s.Decl)
	c.temp(func() {
		t := c.reserve()
		c.closure(s.Function, t)
		c.emit(opSetCell, offset(r), offset(t), 0)
	})
}

func (c *compiler) closure(f *syntax.Function, r int) {
	inner := newCompiler(c.realm, c, c.proto.source, f)
	inner.stmts(f.Body)
	c.proto.protos = append(c.proto.protos, inner.finish())
	c.emit(opClosure, offset(r), uint16(len(c.proto.protos)-1), 0)
}

func (c *compiler) returnStmt(s *syntax.ReturnStmt) {
	switch {
	case s.Value != nil:
		c.returnValue(s.Value)
	default:
		c.returnDefault()
	}
}

func (c *compiler) returnValue(e syntax.Expr) {
	c.temp(func() {
		r := c.operand(e, nil)
		c.emit(opReturn, offset(r), 0, 0)
	})
}

func (c *compiler) classDecl(s *syntax.ClassDecl) {
	c.scope(func() {
		r := c.declareClass(s)
		if s.Superclass != nil {
			c.inherit(s, r)
		}
		for _, m := range s.Methods {
			c.temp(func() {
				c.at = m.Span()
				t := c.reserve()
				c.closure(m, t)
				c.emit(opMethod, offset(r), offset(t), 0)
				c.word(c.symbol(m.Name.Text))
			})
		}
	})
	if s.Decl != nil {
		// Its register was taken inside; it is the first of the scope.
		c.next++
		c.locals = c.next
	}
}

// declareClass makes the class and its variable, and gives a register with
// the class itself.
func (c *compiler) declareClass(s *syntax.ClassDecl) int {
	name := c.constant(object.Literal(s.Name.Text))
	if s.Decl == nil {
		r := c.local(nil)
		c.emitWide(opClass, offset(r), name)
		c.emitWide(opDefGlobal, offset(r), c.global(s.Name.Text))
		return r
	}
	v := c.local(s.Decl)
	c.emitWide(opClass, offset(v), name)
	if !s.Decl.Captured {
		return v
	}
	r := c.local(nil)
	c.emit(opMove, offset(r), offset(v), 0)
	c.box(s.Decl)
	return r
}

func (c *compiler) inherit(s *syntax.ClassDecl, r int) {
	super := c.reserve()
	c.expr(s.Superclass, super)
	c.locals = c.next
	c.at = s.Superclass.Span()
	c.emit(opInherit, offset(r), offset(super), 0)
	v := s.SuperScope.Vars[0]
	c.regs[v] = super
	c.box(v)
}
