//go:build wasm && !nolox

package main

import "github.com/twelvefold/twelvefold/core/lox"

// loxObjects are the functions, classes and instances of one interpreter that
// the host has handles to. The same object has the same handle for as long as
// the host keeps it, so that the host can know it again.
type loxObjects struct {
	table[lox.Value]
	handles map[any]uint32 // by what lox.Value.Same gives
}

// The kinds of objects that the host is told.
const (
	loxCallable byte = 0
	loxInstance byte = 1
)

// handle gives the handle of an object, a new one if there is none.
func (t *loxObjects) handle(v lox.Value) object {
	kind := loxCallable
	if v.Type() == lox.Object {
		kind = loxInstance
	}
	if h, ok := t.handles[v.Same()]; ok {
		return object{kind, h}
	}
	if t.handles == nil {
		t.handles, t.closed = map[any]uint32{}, lox.ErrForeign
	}
	h := t.next(v)
	t.handles[v.Same()] = h
	return object{kind, h}
}

// free forgets a handle. The program may hold the object on.
func (t *loxObjects) free(h uint32) {
	delete(t.handles, t.take(h).Same())
}

// append packs a value, an object as its handle.
func (t *loxObjects) append(dst []byte, v lox.Value) []byte {
	plain := v.Go()
	if _, stays := plain.(lox.Value); stays {
		plain = t.handle(v)
	}
	return appendPlain(dst, plain)
}

// values unpacks values, as the interpreter takes them.
func (t *loxObjects) values(packed []byte) (list []any) {
	for len(packed) > 0 {
		var v any
		v, packed = t.take1(packed)
		list = append(list, v)
	}
	return list
}

// take1 unpacks the first value.
func (t *loxObjects) take1(packed []byte) (v any, rest []byte) {
	v, rest = takePlain(packed)
	if o, ok := v.(object); ok {
		v = t.get(o.handle)
	}
	return v, rest
}

// loxFree forgets the handle of an object.
//
//go:wasmexport lox_free
func loxFree(h, handle uint32) (status int32) {
	defer caught(&status)
	interps.get(h).objects.free(handle)
	return statusOK
}

// loxShow leaves what print writes of an object.
//
//go:wasmexport lox_show
func loxShow(h, handle uint32) (status int32) {
	defer caught(&status)
	return give([]byte(interps.get(h).objects.get(handle).String()))
}

// loxGet leaves a global, packed. statusMiss: there is none of that name.
//
//go:wasmexport lox_get
func loxGet(h, nameLen uint32) (status int32) {
	defer caught(&status)
	in := interps.get(h)
	v, err := in.Get(text(0, nameLen))
	return in.found(v, err)
}

// loxSet defines a global: its name and its packed value are staged.
//
//go:wasmexport lox_set
func loxSet(h, nameLen, valueLen uint32) (status int32) {
	defer caught(&status)
	in := interps.get(h)
	v, _ := in.objects.take1(arg(nameLen, valueLen))
	return done(in.Set(text(0, nameLen), v))
}

// loxGlobals packs the names of the globals, sorted.
//
//go:wasmexport lox_globals
func loxGlobals(h uint32) (status int32) {
	defer caught(&status)
	return listed(interps.get(h).Globals())
}

// loxProperty leaves a field or a method of an object, packed. statusMiss: it
// has none of that name.
//
//go:wasmexport lox_property
func loxProperty(h, handle, nameLen uint32) (status int32) {
	defer caught(&status)
	in := interps.get(h)
	v, err := in.Property(in.objects.get(handle), text(0, nameLen))
	return in.found(v, err)
}

// loxSetProperty stores a field of an instance: its name and its packed value
// are staged.
//
//go:wasmexport lox_set_property
func loxSetProperty(h, handle, nameLen, valueLen uint32) (status int32) {
	defer caught(&status)
	in := interps.get(h)
	v, _ := in.objects.take1(arg(nameLen, valueLen))
	return done(in.SetProperty(in.objects.get(handle), text(0, nameLen), v))
}

// found leaves a value that may not be there.
func (in *interp) found(v lox.Value, err error) int32 {
	if err == lox.ErrNotDefined || err == lox.ErrNoProperty {
		return statusMiss
	}
	return in.value(v, err)
}

// value leaves the value of a run, packed.
func (in *interp) value(v lox.Value, err error) int32 {
	if err != nil {
		return in.failed(err)
	}
	return give(in.objects.append(nil, v))
}
