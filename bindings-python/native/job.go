//go:build pyext

package main

/*
#include "native.h"
*/
import "C"

import (
	"context"
	"fmt"
	"time"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
	"github.com/twelvefold/twelvefold/core/code"
)

// job is a long call in a goroutine of its own, so that the Python thread can
// look after signals meanwhile. It never touches the tf_call, which is gone
// once the caller has given up waiting.
type job struct {
	cancel  context.CancelFunc
	borrows bool // it works on the caller's memory: the caller must wait
	done    chan struct{}
	result  float64 // set before done is closed
	err     error   // likewise
}

// begin starts work as the job of call c. work looks at the context now and
// then, and ends early once it is cancelled.
func begin(c *C.tf_call, borrows bool, work func(ctx context.Context) (float64, error)) {
	ctx, cancel := context.WithCancel(context.Background())
	j := &job{cancel: cancel, borrows: borrows, done: make(chan struct{})}
	c.job = C.int64_t(door.Keep(j))
	go func() {
		defer close(j.done)
		defer cancel()
		defer func() {
			if r := recover(); r != nil {
				j.err = code.New(code.Internal, "python: panic: "+fmt.Sprint(r))
			}
		}()
		j.result, j.err = work(ctx)
	}()
}

// pollSignals is how long Ctrl-C waits at the most.
const pollSignals = 50 * time.Millisecond

// tf_job_wait waits for a moment and tells whether the job still runs. At its
// end the job's result becomes that of the call, and the handle is freed.
//
//export tf_job_wait
func tf_job_wait(c *C.tf_call) C.int {
	defer guard(c)
	j, err := door.Of[*job](int64(c.job))
	if err != nil {
		fail(c, err)
		return 0
	}
	select {
	case <-j.done:
	case <-time.After(pollSignals):
		return 1
	}
	c.real = C.double(j.result)
	if j.err != nil {
		fail(c, j.err)
	}
	_ = door.Free(int64(c.job)) // a job has nothing to close
	return 0
}

// tf_job_cancel asks the job to end, and tells whether the caller must wait
// for that. If not, the handle is freed: nobody will ask again.
//
//export tf_job_cancel
func tf_job_cancel(c *C.tf_call) C.int {
	defer guard(c)
	j, err := door.Of[*job](int64(c.job))
	if err != nil {
		return 0
	}
	j.cancel()
	if j.borrows {
		return 1
	}
	_ = door.Free(int64(c.job))
	return 0
}
