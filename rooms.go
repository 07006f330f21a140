package twelvefold

import (
	"errors"
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lru"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/vfs"
)

// Info describes an engine.
type Info struct {
	Name string
	// Durable says that what was acknowledged survives the process: the
	// engine keeps files, and the box has a place for them.
	Durable bool
	// Capabilities are what a client can count on beside the plain
	// operations; "durable" is among them where Durable is true.
	Capabilities []string
}

// room is an engine that can be opened.
type room struct {
	name         string
	durable      bool // keeps files
	capabilities []string
	// open is nil for an engine without state.
	open func(*Box, Options) (e engine.Engine, stats func() any, err error)
}

// rooms is every engine there is: a new one is a line here, and a field of
// Box.
var rooms = []room{
	{name: "redis", capabilities: engine.Capabilities["redis"], open: openRedis},
	{name: "lru", capabilities: engine.Capabilities["lru"], open: openLRU},
	{name: "bitcask", durable: true, capabilities: engine.Capabilities["bitcask"], open: openBitcask},
	{name: "amqp", durable: true, capabilities: engine.Capabilities["amqp"], open: openAMQP},
	{name: "lox", capabilities: engine.Capabilities["lox"], open: openLox},
	{name: "quant", capabilities: engine.Capabilities["quant"]},
}

func openRedis(b *Box, o Options) (engine.Engine, func() any, error) {
	db, err := redis.Open(b.World, o.Redis)
	if err != nil {
		return nil, nil, err
	}
	b.Redis = db
	return db, func() any { return db.Stats() }, nil
}

func openLRU(b *Box, o Options) (engine.Engine, func() any, error) {
	db, err := lru.Open(b.World, o.LRU)
	if err != nil {
		return nil, nil, err
	}
	b.LRU = db
	return db, func() any { return db.Stats() }, nil
}

func openBitcask(b *Box, o Options) (engine.Engine, func() any, error) {
	w := b.World
	var err error
	if w.FS, err = vfs.Sub(w.FS, "bitcask"); err != nil {
		return nil, nil, err
	}
	db, err := bitcask.Open(w, o.Bitcask)
	if err != nil {
		return nil, nil, err
	}
	b.Bitcask = db
	return db, func() any { return db.Stats() }, nil
}

func openAMQP(b *Box, o Options) (engine.Engine, func() any, error) {
	w := b.World
	o.AMQP.InMemory = o.AMQP.InMemory || o.FS == nil
	if !o.AMQP.InMemory {
		var err error
		if w.FS, err = vfs.Sub(w.FS, "amqp"); err != nil {
			return nil, nil, err
		}
	}
	db, err := amqp.Open(w, o.AMQP)
	if err != nil {
		return nil, nil, err
	}
	b.AMQP = db
	return db, func() any { return db.Stats() }, nil
}

func openLox(b *Box, o Options) (engine.Engine, func() any, error) {
	in, err := lox.Open(b.World, o.Lox)
	if err != nil {
		return nil, nil, err
	}
	b.Lox = in
	return in, func() any { return in.Stats() }, nil
}

// EngineNames lists every engine that Open knows.
func EngineNames() []string {
	names := make([]string, len(rooms))
	for i, r := range rooms {
		names[i] = r.name
	}
	return names
}

// selectRooms picks the rooms called names, in the table's order; nil picks
// all.
func selectRooms(names []string) ([]room, error) {
	if names == nil {
		return rooms, nil
	}
	for _, name := range names {
		if !slices.Contains(EngineNames(), name) {
			return nil, ErrUnknownEngine.With(errors.New(`"` + name + `"; the engines are ` + strings.Join(EngineNames(), ", ")))
		}
	}
	var picked []room
	for _, r := range rooms {
		if slices.Contains(names, r.name) {
			picked = append(picked, r)
		}
	}
	return picked, nil
}
