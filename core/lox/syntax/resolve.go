package syntax

import "slices"

// resolver knows scopes. The parser tells it of braces and declarations in the
// order of the text, so that, as in the book's compiler, a name can only mean
// what is declared before it; what is declared nowhere around it is global.
type resolver struct {
	limits   Limits
	fail     func(at Token, message string)
	function *Function
	scope    *Scope
	class    *classContext // nil outside of classes
}

// classContext is the class whose methods are being read.
type classContext struct {
	outer         *classContext
	hasSuperclass bool
}

// enter begins a function and its scope.
func (r *resolver) enter(f *Function) {
	f.Parent = r.function
	r.function = f
	f.Scope = r.open()
}

func (r *resolver) leave(f *Function) {
	r.function = f.Parent
	r.scope = f.Scope.Parent
}

func (r *resolver) open() *Scope {
	r.scope = &Scope{Function: r.function, Parent: r.scope}
	return r.scope
}

func (r *resolver) close() {
	r.function.live -= len(r.scope.Vars)
	r.scope = r.scope.Parent
}

// declare makes a variable in the innermost scope. At the top of the script
// there is none to make: the name is global.
func (r *resolver) declare(name Token) *Variable {
	if r.scope.Parent == nil {
		return nil
	}
	if slices.ContainsFunc(r.scope.Vars, func(v *Variable) bool { return v.Name == name.Text }) {
		r.fail(name, "Already a variable with this name in this scope.")
	}
	return r.add(name.Text, name)
}

func (r *resolver) add(name string, at Token) *Variable {
	v := &Variable{Name: name, Decl: at.Span, Scope: r.scope, Index: len(r.scope.Vars)}
	r.scope.Vars = append(r.scope.Vars, v)
	r.function.live++
	if r.function.live+r.function.hidden() > r.limits.Locals {
		r.fail(at, "Too many local variables in function.")
	}
	return v
}

// hidden is the one local that has no name but in methods: the function itself.
func (f *Function) hidden() int {
	if f.Kind == Script || f.Kind == Plain {
		return 1
	}
	return 0
}

// define makes a variable usable; nil is a global.
func define(v *Variable) {
	if v != nil {
		v.defined = true
	}
}

// ref looks up what a name means here, and notes which functions capture it.
func (r *resolver) ref(name string, at Token) Ref {
	v, hops := r.scope.find(name)
	if v == nil {
		return Ref{}
	}
	if !v.defined {
		r.fail(at, "Can't read local variable in its own initializer.")
	}
	// A function captures from the next around it, so those between do, too.
	for f := r.function; f != v.Scope.Function; f = f.Parent {
		v.Captured = true
		if slices.Contains(f.Captures, v) {
			break
		}
		f.Captures = append(f.Captures, v)
		if len(f.Captures) > r.limits.Upvalues {
			r.fail(at, "Too many closure variables in function.")
		}
	}
	return Ref{v, hops}
}

func (r *resolver) this(at Token) Ref {
	if r.class == nil {
		r.fail(at, "Can't use 'this' outside of a class.")
		return Ref{}
	}
	return r.ref("this", at)
}

func (r *resolver) checkSuper(at Token) {
	switch {
	case r.class == nil:
		r.fail(at, "Can't use 'super' outside of a class.")
	case !r.class.hasSuperclass:
		r.fail(at, "Can't use 'super' in a class with no superclass.")
	}
}
