// Package lru is bounded caches in memory with exact least-recently-used
// order, limits on entries or bytes, and a time to live per entry.
//
//	cache, err := lru.New(world.World{}, lru.Config[string, int]{MaxEntries: 1000})
//	cache.Put("a", 1)
//	n, ok := cache.Get("a")
//
// Cache is for one goroutine, Concurrent for many; both are generic. DB, made
// by Open, is the engine that the doors share: bytes under bytes, with events,
// faults and a journal of the world, and errors with codes.
//
// # Limits
//
// At most MaxEntriesLimit (2^31-2) entries. Everything is in memory and gone
// with the process. One lock per cache: see Concurrent. Keys that are not
// equal to themselves (a float NaN) can be put but neither found nor deleted.
//
// # Reading order
//
// options.go, reason.go, stats.go and errors.go (the face), store.go (the cache itself, with
// list.go and deadlines.go under it), cache.go and concurrent.go (the generic
// types), db.go and views.go (the engine's operations), door.go (what each of
// them does on its way in and out), lifecycle.go and tick.go (the engine
// contract).
// DESIGN.md says what was left out and why.
package lru
