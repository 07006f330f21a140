package door

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/twelvefold/twelvefold/core/lox"
)

// loxRun is one Eval or Call that has not ended. Those inside each other are
// of one thread: functions of the host are called in that of their run.
type loxRun struct {
	outer  *loxRun
	host   LoxHost
	thread uint64
	ctx    context.Context
	cancel context.CancelFunc // nil of a run inside another
	// inside is what the function of the host was given that this run is in,
	// nil while it is in none. Guarded by Lox.mu.
	inside context.Context
}

// Eval runs a program for a thread of the host.
func (l *Lox) Eval(h LoxHost, thread uint64, name, source string) (lox.Value, error) {
	return within(l, h, thread, func(ctx context.Context) (lox.Value, error) {
		return l.Interp.Eval(ctx, name, source)
	})
}

// Call calls a function, class or bound method for a thread of the host.
func (l *Lox) Call(h LoxHost, thread uint64, callee lox.Value, args []any) (lox.Value, error) {
	return within(l, h, thread, func(ctx context.Context) (lox.Value, error) {
		return l.Interp.Call(ctx, callee, args...)
	})
}

// Do runs an operation of package command for a thread of the host.
func (l *Lox) Do(h LoxHost, thread uint64, op string, args []byte) ([]byte, error) {
	return within(l, h, thread, func(ctx context.Context) ([]byte, error) {
		return l.commands.Do(ctx, op, args)
	})
}

func within[T any](l *Lox, h LoxHost, thread uint64, do func(context.Context) (T, error)) (T, error) {
	r, err := l.begin(h, thread)
	if err != nil {
		var none T
		return none, err
	}
	v, err := do(r.ctx)
	return v, l.end(r, err)
}

// begin lets in the first run, and one that a function of the host makes in
// the thread in which it was called. Other threads are refused, as they are by
// the engine; it could not tell them apart, for Python gives no context on.
func (l *Lox) begin(h LoxHost, thread uint64) (*loxRun, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := &loxRun{outer: l.top, host: h, thread: thread}
	switch {
	case l.top == nil:
		ctx, cancel := context.WithCancel(context.Background())
		r.ctx, r.cancel = &watched{Context: ctx, of: l, last: time.Now()}, cancel
	case l.top.inside != nil && l.top.thread == thread:
		r.ctx = l.top.inside
	default:
		return nil, lox.ErrBusy
	}
	l.top = r
	return r, nil
}

// end gives the run's error, with a number where it was inside another.
func (l *Lox) end(r *loxRun, err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.top = r.outer
	if r.outer == nil {
		r.cancel()
		l.inner, l.number = nil, 0
		return err
	}
	var failed *lox.Error
	if errors.As(err, &failed) {
		l.inner, l.number = failed, lastInner.Add(1)
		return &innerError{failed, l.number}
	}
	return err
}

// lastInner numbers the errors of runs inside others, over all interpreters.
var lastInner atomic.Int64

// innerError is the error of a run inside another, and its number.
type innerError struct {
	failed *lox.Error
	number int64
}

func (e *innerError) Error() string { return e.failed.Error() }

// Unwrap gives the error itself.
func (e *innerError) Unwrap() error { return e.failed }

// enter marks the innermost run as being in a function of the host, and gives
// whom to call.
func (l *Lox) enter(ctx context.Context) LoxHost {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.top.inside = ctx
	return l.top.host
}

func (l *Lox) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.top.inside = nil
}

// Cancel ends the run that goes on, and those around it, if there is one.
func (l *Lox) Cancel() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for r := l.top; r != nil; r = r.outer {
		if r.cancel != nil {
			r.cancel()
		}
	}
}

// watched is the context of a run in a thread of Python: whenever the engine
// asks whether to end, the thread looks after signals, too, at most every
// pollSignals. What a signal's handler raises ends the innermost run only: its
// caller may catch it. Nobody but the engine may ask.
type watched struct {
	context.Context
	of   *Lox
	last time.Time
}

// pollSignals is how long Ctrl-C waits at the most.
const pollSignals = 50 * time.Millisecond

func (w *watched) Err() error {
	if err := w.Context.Err(); err != nil {
		return err
	}
	now := time.Now()
	if now.Sub(w.last) < pollSignals {
		return nil
	}
	w.last = now
	if w.of.innermost().host.Signals() != nil {
		return context.Canceled
	}
	return nil
}

func (l *Lox) innermost() *loxRun {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.top
}
