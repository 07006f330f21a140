package tree

import (
	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// program is what the closures of one file share: its source for the errors,
// and its names and strings, each looked up once. What is looked up first when
// it is first used: most names of a program are locals, which need neither.
type program struct {
	object.Code
	realm   *realm.Realm
	source  *syntax.Source
	globals []int           // slots by syntax.Ident.Number, or unknown
	symbols []object.Symbol // of properties, likewise
	strings map[*syntax.Literal]object.Value
}

// unknown stands for a name that has not been looked up.
const unknown = -1

func newProgram(r *realm.Realm, file *syntax.File) *program {
	p := &program{
		Code:    object.NewCode(file.Size()),
		realm:   r,
		source:  file.Source,
		globals: make([]int, len(file.Names)),
		symbols: make([]object.Symbol, len(file.Names)),
		strings: map[*syntax.Literal]object.Value{},
	}
	for i := range file.Names {
		p.globals[i], p.symbols[i] = unknown, unknown
	}
	return p
}

// global gives the slot of a global variable.
func (p *program) global(name syntax.Ident) int {
	if p.globals[name.Number] == unknown {
		p.globals[name.Number] = p.realm.Globals.Slot(name.Text)
	}
	return p.globals[name.Number]
}

// symbol gives the number of a property's name.
func (p *program) symbol(name syntax.Ident) object.Symbol {
	if p.symbols[name.Number] == unknown {
		p.symbols[name.Number] = p.realm.Symbols.Of(name.Text)
	}
	return p.symbols[name.Number]
}

// literal gives the value of a literal. A string is made once, and is part of
// the program: the memory account counts it only where a variable holds it.
func (p *program) literal(l *syntax.Literal) object.Value {
	switch l.Kind {
	case syntax.Number:
		return object.Number(l.Number)
	case syntax.True:
		return object.True
	case syntax.False:
		return object.False
	case syntax.Nil:
		return object.Nil
	}
	v, ok := p.strings[l]
	if !ok {
		v = object.Literal(l.Text)
		p.strings[l] = v
	}
	return v
}
