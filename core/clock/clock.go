// Package clock is time as the engines see it: the real clock, or a manual
// one that moves only when a test says so.
package clock

import "time"

// Clock tells the time and calls back later. Engines read it once per call,
// at the door, and pass the instant down.
type Clock interface {
	Now() time.Time
	// AfterFunc calls f once, d from now: on the real clock in a goroutine of
	// its own, on a manual clock inside Advance.
	AfterFunc(d time.Duration, f func()) Timer
}

// Timer is a pending callback.
type Timer interface {
	// Stop reports whether it kept the callback from running.
	Stop() bool
}

// Real is the machine's clock.
var Real Clock = realClock{}

type realClock struct{}

func (realClock) Now() time.Time                            { return time.Now() }
func (realClock) AfterFunc(d time.Duration, f func()) Timer { return time.AfterFunc(d, f) }
