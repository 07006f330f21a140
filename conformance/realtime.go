package conformance

import (
	"slices"
	"time"
)

// RealTimeTarget is a Target whose clock is the machine's: Advance waits. Where
// the machine is busy, the time between two steps may be longer than what is to
// outlive it.
type RealTimeTarget interface {
	Target
	RealTime()
}

// LaggingTarget is a Target that may answer before what an earlier operation
// has done shows: a server with a process for each queue.
type LaggingTarget interface {
	Target
	// Again tells whether an operation that gave got has changed nothing, and so
	// can be called again to see whether it gives what is wanted a little later.
	Again(op string, args []Arg, got Value) bool
}

const (
	// patience is how long what is wanted may be on its way.
	patience = 20 * time.Second
	// inTime is what the steps of a case may take beside the moves of its clock.
	// It is less than the shortest time in the cases after which something that
	// is asked for expires.
	inTime = 20 * time.Millisecond
	// tries is how often a case is run that the machine was too slow for.
	tries = 10
)

// timed tells whether the machine's speed matters to a case: if it moves the
// clock, or asks for times, as only Redis cases do.
func (c *Case) timed() bool {
	return c.Engine == "redis" || slices.ContainsFunc(c.Steps, func(s Step) bool { return s.Advance > 0 })
}
