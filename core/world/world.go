// Package world is all that an engine may know of the machine: files, time,
// randomness, a log, faults, a journal of calls and a hub of events. Engines
// that were opened in one world share them, so that one clock moves all and
// one seed repeats all.
package world

import (
	"hash/fnv"
	"math/rand/v2"
	"time"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/fault"
	"github.com/twelvefold/twelvefold/core/journal"
	"github.com/twelvefold/twelvefold/core/vfs"
)

// World is passed by value; its zero value is the real machine without files.
type World struct {
	// FS is where durable engines keep their files. Nil means none: opening a
	// durable engine then fails, rather than forget quietly. Doors give
	// osfs.New(dir) for a disk, memfs.New() for memory.
	FS vfs.FS
	// Clock nil is the real clock.
	Clock clock.Clock
	// Seed of all randomness; 0 takes a new one from the machine per stream.
	Seed uint64
	// Log nil is silent.
	Log Logger
	// Faults nil never fails.
	Faults *fault.Plane
	// Journal nil records nothing.
	Journal *journal.Journal
	// Events nil tells nobody.
	Events *event.Hub
}

// Logger takes what an operator should see: rare and worth a line. The server
// adapts it to slog.
type Logger interface {
	// Log writes a message with alternating keys and values.
	Log(level Level, msg string, keysAndValues ...any)
}

// Level of a log line, by slog's numbers.
type Level int

// Levels.
const (
	Info  Level = 0
	Warn  Level = 4
	Error Level = 8
)

// Now reads the world's clock.
func (w World) Now() time.Time {
	if w.Clock == nil {
		return clock.Real.Now()
	}
	return w.Clock.Now()
}

// AfterFunc calls f d from now, on the world's clock.
func (w World) AfterFunc(d time.Duration, f func()) clock.Timer {
	if w.Clock == nil {
		return clock.Real.AfterFunc(d, f)
	}
	return w.Clock.AfterFunc(d, f)
}

// Rand gives the stream of randomness called name: with a Seed the same
// numbers each time, and independent of all other streams. It is not safe for
// concurrent use.
func (w World) Rand(name string) *rand.Rand {
	if w.Seed == 0 {
		return rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.New(rand.NewPCG(w.Seed, h.Sum64()))
}

// Say logs, if anybody reads the log.
func (w World) Say(level Level, msg string, keysAndValues ...any) {
	if w.Log != nil {
		w.Log.Log(level, msg, keysAndValues...)
	}
}

// Call is asked at the door of each engine's operation: it records the call
// and gives the error that a fault rule wants it to end with. Without a fault
// plane and a journal it is two nil checks.
func (w *World) Call(now time.Time, engine, op string, subject []byte) error {
	if w.Faults == nil && w.Journal == nil {
		return nil
	}
	err := w.Faults.Check(engine, op, subject)
	w.Journal.Add(journal.Call{Time: now, Engine: engine, Op: op, Subject: string(subject), Err: err})
	return err
}
