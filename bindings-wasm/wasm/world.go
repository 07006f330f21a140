//go:build wasm

package main

import (
	"math"
	"slices"
	"time"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// version is that of version.txt; the linker sets it.
var version = "unset"

// eventsKept is how many events a host can lag behind before it misses some.
const eventsKept = 4096

// The world of this instance: there is one, and every engine in it shares it.
var (
	here    world.World
	durable bool          // here.FS is the host's, not memory
	manual  *clock.Manual // here.Clock, where the host asked for a manual one
	events  *event.Subscription

	running []engine.Engine // all that are open
)

// What the host says about files and clock in world_open.
const (
	filesMemory int32 = 0
	filesHost   int32 = 1
	clockReal   int32 = 0
)

var (
	errWorldOpen = code.New(code.AlreadyExists, "wasm: the world of this instance is open")
	errNotManual = code.New(code.NotAllowed, "wasm: only a manual clock can be moved")
	errEvents    = code.New(code.NotAllowed, "wasm: nobody has subscribed to events")
)

// abiVersion packs the version and the hash of the schema that this module was
// built from: a host of others refuses it. It works before world_open.
//
//go:wasmexport abi_version
func abiVersion() int32 {
	return give(appendField(appendField(nil, version), engine.SchemaHash))
}

// worldOpen sets the world up, once per instance, before any engine. seed 0
// takes a new one from the host; startMS is where a manual clock begins, in
// milliseconds since 1970.
//
//go:wasmexport world_open
func worldOpen(files, clockKind int32, seed, startMS float64) (status int32) {
	defer caught(&status)
	if here.FS != nil {
		return failed(errWorldOpen)
	}
	w := world.World{FS: memfs.New(), Clock: realClock(), Seed: uint64(seed), Events: event.NewHub(eventsKept)}
	if files == filesHost {
		fs, err := hostFiles()
		if err != nil {
			return failed(err)
		}
		w.FS, durable = fs, true
	}
	if clockKind != clockReal {
		manual = clock.NewManual(time.UnixMilli(int64(startMS)))
		w.Clock = manual
	}
	here = w
	return statusOK
}

// folder is the world with its files below dir, for one durable engine.
func folder(dir string) (world.World, error) {
	below, err := vfs.Sub(here.FS, dir)
	w := here
	w.FS = below
	return w, err
}

// worldClose closes all engines: what they hold back is written. The slot has
// the first error.
//
//go:wasmexport world_close
func worldClose() (status int32) {
	defer caught(&status)
	var first error
	for _, e := range running {
		if err := e.Close(); err != nil && first == nil {
			first = err
		}
	}
	return done(first)
}

// began and ended keep the list of what is open, in order of opening: the
// same calls tick the same engines in the same order.
func began(e engine.Engine) { running = append(running, e) }

func ended(e engine.Engine) {
	running = slices.DeleteFunc(running, func(open engine.Engine) bool { return open == e })
}

// worldNow leaves the world's time, in milliseconds since 1970.
//
//go:wasmexport world_now
func worldNow() int32 { return giveNumber(millis(here.Now())) }

// worldAdvance moves a manual clock. The host ticks afterwards.
//
//go:wasmexport world_advance
func worldAdvance(ms float64) (status int32) {
	defer caught(&status)
	if manual == nil {
		return failed(errNotManual)
	}
	manual.Advance(duration(ms))
	return statusOK
}

// eventsSubscribe begins to keep events for events_poll.
//
//go:wasmexport events_subscribe
func eventsSubscribe() (status int32) {
	defer caught(&status)
	if events == nil {
		events = here.Events.Subscribe(nil)
	}
	return statusOK
}

// eventsClose ends the subscription.
//
//go:wasmexport events_close
func eventsClose() (status int32) {
	defer caught(&status)
	if events != nil {
		events.Close()
		events = nil
	}
	return statusOK
}

// eventsPoll packs up to limit events: how many were missed before them, then
// for each its sequence number, time and database (numbers), engine, type, key
// and reason (fields). The slot's number is how many there are.
//
//go:wasmexport events_poll
func eventsPoll(limit uint32) (status int32) {
	defer caught(&status)
	if events == nil {
		return failed(errEvents)
	}
	batch := make([]event.Event, min(limit, eventsKept))
	n, missed := events.Read(batch)
	out := appendNumber(nil, float64(missed))
	for _, e := range batch[:n] {
		out = appendNumber(out, float64(e.Seq))
		out = appendNumber(out, millis(e.Time))
		out = appendNumber(out, float64(e.DB))
		out = appendField(out, e.Engine)
		out = appendField(out, e.Type)
		out = appendField(out, e.Key)
		out = appendField(out, e.Reason)
	}
	give(out)
	return giveNumber(float64(n))
}

// millis is t as JavaScript counts time; 0 for the zero time.
func millis(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMicro()) / 1000
}

// duration turns milliseconds into a Duration, the longest there is for more.
func duration(ms float64) time.Duration {
	ns := ms * float64(time.Millisecond)
	switch {
	case ns >= math.MaxInt64:
		return math.MaxInt64
	case ns <= math.MinInt64:
		return math.MinInt64
	}
	return time.Duration(ns)
}
