package lox

import (
	"context"
	"strings"
	"sync"

	"github.com/twelvefold/twelvefold/core/hook"
	"github.com/twelvefold/twelvefold/core/world"
)

// Hooks compiles hooks written in Lox, in one world.
type Hooks struct{ World world.World }

var _ hook.Compiler = Hooks{}

// Compile makes a hook. What source prints is dropped.
func (h Hooks) Compile(name, source, function string, l hook.Limits) (hook.Hook, error) {
	in, err := Open(h.World, Options{
		MaxSteps: l.Steps, MaxMemory: l.Memory, MaxDepth: l.Depth, MaxOutput: l.Output, Timeout: l.Time,
	})
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
	return &compiled{in: in, function: f}, nil
}

// compiled is a hook: an interpreter of its own, for one call at a time.
type compiled struct {
	mu       sync.Mutex
	in       *Interp
	function Value
}

func (h *compiled) Call(ctx context.Context, args ...hook.Value) (hook.Value, error) {
	for _, a := range args {
		switch a.(type) {
		case nil, bool, float64, string:
		default:
			return nil, ErrType
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	v, err := h.in.Call(ctx, h.function, args...)
	if err != nil {
		return nil, err
	}
	result := v.Go()
	if _, object := result.(Value); object {
		return nil, ErrType
	}
	if s, ok := result.(string); ok {
		return strings.Clone(s), nil
	}
	return result, nil
}

func (h *compiled) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.in.Close()
}
