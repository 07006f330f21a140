package vm

import (
	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
)

// Continue implements realm.Engine.
func (e *Engine) Continue(from realm.Engine, c *object.Copier) {
	e.stack.alloc(len(from.(*Engine).stack.values)) // the account counts it
	f := forker{c, map[*unit]map[*proto]*proto{}}
	c.Shell, c.Fill = f.shell, f.fill
}

// forker copies closures, cells and code.
type forker struct {
	*object.Copier
	protos map[*unit]map[*proto]*proto
}

func (f forker) shell(from *object.Object) *object.Object {
	if from.Kind() == object.KindCell {
		return &(&cell{Object: object.HeadOf(object.KindCell)}).Object
	}
	old := object.As[closure](from)
	return &makeClosure(f.proto(old.proto)).Object
}

func (f forker) fill(from, to *object.Object) {
	if from.Kind() == object.KindCell {
		object.As[cell](to).value = f.Value(object.As[cell](from).value)
		return
	}
	cells := object.As[closure](to).cells()
	for i, old := range object.As[closure](from).cells() {
		cells[i] = object.As[cell](f.Object(&old.Object))
	}
}

// proto gives the copy of a function, whose unit is copied with it: its caches
// and the strings among its constants belong to one heap. The instructions are
// shared; nothing writes to them.
func (f forker) proto(from *proto) *proto {
	copies := f.protos[from.unit]
	if copies == nil {
		copies = map[*proto]*proto{}
		f.protos[from.unit] = copies
		u := &unit{Code: from.unit.Code}
		u.script = f.copy(from.unit.script, u, copies)
	}
	return copies[from]
}

func (f forker) copy(from *proto, u *unit, copies map[*proto]*proto) *proto {
	to := *from
	to.unit = u
	to.consts = make([]object.Value, len(from.consts))
	for i, v := range from.consts {
		to.consts[i] = f.Value(v)
	}
	to.protos = make([]*proto, len(from.protos))
	for i, inner := range from.protos {
		to.protos[i] = f.copy(inner, u, copies)
	}
	to.caches = make([]cache, len(from.caches))
	for i, known := range from.caches {
		to.caches[i].name = known.name
	}
	copies[from] = &to
	return &to
}
