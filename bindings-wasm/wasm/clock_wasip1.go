package main

import (
	"time"

	"github.com/twelvefold/twelvefold/core/clock"
)

// clockNow is the host's time in milliseconds since 1970, with a fraction, and
// never goes back. Go's own clock asks WASI twice at each reading, by integers
// that JavaScript has to box; engines read the time at every call.
//
//go:wasmimport twelvefold clock_now
func clockNow() float64

// hostClock is the real clock of a host.
type hostClock struct{}

func realClock() clock.Clock { return hostClock{} }

func (hostClock) Now() time.Time { return time.UnixMicro(int64(clockNow() * 1000)) }

func (hostClock) AfterFunc(d time.Duration, f func()) clock.Timer { return clock.Real.AfterFunc(d, f) }
