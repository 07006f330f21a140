package syntax

// resolver knows scopes. The parser tells it of braces and declarations in the
// order of the text, so that, as in the book's compiler, a name can only mean
// what is declared before it; what is declared nowhere around it is global.
type resolver struct {
	limits   Limits
	fail     func(at Token, message string)
	function *Function
	scope    *Scope
	class    *classContext // nil outside of classes
	// visible are the variables that each name means here, the innermost last:
	// a search through the scopes would take a hostile program's time squared.
	visible map[string][]*Variable
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
	r.close()
	r.function = f.Parent
	f.captured = nil
}

func (r *resolver) open() *Scope {
	s := &Scope{Function: r.function, Parent: r.scope}
	if s.Parent != nil {
		s.depth = s.Parent.depth + 1
	}
	r.scope = s
	return s
}

func (r *resolver) close() {
	for _, v := range r.scope.Vars {
		same := r.visible[v.Name]
		r.visible[v.Name] = same[:len(same)-1]
	}
	r.function.live -= len(r.scope.Vars)
	r.scope = r.scope.Parent
}

// find gives the variable that a name means here, nil for a global.
func (r *resolver) find(name string) *Variable {
	same := r.visible[name]
	if len(same) == 0 {
		return nil
	}
	return same[len(same)-1]
}

// declare makes a variable in the innermost scope. At the top of the script
// there is none to make: the name is global.
func (r *resolver) declare(name Token) *Variable {
	if r.scope.Parent == nil {
		return nil
	}
	if v := r.find(name.Text); v != nil && v.Scope == r.scope {
		r.fail(name, "Already a variable with this name in this scope.")
	}
	return r.add(name.Text, name)
}

// add makes a variable. One too many is made, but not found again.
func (r *resolver) add(name string, at Token) *Variable {
	v := &Variable{Name: name, Decl: at.Span, Scope: r.scope, Index: len(r.scope.Vars)}
	if r.function.live+r.function.hidden() >= r.limits.Locals {
		r.fail(at, "Too many local variables in function.")
		return v
	}
	r.function.live++
	r.scope.Vars = append(r.scope.Vars, v)
	r.visible[name] = append(r.visible[name], v)
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
	v := r.find(name)
	if v == nil {
		return Ref{}
	}
	if !v.defined {
		r.fail(at, "Can't read local variable in its own initializer.")
	}
	// A function captures from the next around it, so those between do, too.
	for f := r.function; f != v.Scope.Function; f = f.Parent {
		v.Captured = true
		if f.captured[v] {
			break
		}
		if len(f.Captures) >= r.limits.Upvalues {
			r.fail(at, "Too many closure variables in function.")
			break
		}
		if f.captured == nil {
			f.captured = map[*Variable]bool{}
		}
		f.captured[v] = true
		f.Captures = append(f.Captures, v)
	}
	return Ref{v, r.scope.depth - v.Scope.depth}
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
