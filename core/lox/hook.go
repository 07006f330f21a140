package lox

import (
	"context"

	"github.com/twelvefold/twelvefold/core/hook"
	"github.com/twelvefold/twelvefold/core/world"
)

// Hooks compiles hooks written in Lox, in one world.
type Hooks struct{ World world.World }

var _ hook.Compiler = Hooks{}

// What a call of a hook may use where hook.Limits says nothing: an engine that
// calls a stranger's function must get an answer.
const (
	DefaultHookSteps  = 10_000_000
	DefaultHookMemory = 16 << 20
	DefaultHookDepth  = 1000
)

// Compile makes a hook. What source prints is dropped. Memory is what source
// and all calls have left together, the other limits are each call's own.
func (h Hooks) Compile(name, source, function string, l hook.Limits) (hook.Hook, error) {
	in, err := Open(h.World, hookOptions(l))
	if err != nil {
		return nil, err
	}
	if _, err := in.Eval(context.Background(), name, source); err != nil {
		return nil, err
	}
	f, err := in.Get(function)
	if err != nil || f.Type() != Callable {
		return nil, ErrNotDefined
	}
	if err := in.Keep(f); err != nil {
		return nil, err
	}
	return &compiled{turn: make(chan struct{}, 1), in: in, function: f}, nil
}

func hookOptions(l hook.Limits) Options {
	o := Options{
		MaxSteps: DefaultHookSteps, MaxMemory: DefaultHookMemory, MaxDepth: DefaultHookDepth,
		MaxOutput: l.Output, Timeout: l.Time,
	}
	if l.Steps != 0 {
		o.MaxSteps = l.Steps
	}
	if l.Memory != 0 {
		o.MaxMemory = l.Memory
	}
	if l.Depth != 0 {
		o.MaxDepth = l.Depth
	}
	return o
}

// compiled is a hook: an interpreter of its own, for one call at a time.
type compiled struct {
	turn     chan struct{} // holds one while a call runs
	in       *Interp
	function Value
}

func (h *compiled) Call(ctx context.Context, args ...hook.Value) (hook.Value, error) {
	for _, a := range args {
		if !isPlain(a) {
			return nil, ErrType
		}
	}
	select {
	case h.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, h.in.exported(stopped(ctx.Err()))
	}
	defer func() { <-h.turn }()
	v, err := h.in.Call(ctx, h.function, args...)
	if err != nil {
		return nil, err
	}
	result := v.Go()
	if !isPlain(result) {
		return nil, ErrType
	}
	return result, nil
}

// isPlain tells that a value is one of hook.Value.
func isPlain(a any) bool {
	switch a.(type) {
	case nil, bool, float64, string:
		return true
	}
	return false
}

func (h *compiled) Close() error {
	h.turn <- struct{}{}
	defer func() { <-h.turn }()
	return h.in.Close()
}
