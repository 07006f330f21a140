package tree

import (
	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// Environment is the variables of one scope that has been entered: of one call
// of a function, or of one round through a block. It lives as long as the
// scope is run, and longer where a closure was made in it.
//
// Environments form a tree that grows towards its leaves: each knows the one
// around it, and many may be in the same. What a name means is looked up on
// the way to the root. A closure keeps its whole environment, and all around
// it, alive: also the variables that it does not use. The fast engine keeps
// the captured variables alone, and has to know which these are.
type Environment struct {
	object.Object // first: the memory account knows the environment by it
	scope         *syntax.Scope
	values        []object.Value // by syntax.Variable.Index
	outer         *Environment
}

// slotSize is what one variable takes, in bytes.
const slotSize = 16

// newEnvironment makes the variables of a scope. None of them is defined yet:
// the resolver has seen to it that no program reads one before its declaration
// has run, but an observer might.
//
// Errors: *realm.Error of kind Memory.
func (e *Engine) newEnvironment(scope *syntax.Scope, outer *Environment) (*Environment, error) {
	n := len(scope.Vars)
	if outer != nil { // see Load
		if err := e.realm.Heap.Take(object.EnvSize + slotSize*n); err != nil {
			return nil, realm.Wrap(err)
		}
	}
	env := &Environment{Object: object.HeadOf(object.KindEnv), scope: scope, outer: outer}
	if n > 0 {
		env.values = make([]object.Value, n)
	}
	for i := range env.values {
		env.values[i] = object.Undefined
	}
	return env, nil
}

// variable is where the variable that ref means is kept, seen from env. The
// resolver has counted how many scopes lie between: nothing is searched.
func (env *Environment) variable(ref syntax.Ref) *object.Value {
	for range ref.Hops {
		env = env.outer
	}
	return &env.values[ref.Var.Index]
}

// Outer is the environment around this one; nil is around the script's.
func (env *Environment) Outer() *Environment { return env.outer }

// Binding is a variable and its value.
type Binding struct {
	Name  string
	Value object.Value
}

// Bindings lists the variables that have been defined so far, in the order of
// their declarations; `this` and `super` are among them. It does not list
// globals.
func (env *Environment) Bindings() []Binding {
	var bound []Binding
	for i, v := range env.values {
		if !v.IsUndefined() {
			bound = append(bound, Binding{env.scope.Vars[i].Name, v})
		}
	}
	return bound
}

// trace counts an environment, and marks what is in it and around it.
func (env *Environment) trace(t *object.Tracer) {
	t.Hold(object.EnvSize + slotSize*len(env.values))
	for _, v := range env.values {
		t.Mark(v)
	}
	env.outer.mark(t)
}

func (env *Environment) mark(t *object.Tracer) {
	if env != nil {
		t.MarkObject(&env.Object)
	}
}
