package lox

import (
	"context"
	"errors"
	"time"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// run is one Eval or Call that has not ended. A host function inside one can
// begin another, which shares its limits.
type run struct {
	outer  *run
	ctx    context.Context
	inHost bool // a function of the host is running
	depth  int  // the meter's, at its beginning
}

// runKey finds in the context that a host function is given the interpreter's
// run: a host function of another interpreter may lie between.
type runKey struct{ in *Interp }

// Eval runs a program. Its value is that of the last statement, where that is
// an expression, else nil. name is for error messages.
//
// Errors: *Error, ErrSourceTooLarge, ErrBusy, ErrClosed.
func (in *Interp) Eval(ctx context.Context, name, source string) (Value, error) {
	if len(source) > in.opts.MaxSource {
		return Value{}, ErrSourceTooLarge
	}
	return in.within(ctx, "eval", name, func() (object.Value, error) {
		file, err := parse(name, source, in.opts)
		if err != nil {
			return object.Nil, err
		}
		script, err := in.engine.Load(file)
		if err != nil {
			return object.Nil, err
		}
		return in.engine.Call(script, nil)
	})
}

// Call calls a function, class or bound method of this interpreter. args are
// what Set takes.
//
// Errors: *Error, ErrType, ErrForeign, ErrBusy, ErrClosed.
func (in *Interp) Call(ctx context.Context, callee Value, args ...any) (Value, error) {
	return in.within(ctx, "call", "", func() (object.Value, error) {
		f, err := in.own(callee)
		if err != nil {
			return object.Nil, err
		}
		values := make([]object.Value, len(args))
		for i, a := range args {
			if values[i], err = in.fromHost(a); err != nil {
				return object.Nil, err
			}
		}
		return in.engine.Call(f, values)
	})
}

// Check reads a program without running it.
//
// Errors: *Error of kind syntax, ErrSourceTooLarge.
func Check(name, source string, o Options) (*syntax.File, error) {
	o = o.withDefaults()
	if len(source) > o.MaxSource {
		return nil, ErrSourceTooLarge
	}
	return parse(name, source, o)
}

func parse(name, source string, o Options) (*syntax.File, error) {
	file, found := syntax.Parse(name, source, o.syntaxLimits())
	if len(found) > 0 {
		return file, newSyntaxError(file, found)
	}
	return file, nil
}

// within does something as a run.
func (in *Interp) within(ctx context.Context, op, subject string, do func() (object.Value, error)) (Value, error) {
	r, err := in.begin(ctx, op, subject)
	if err != nil {
		return Value{}, err
	}
	// Deferred: a host function may end its goroutine, as t.FailNow does.
	defer func() { in.end(r, err) }()
	v, err := do()
	if flushed := in.realm.Output.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		return Value{}, in.exported(err)
	}
	return in.value(v), nil
}

// begin starts a run. It is refused while another goes on, unless that one is
// in a function of the host, which has given ctx on.
func (in *Interp) begin(ctx context.Context, op, subject string) (*run, error) {
	now := in.world.Now()
	if err := in.world.Call(now, "lox", op, []byte(subject)); err != nil {
		return nil, err
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	outer, _ := ctx.Value(runKey{in}).(*run)
	switch {
	case in.closed:
		return nil, ErrClosed
	case in.run != nil && (in.run != outer || !outer.inHost):
		return nil, ErrBusy
	}
	meter := &in.realm.Meter
	r := &run{outer: in.run, ctx: ctx}
	if in.run == nil {
		meter.Start(in.poll(now))
		in.realm.Output.Start(in.opts.MaxOutput)
	} else if err := in.beginInside(r); err != nil {
		return nil, in.exported(err)
	}
	in.run = r
	return r, nil
}

// beginInside lets a run inside another have what that one has left.
func (in *Interp) beginInside(r *run) error {
	// The meter may not ask for long: it goes on with the portion it has.
	if err := r.ctx.Err(); err != nil {
		return stopped(err)
	}
	meter := &in.realm.Meter
	r.depth = meter.Depth
	if err := meter.Enter(meter.HostWeight()); err != nil {
		meter.Depth = r.depth
		return err
	}
	return nil
}

func (in *Interp) end(r *run, err error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.run = r.outer
	in.realm.Meter.Depth = r.depth
	if r.outer != nil {
		in.ended.Broadcast()
		return
	}
	in.stats.Runs++
	if err != nil {
		in.stats.Errors++
	}
	in.stats.Steps += in.realm.Meter.Steps()
	in.stats.Output += in.realm.Output.Written()
}

// Usage tells what the last run has taken, or the one that goes on.
//
// Errors: ErrBusy, ErrClosed.
func (in *Interp) Usage() (Usage, error) {
	if err := in.still(); err != nil {
		return Usage{}, err
	}
	defer in.mu.Unlock()
	return Usage{in.realm.Meter.Steps(), in.realm.Output.Written(), int64(in.realm.Heap.Used())}, nil
}

// poll makes the function that looks, between portions of steps, whether the
// run has to end. The context of a run inside it is made from its own.
func (in *Interp) poll(start time.Time) func() error {
	return func() error {
		yield()
		in.mu.Lock()
		ctx := in.run.ctx
		in.mu.Unlock()
		if err := ctx.Err(); err != nil {
			return stopped(err)
		}
		if in.opts.Timeout > 0 && in.world.Now().Sub(start) >= in.opts.Timeout {
			return realm.Fail(realm.Deadline, "Time is up.")
		}
		if in.opts.Live {
			return in.realm.Output.Flush()
		}
		return nil
	}
}

// stopped says why a context ended.
func stopped(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return &realm.Error{Kind: realm.Deadline, Message: "Time is up.", Cause: err}
	}
	return &realm.Error{Kind: realm.Cancelled, Message: "Cancelled.", Cause: err}
}
