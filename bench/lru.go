package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	golanglru "github.com/hashicorp/golang-lru/v2"
	"github.com/maypok86/otter/v2"

	"github.com/twelvefold/twelvefold/core/lru"
	"github.com/twelvefold/twelvefold/core/world"
)

// cacheSize is in entries; the keys of a task are drawn from more, or fewer.
const cacheSize = 10_000

// keyStream is a fixed sequence of keys with Zipf's distribution over space
// keys, as caches meet it.
func keyStream(space int) []string {
	zipf := rand.NewZipf(rand.New(rand.NewPCG(1, 2)), 1.01, 1, uint64(space-1))
	keys := make([]string, 1<<16)
	for i := range keys {
		keys[i] = "key:" + strconv.FormatUint(zipf.Uint64(), 10)
	}
	return keys
}

// cacheCalls are the calls that every contender has.
type cacheCalls struct {
	who string
	get func(key string) bool
	put func(key string, value []byte)
}

func (b *bench) lru() {
	const section = "lru: in Go, beside peers"
	value := make([]byte, 100)
	for _, task := range []struct {
		name  string
		space int
		put   bool // on a miss
	}{
		{"get, every key there", cacheSize / 2, false},
		{"get, else put: Zipf over 10 times the capacity", cacheSize * 10, true},
	} {
		keys := keyStream(task.space)
		var contenders []contender
		for _, c := range caches() {
			for _, k := range keys {
				c.put(k, value)
			}
			contenders = append(contenders, contender{c.who, func(n int) {
				for i := range n {
					k := keys[i&(len(keys)-1)]
					if !c.get(k) && task.put {
						c.put(k, value)
					}
				}
			}})
		}
		b.compare(section, task.name, contenders...)
	}
}

func caches() []cacheCalls {
	own := must(lru.New(world.World{}, lru.Config[string, []byte]{MaxEntries: cacheSize}))
	locked := must(lru.NewConcurrent(world.World{}, lru.Config[string, []byte]{MaxEntries: cacheSize}))
	db := must(lru.Open(world.World{}, lru.Options{MaxEntries: cacheSize}))
	hashicorp := must(golanglru.New[string, []byte](cacheSize))
	other := otter.Must(&otter.Options[string, []byte]{MaximumSize: cacheSize})
	return []cacheCalls{
		{"twelvefold lru.Cache", func(k string) bool { _, ok := own.Get(k); return ok }, func(k string, v []byte) { check(own.Put(k, v)) }},
		{"twelvefold lru.Concurrent", func(k string) bool { _, ok := locked.Get(k); return ok }, func(k string, v []byte) { check(locked.Put(k, v)) }},
		{"twelvefold lru.DB (copies values)", func(k string) bool { _, err := db.Get([]byte(k)); return err == nil }, func(k string, v []byte) { check(db.Put([]byte(k), v)) }},
		{"hashicorp/golang-lru", func(k string) bool { _, ok := hashicorp.Get(k); return ok }, func(k string, v []byte) { hashicorp.Add(k, v) }},
		{"otter (not exact LRU)", func(k string) bool { _, ok := other.GetIfPresent(k); return ok }, func(k string, v []byte) { other.Set(k, v) }},
	}
}

func must[T any](v T, err error) T {
	check(err)
	return v
}

// check ends a run that went wrong: a figure for a failed operation is none.
func check(err error) {
	if err != nil {
		panic(fmt.Sprint("bench: ", err))
	}
}
