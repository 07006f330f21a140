package rest

import (
	"context"
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/lox"
)

// Limits of programs that come over REST, where Options.Lox has none. All of
// them together hold at most MaxMemory for each run and each session:
// (8 + 32) x 64 MiB.
const (
	DefaultLoxMaxSteps  = 50_000_000
	DefaultLoxMaxMemory = 64 << 20
	DefaultLoxMaxOutput = 1 << 20
	DefaultLoxMaxSource = 256 << 10
	DefaultLoxTimeout   = 10 * time.Second
	DefaultMaxLoxRuns   = 8
	// DefaultMaxLoxSessions is less than that of other engines: a session
	// may hold as much as a run.
	DefaultMaxLoxSessions = 32
)

func withLoxDefaults(o lox.Options) lox.Options {
	orElse := func(field *int64, otherwise int64) {
		if *field == 0 {
			*field = otherwise
		}
	}
	orElse(&o.MaxSteps, DefaultLoxMaxSteps)
	orElse(&o.MaxOutput, DefaultLoxMaxOutput)
	orElse((*int64)(&o.Timeout), int64(DefaultLoxTimeout))
	if o.MaxMemory == 0 {
		o.MaxMemory = DefaultLoxMaxMemory
	}
	if o.MaxSource == 0 {
		o.MaxSource = DefaultLoxMaxSource
	}
	if o.MaxDepth == 0 {
		o.MaxDepth = lox.DefaultMaxDepth
	}
	return o
}

// loxRuns lets a limited number of operations work at once, and counts what
// they have used.
type loxRuns struct {
	places chan struct{} // one is put in for each that works
	// patience is how long an operation waits for a place.
	patience time.Duration

	mu    sync.Mutex
	total lox.Stats // guarded by mu
}

func newLoxRuns(o Options) *loxRuns {
	return &loxRuns{places: make(chan struct{}, o.MaxLoxRuns), patience: o.Lox.Timeout}
}

// begin waits for a place.
//
// Errors: errLoxBusy, or that of ctx.
func (r *loxRuns) begin(ctx context.Context) error {
	select {
	case r.places <- struct{}{}:
		return nil
	default:
	}
	late := time.NewTimer(r.patience)
	defer late.Stop()
	select {
	case r.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return errGone.With(ctx.Err())
	case <-late.C:
		return errLoxBusy
	}
}

// end gives the place back, and adds what an interpreter has used in it.
func (r *loxRuns) end(before, after lox.Stats) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.total.Runs += after.Runs - before.Runs
	r.total.Errors += after.Errors - before.Errors
	r.total.Steps += after.Steps - before.Steps
	r.total.Output += after.Output - before.Output
	<-r.places
}

// addTo adds what all have used to the numbers of another interpreter.
func (r *loxRuns) addTo(own lox.Stats) lox.Stats {
	r.mu.Lock()
	defer r.mu.Unlock()
	own.Runs += r.total.Runs
	own.Errors += r.total.Errors
	own.Steps += r.total.Steps
	own.Output += r.total.Output
	return own
}
