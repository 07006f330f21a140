// Package twelvefold opens real backends together in one world: one clock, one
// seed, one stream of events.
//
//	box, err := twelvefold.Open(twelvefold.Options{})
//	if err != nil { ... }
//	defer box.Close()
//	err = box.Redis.Update(0, func(tx *redis.Tx) error { ... })
//
// It is the only place that composes engines; each can also be opened alone,
// from its own package under core. To put sockets in front of a box, see the
// package server.
package twelvefold

import (
	_ "embed"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/fault"
	"github.com/twelvefold/twelvefold/core/journal"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lru"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

//go:embed version.txt
var versionFile string

// Version of this code, the same for Go, Python and npm.
var Version = strings.TrimSpace(versionFile)

// eventsKept is how many events the hub remembers for subscribers that lag: a
// second of a busy store.
const eventsKept = 16 << 10

// Options of a Box. The zero value opens every engine in memory, on the real
// clock.
type Options struct {
	// FS is where durable engines keep their files, each in a folder of its
	// own name. Nil is memory.
	FS vfs.FS
	// Clock nil is the real clock.
	Clock clock.Clock
	// Seed of all randomness; 0 takes a new one from the machine.
	Seed uint64
	// Engines names what to open; nil is all.
	Engines []string
	// Log nil is silent.
	Log world.Logger
	// Faults nil never fails, Journal nil records nothing.
	Faults  *fault.Plane
	Journal *journal.Journal
	// Options of the engines, each by its engine's name.
	Redis   redis.Options
	LRU     lru.Options
	Bitcask bitcask.Options
	AMQP    amqp.Options // in memory where there is no FS
	Lox     lox.Options
}

// Box is a set of open engines in one world. The engines' fields are nil where
// Options.Engines did not name them.
type Box struct {
	// World is what the engines share. Its FS is the root: the durable
	// engines have sub-folders of it.
	World world.World

	Redis   *redis.DB
	LRU     *lru.DB
	Bitcask *bitcask.DB
	AMQP    *amqp.DB
	Lox     *lox.Interp // one; lox.Open with World opens more

	open []opened
}

// opened is an engine of the box. The quant kernels keep no state, so their
// engine is nil.
type opened struct {
	info   Info
	engine engine.Engine
	stats  func() any
}

// Open opens the engines, all or none.
func Open(o Options) (*Box, error) {
	durable := o.FS != nil
	files := o.FS
	if !durable {
		files = memfs.New()
	}
	box := &Box{World: world.World{
		FS: files, Clock: o.Clock, Seed: o.Seed, Log: o.Log,
		Faults: o.Faults, Journal: o.Journal, Events: event.NewHub(eventsKept),
	}}
	wanted, err := selectRooms(o.Engines)
	if err != nil {
		return nil, err
	}
	for _, r := range wanted {
		info := Info{Name: r.name, Durable: r.durable && durable, Capabilities: slices.Clone(r.capabilities)}
		if info.Durable {
			info.Capabilities = append(info.Capabilities, "durable")
		}
		one := opened{info: info}
		if r.open != nil {
			if one.engine, one.stats, err = r.open(box, o); err != nil {
				return nil, errors.Join(err, box.Close())
			}
		}
		box.open = append(box.open, one)
	}
	return box, nil
}

// Engines tells what is open, in the order of the rooms.
func (b *Box) Engines() []Info {
	infos := make([]Info, len(b.open))
	for i, o := range b.open {
		infos[i] = o.info
	}
	return infos
}

// Engine gives an open engine by name. It is false for an engine that is not
// open, and for one without state (quant).
func (b *Box) Engine(name string) (engine.Engine, bool) {
	for _, o := range b.open {
		if o.info.Name == name && o.engine != nil {
			return o.engine, true
		}
	}
	return nil, false
}

// Stats gives the engine's own struct of numbers. It is false where Engine is.
func (b *Box) Stats(name string) (any, bool) {
	for _, o := range b.open {
		if o.info.Name == name && o.stats != nil {
			return o.stats(), true
		}
	}
	return nil, false
}

// Tick lets every engine do the background work that is due at now, and tells
// when the next is due; the zero time means not before further calls. A store
// does not tell when a call made something due earlier: whoever drives Tick
// comes by every now and then in any case.
func (b *Box) Tick(now time.Time) (next time.Time) {
	for _, o := range b.open {
		if o.engine == nil {
			continue
		}
		if at := o.engine.Tick(now); !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

// Close closes all engines, the last opened first.
func (b *Box) Close() error {
	var errs []error
	for i := len(b.open) - 1; i >= 0; i-- {
		if e := b.open[i].engine; e != nil {
			errs = append(errs, e.Close())
		}
	}
	return errors.Join(errs...)
}

// ErrUnknownEngine is the kind of the error that Open gives for a name in
// Options.Engines that is none.
var ErrUnknownEngine = code.New(code.InvalidArgument, "twelvefold: there is no such engine")
