package tree

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// Continue implements realm.Engine.
func (e *Engine) Continue(from realm.Engine, c *object.Copier) {
	e.stack = make([]object.Value, 0, cap(from.(*Engine).stack)) // the account counts it
	f := forker{c, e.realm, map[*program]*program{}}
	c.Shell, c.Fill = f.shell, f.fill
}

// forker copies closures and environments. The tree itself does not change,
// and is shared.
type forker struct {
	*object.Copier
	realm    *realm.Realm
	programs map[*program]*program
}

func (f forker) shell(from *object.Object) *object.Object {
	if from.Kind() == object.KindEnv {
		old := object.As[Environment](from)
		to := &Environment{Object: object.HeadOf(object.KindEnv), scope: old.scope}
		if old.values != nil {
			to.values = make([]object.Value, len(old.values))
		}
		return &to.Object
	}
	old := object.As[closure](from)
	return &(&closure{object.FunctionOf(&old.decl.Name.Text), old.decl, f.program(old.program), nil}).Object
}

func (f forker) fill(from, to *object.Object) {
	if from.Kind() == object.KindEnv {
		old, env := object.As[Environment](from), object.As[Environment](to)
		for i, v := range old.values {
			env.values[i] = f.Value(v)
		}
		env.outer = f.env(old.outer)
		return
	}
	object.As[closure](to).env = f.env(object.As[closure](from).env)
}

func (f forker) env(from *Environment) *Environment {
	if from == nil {
		return nil
	}
	return object.As[Environment](f.Object(&from.Object))
}

// program gives the copy of what the closures of a source share.
func (f forker) program(from *program) *program {
	if to := f.programs[from]; to != nil {
		return to
	}
	to := *from
	to.realm = f.realm
	to.globals, to.symbols = slices.Clone(from.globals), slices.Clone(from.symbols)
	to.strings = make(map[*syntax.Literal]object.Value, len(from.strings))
	for l, v := range from.strings {
		to.strings[l] = f.Value(v)
	}
	f.programs[from] = &to
	return &to
}
