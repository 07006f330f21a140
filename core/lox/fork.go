package lox

import (
	"io"
	"slices"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/world"
)

// Fork makes an independent copy of the interpreter in another world: of its
// globals with all that they hold. The host's functions are shared, and so is
// Output, until SetOutput. What Keep keeps, and Stats, are not copied; a Value
// of the one is foreign to the other.
//
// Errors: ErrBusy, ErrClosed.
func (in *Interp) Fork(w world.World) (*Interp, error) {
	if err := in.idle(); err != nil {
		return nil, err
	}
	defer in.mu.Unlock()
	fork := &Interp{world: w, opts: in.opts, funcs: slices.Clone(in.funcs)}
	fork.ended.L = &fork.mu
	fork.renew()
	c := object.NewCopier()
	c.Native = func(n *object.Native) *object.Native { return fork.native(n.Origin.(Func)) }
	fork.engine.Continue(in.engine, c)
	fork.realm.Continue(in.realm, c)
	return fork, nil
}

// SetOutput changes where print writes, from the next run on; nil drops it.
//
// Errors: ErrBusy, ErrClosed.
func (in *Interp) SetOutput(w io.Writer) error {
	if err := in.idle(); err != nil {
		return err
	}
	defer in.mu.Unlock()
	in.opts.Output = w
	in.realm.Output.Write = writer(w)
	return nil
}
