//go:build pyext

package main

/*
#include "native.h"
*/
import "C"

import (
	"context"
	"time"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
	"github.com/twelvefold/twelvefold/core/code"
)

// job is a long call in a goroutine of its own, so that the Python thread can
// look after signals meanwhile. It works on the caller's memory: the caller
// must wait for its end even after it has cancelled it.
type job struct {
	cancel context.CancelFunc
	done   chan struct{}
}

var errCancelled = code.New(code.Cancelled, "python: the call was interrupted")

// begin starts work as the job of call c. work looks at the context now and
// then, and ends early once it is cancelled.
func begin(c *C.tf_call, work func(ctx context.Context) error) {
	ctx, cancel := context.WithCancel(context.Background())
	j := &job{cancel: cancel, done: make(chan struct{})}
	c.job = C.int64_t(door.Keep(j))
	go func() {
		defer close(j.done)
		defer guard(c)
		if err := work(ctx); err != nil {
			fail(c, err)
		}
	}()
}

// pollSignals is how long Ctrl-C waits at the most.
const pollSignals = 50 * time.Millisecond

// tf_job_wait waits for a moment and tells whether the job still runs. Its end
// frees the handle.
//
//export tf_job_wait
func tf_job_wait(handle C.int64_t) C.int {
	j, err := door.Of[*job](int64(handle))
	if err != nil {
		return 0
	}
	select {
	case <-j.done:
		j.cancel()
		_ = door.Free(int64(handle)) // a job is nothing that closes
		return 0
	case <-time.After(pollSignals):
		return 1
	}
}

//export tf_job_cancel
func tf_job_cancel(handle C.int64_t) {
	if j, err := door.Of[*job](int64(handle)); err == nil {
		j.cancel()
	}
}
