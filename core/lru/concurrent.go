package lru

import (
	"sync"

	"github.com/twelvefold/twelvefold/core/world"
)

// Concurrent is a Cache for any number of goroutines. One mutex guards it
// all: an exact order of use is one order, and even a Get writes to it. Where
// that lock is the bottleneck, use several caches and choose one by a hash of
// the key; each is then exact for its own share only.
//
// OnEvict is called without the lock, so calls that two goroutines cause may
// arrive in either order.
type Concurrent[K comparable, V any] struct {
	Cache[K, V]
}

// NewConcurrent makes a cache for many goroutines. Errors are those of New.
func NewConcurrent[K comparable, V any](w world.World, c Config[K, V]) (*Concurrent[K, V], error) {
	cache, err := New(w, c)
	if err != nil {
		return nil, err
	}
	cache.mu = &sync.Mutex{}
	return &Concurrent[K, V]{*cache}, nil
}

// Fork is Cache.Fork; the copy is for many goroutines too.
func (c *Concurrent[K, V]) Fork(w world.World) (*Concurrent[K, V], error) {
	f, err := c.Cache.Fork(w)
	if err != nil {
		return nil, err
	}
	f.mu = &sync.Mutex{}
	return &Concurrent[K, V]{*f}, nil
}
