package world_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/fault"
	"github.com/twelvefold/twelvefold/core/journal"
	"github.com/twelvefold/twelvefold/core/world"
)

func TestZeroWorldIsTheRealOne(t *testing.T) {
	var w world.World
	before := time.Now()
	assert.False(t, w.Now().Before(before))
	ran := make(chan struct{})
	w.AfterFunc(0, func() { close(ran) })
	<-ran
	w.Say(world.Error, "nobody reads this")
	assert.NoError(t, w.Call(before, "lru", "get", nil))
	assert.NotEqual(t, numbers(w, "a"), numbers(w, "a"), "without a seed every stream is new")
}

func TestTheClockIsTheWorlds(t *testing.T) {
	c := clock.NewManual(time.Unix(100, 0))
	w := world.World{Clock: c}
	ran := false
	w.AfterFunc(time.Second, func() { ran = true })
	c.Advance(time.Second)
	assert.True(t, ran)
	assert.Equal(t, time.Unix(101, 0), w.Now())
}

func numbers(w world.World, name string) [4]uint64 {
	r := w.Rand(name)
	return [4]uint64{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()}
}

func TestRandRepeatsByNameAndSeed(t *testing.T) {
	w := world.World{Seed: 1}
	assert.Equal(t, numbers(w, "a"), numbers(w, "a"))
	assert.NotEqual(t, numbers(w, "a"), numbers(w, "b"))
	assert.NotEqual(t, numbers(w, "a"), numbers(world.World{Seed: 2}, "a"))
}

type line struct {
	level world.Level
	msg   string
	args  []any
}

type lines []line

func (l *lines) Log(level world.Level, msg string, args ...any) {
	*l = append(*l, line{level, msg, args})
}

func TestSay(t *testing.T) {
	var log lines
	w := world.World{Log: &log}
	w.Say(world.Warn, "message", "key", 1)
	assert.Equal(t, lines{{world.Warn, "message", []any{"key", 1}}}, log)
}

func TestCallRecordsAndFails(t *testing.T) {
	refused := errors.New("refused")
	now := time.Unix(7, 0)
	w := world.World{Faults: new(fault.Plane), Journal: journal.New(4)}
	w.Faults.Add(fault.Rule{Op: "put", Err: refused})
	assert.NoError(t, w.Call(now, "bitcask", "get", []byte("k")))
	assert.Equal(t, refused, w.Call(now, "bitcask", "put", []byte("k")))
	assert.Equal(t, []journal.Call{
		{Time: now, Engine: "bitcask", Op: "get", Subject: "k"},
		{Time: now, Engine: "bitcask", Op: "put", Subject: "k", Err: refused},
	}, w.Journal.Calls())

	faultsOnly := world.World{Faults: w.Faults}
	assert.Equal(t, refused, faultsOnly.Call(now, "bitcask", "put", nil))
	journalOnly := world.World{Journal: journal.New(1)}
	assert.NoError(t, journalOnly.Call(now, "bitcask", "put", nil))
	assert.Len(t, journalOnly.Journal.Calls(), 1)
}
