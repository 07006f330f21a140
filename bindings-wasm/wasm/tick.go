//go:build wasm

package main

import "time"

// worldTick does the background work of all open engines that is due, and leaves
// when the next is (milliseconds since 1970; 0 means not before further
// calls). Goroutines stand still while the host is idle, so without it nothing
// expires unasked, merges or is flushed.
//
//go:wasmexport world_tick
func worldTick() (status int32) {
	defer caught(&status)
	now := here.Now()
	var next time.Time
	for _, e := range running {
		if at := e.Tick(now); !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return giveNumber(millis(next))
}
