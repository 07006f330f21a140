package lox

import "github.com/twelvefold/twelvefold/core/lox/object"

// Keep counts what v holds as the program's own until Release or Reset, for a
// host that keeps values on behalf of strangers: otherwise what only the host
// knows is not in the account of MaxMemory. Keeping twice is keeping once.
//
// Errors: ErrForeign, ErrBusy, ErrClosed.
func (in *Interp) Keep(v Value) error {
	if err := in.still(); err != nil {
		return err
	}
	defer in.mu.Unlock()
	if v.in != in {
		return ErrForeign
	}
	if v.v.Object() != nil {
		in.kept[v] = struct{}{}
	}
	return nil
}

// Release ends Keep. What was not kept is no error.
//
// Errors: ErrBusy, ErrClosed.
func (in *Interp) Release(v Value) error {
	if err := in.still(); err != nil {
		return err
	}
	defer in.mu.Unlock()
	delete(in.kept, v)
	return nil
}

func (in *Interp) traceKept(t *object.Tracer) {
	for v := range in.kept {
		t.Mark(v.v)
	}
}
