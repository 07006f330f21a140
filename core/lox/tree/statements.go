package tree

import (
	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// status is how a statement ended. A return has to leave any number of blocks
// and loops at once. Each of them looks at the status of what it has run, and
// passes it on; a Go panic, recovered by the call, would do without the looks
// and hide the way.
type status uint8

const (
	// completed: the next statement follows.
	completed status = iota
	// returned: the function ends, and frame.result is its value. Blocks and
	// loops hand it up; the call that runs the function takes it.
	returned
)

// exec runs a statement. It is the counterpart of eval: a statement has no
// value, but it may end the function that it is in.
func (f *frame) exec(s syntax.Stmt) (status, error) {
	syntax.Unwind()
	if err := f.observe(s); err != nil {
		return completed, err
	}
	switch s := s.(type) {
	case *syntax.ExprStmt:
		_, err := f.eval(s.Expr)
		return completed, err
	case *syntax.PrintStmt:
		return completed, f.print(s)
	case *syntax.VarDecl:
		return completed, f.varDecl(s)
	case *syntax.Block:
		return f.block(s)
	case *syntax.IfStmt:
		return f.ifStmt(s)
	case *syntax.WhileStmt:
		return f.while(s)
	case *syntax.ForStmt:
		return f.forStmt(s)
	case *syntax.FunDecl:
		return completed, f.funDecl(s)
	case *syntax.ReturnStmt:
		return f.returnStmt(s)
	case *syntax.ClassDecl:
		return completed, f.classDecl(s)
	}
	panic("tree: a statement of no known type")
}

// stmts runs statements until one returns.
func (f *frame) stmts(list []syntax.Stmt) (status, error) {
	for _, s := range list {
		if st, err := f.exec(s); st == returned || err != nil {
			return st, err
		}
	}
	return completed, nil
}

// print writes a value and a line's end to the realm's output.
func (f *frame) print(p *syntax.PrintStmt) error {
	v, err := f.eval(p.Expr)
	if err != nil {
		return err
	}
	if err := f.engine.realm.Print(v); err != nil {
		return f.fail(p, err)
	}
	return nil
}

// varDecl evaluates the initializer before the variable is defined: an inner
// `var a = a` that meant the outer a would be a mistake, and the resolver has
// refused it.
func (f *frame) varDecl(d *syntax.VarDecl) error {
	v := object.Nil
	if d.Init != nil {
		var err error
		if v, err = f.eval(d.Init); err != nil {
			return err
		}
	}
	f.define(d.Target, d.Name, v)
	return nil
}

// define gives a declared name its value: a local in the environment of its
// scope, which is the one being run, or else a global. A global may be declared
// again, a local may not: the resolver has refused it.
func (f *frame) define(to syntax.Target, name syntax.Ident, v object.Value) {
	if to.Decl != nil {
		f.env.values[to.Decl.Index] = v
		return
	}
	slot := f.program.global(name)
	f.engine.realm.Globals.Values[slot] = v
}

// block runs in an environment of its own. After an error nobody asks for the
// one around it any more: the function has ended.
func (f *frame) block(b *syntax.Block) (status, error) {
	if err := f.enter(b, b.Scope); err != nil {
		return completed, err
	}
	st, err := f.stmts(b.Stmts)
	f.env = f.env.outer
	return st, err
}

// enter makes the environment of a scope that s opens, inside the present one.
func (f *frame) enter(s syntax.Stmt, scope *syntax.Scope) error {
	env, err := f.engine.newEnvironment(scope, f.env)
	if err != nil {
		return f.fail(s, err)
	}
	f.env = env
	return nil
}

// ifStmt runs one of its branches, or none.
func (f *frame) ifStmt(i *syntax.IfStmt) (status, error) {
	cond, err := f.eval(i.Cond)
	switch {
	case err != nil:
		return completed, err
	case !cond.Falsey():
		return f.exec(i.Then)
	case i.Else != nil:
		return f.exec(i.Else)
	}
	return completed, nil
}

// while runs its body as long as the condition holds. It is Go's own loop: only
// nesting deepens the host's stack, rounds do not.
func (f *frame) while(w *syntax.WhileStmt) (status, error) {
	for {
		cond, err := f.eval(w.Cond)
		if err != nil || cond.Falsey() {
			return completed, err
		}
		if st, err := f.exec(w.Body); st == returned || err != nil {
			return st, err
		}
		if err := f.again(w, w.Cond); err != nil {
			return completed, err
		}
	}
}

// forStmt has one environment for all rounds: closures made in the body share
// the loop's variable.
func (f *frame) forStmt(s *syntax.ForStmt) (status, error) {
	if err := f.enter(s, s.Scope); err != nil {
		return completed, err
	}
	st, err := f.rounds(s)
	f.env = f.env.outer
	return st, err
}

// rounds are the initializer, once, and then condition, body and step in turn;
// a condition that is not there holds.
func (f *frame) rounds(s *syntax.ForStmt) (status, error) {
	if s.Init != nil {
		if _, err := f.exec(s.Init); err != nil {
			return completed, err
		}
	}
	for {
		if s.Cond != nil {
			cond, err := f.eval(s.Cond)
			if err != nil || cond.Falsey() {
				return completed, err
			}
		}
		if st, err := f.exec(s.Body); st == returned || err != nil {
			return st, err
		}
		if s.Step != nil {
			if _, err := f.eval(s.Step); err != nil {
				return completed, err
			}
		}
		if err := f.again(s, s.Cond); err != nil {
			return completed, err
		}
	}
}

// again counts the leap back to a loop's condition.
func (f *frame) again(loop syntax.Stmt, cond syntax.Expr) error {
	err := f.engine.realm.Meter.Step()
	switch {
	case err == nil:
		return nil
	case cond != nil:
		return f.fail(cond, err)
	}
	return f.fail(loop, err)
}

// funDecl makes a closure over the present environment. The function's own name
// is a variable of that environment, so that it can call itself.
func (f *frame) funDecl(d *syntax.FunDecl) error {
	fn, err := f.newClosure(d.Function)
	if err != nil {
		return err
	}
	f.define(d.Target, d.Function.Name, fn.Value())
	return nil
}

// returnStmt leaves the value in the frame, and the status tells all that lies
// between here and the call.
func (f *frame) returnStmt(r *syntax.ReturnStmt) (status, error) {
	if r.Value == nil {
		f.result = object.Nil
		return returned, nil
	}
	v, err := f.eval(r.Value)
	f.result = v
	return returned, err
}
