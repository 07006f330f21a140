package object

import (
	"strings"
	"unsafe"
)

// Function is what the closures of all engines begin with.
type Function struct {
	Object
	// name is the declaration's: its closures share it. Empty for the script.
	name *string
}

// FunctionOf makes the head of a closure, by its declaration's name.
func FunctionOf(name *string) Function { return Function{Object{kind: KindFunction}, name} }

// Name is the function's, empty for the script.
func (f *Function) Name() string { return *f.name }

func (f *Function) append(p []byte) []byte {
	if *f.name == "" {
		return append(p, "<script>"...)
	}
	p = append(p, "<fn "...)
	p = append(p, *f.name...)
	return append(p, '>')
}

// Native is a function of the host.
type Native struct {
	Object
	Name string
	// Arity is the number of arguments it wants; -1 takes any.
	Arity int
	// Call runs it. The arguments are borrowed.
	Call func(args []Value) (Value, error)
	// Origin is what the host made it of, for a copy in another interpreter.
	Origin any
}

// Class is a class. Its methods, inherited ones among them, do not change once
// its declaration has run.
type Class struct {
	Object
	Name    string
	Methods map[Symbol]*Function
	// Init is the initializer, or nil.
	Init *Function
	// empty is the shape of an instance without fields, and room the number of
	// fields to make room for in a new one: as many as one has had.
	empty *Shape
	room  int
}

// NewClass makes a class without methods.
func (h *Heap) NewClass(name string) (*Class, error) {
	if err := h.Take(classSize + len(name) + shapeSize); err != nil {
		return nil, err
	}
	name = strings.Clone(name) // which is a piece of a source
	c := &Class{Object: Object{kind: KindClass}, Name: name, Methods: map[Symbol]*Function{}}
	c.empty = &Shape{class: c, id: h.shapeID()}
	return c, nil
}

// Inherit copies the superclass's methods.
func (c *Class) Inherit(h *Heap, super *Class) error {
	if err := h.Take(len(super.Methods) * methodSize); err != nil {
		return err
	}
	for name, m := range super.Methods {
		c.Methods[name] = m
	}
	c.Init = super.Init
	c.room = super.room
	return nil
}

// AddMethod adds or overrides a method.
func (c *Class) AddMethod(h *Heap, name Symbol, m *Function) error {
	if err := h.Take(methodSize); err != nil {
		return err
	}
	c.Methods[name] = m
	if name == SymbolInit {
		c.Init = m
	}
	return nil
}

// Bound is a method with the instance it was taken from.
type Bound struct {
	Object
	Receiver Value
	Method   Value // a KindFunction
}

// NewBound binds a method.
func (h *Heap) NewBound(receiver Value, method *Function) (Value, error) {
	if err := h.Take(boundSize); err != nil {
		return Value{}, err
	}
	b := &Bound{Object{kind: KindBound}, receiver, method.Value()}
	return Of(&b.Object), nil
}

// Value gives the function as a value.
func (f *Function) Value() Value { return Of(&f.Object) }

// Value gives the class as a value.
func (c *Class) Value() Value { return Of(&c.Object) }

// Value gives the instance as a value.
func (i *Instance) Value() Value { return Of(&i.Object) }

// Value gives the native as a value.
func (n *Native) Value() Value { return Of(&n.Object) }

// NewNative makes a host's function a value.
func NewNative(name string, arity int, call func([]Value) (Value, error)) *Native {
	return &Native{Object: Object{kind: KindNative}, Name: name, Arity: arity, Call: call}
}

// The following give the object behind a value of the kind; of another kind
// they must not be called.

// Str is the object of a KindString.
func (v Value) Str() *Str { return (*Str)(unsafe.Pointer(v.obj)) }

// Function is the object of a KindFunction.
func (v Value) Function() *Function { return (*Function)(unsafe.Pointer(v.obj)) }

// Native is the object of a KindNative.
func (v Value) Native() *Native { return (*Native)(unsafe.Pointer(v.obj)) }

// Class is the object of a KindClass.
func (v Value) Class() *Class { return (*Class)(unsafe.Pointer(v.obj)) }

// Instance is the object of a KindInstance.
func (v Value) Instance() *Instance { return (*Instance)(unsafe.Pointer(v.obj)) }

// Bound is the object of a KindBound.
func (v Value) Bound() *Bound { return (*Bound)(unsafe.Pointer(v.obj)) }
