package tree

import (
	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// classDecl makes a class. Its name is defined first, so that methods can use
// it; then it inherits, and then come its own methods, which override.
//
// To inherit is to copy the superclass's methods: a class cannot change once
// its declaration has run, so the copies stay true, and a method is found by
// one look however long the line of ancestors is. Only super needs to know
// the superclass itself.
func (f *frame) classDecl(d *syntax.ClassDecl) error {
	class, err := f.engine.realm.Heap.NewClass(d.Name.Text)
	if err != nil {
		return f.fail(d, err)
	}
	f.define(d.Target, d.Name, class.Value())
	if d.Superclass == nil {
		return f.methods(d, class)
	}
	super, err := f.superclass(d.Superclass)
	if err != nil {
		return err
	}
	if err := class.Inherit(f.engine.realm.Heap, super); err != nil {
		return f.fail(d.Superclass, err)
	}
	// The methods are closures over one variable more: `super`.
	if err := f.enter(d, d.SuperScope); err != nil {
		return err
	}
	f.env.values[0] = super.Value()
	err = f.methods(d, class)
	f.env = f.env.outer
	return err
}

// superclass reads what the class inherits from, which any variable may hold.
func (f *frame) superclass(name *syntax.Name) (*object.Class, error) {
	v, err := f.name(name)
	if err != nil {
		return nil, err
	}
	super, err := realm.Superclass(v)
	if err != nil {
		return nil, f.fail(name, err)
	}
	return super, nil
}

// methods makes a closure of each method and adds it. They are looked up in
// the class from then on, so an instance needs no room for them.
func (f *frame) methods(d *syntax.ClassDecl, class *object.Class) error {
	for _, decl := range d.Methods {
		m, err := f.newClosure(decl)
		if err != nil {
			return err
		}
		if err := class.AddMethod(f.engine.realm.Heap, f.program.symbol(decl.Name), &m.Function); err != nil {
			return f.fail(decl, err)
		}
	}
	return nil
}
