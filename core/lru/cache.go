package lru

import (
	"iter"
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/world"
)

// Cache is an exact LRU cache for one goroutine. Every Get and Put makes its
// entry the most recent; where a limit would be passed, entries whose time is
// over go first, then the least recent.
//
// An expired entry is never seen: it is a miss, and is counted by no method.
// Len, Bytes, Keys, Oldest, All and Stats first drop all that have expired,
// so they take time in proportion to those. Nothing reads the clock as long
// as no entry has a time to live.
type Cache[K comparable, V any] struct {
	world   world.World
	size    func(K, V) int
	onEvict func(K, V, Reason)

	mu     *sync.Mutex // nil in a cache for one goroutine
	store  store[K, V] // guarded by mu
	closed bool        // guarded by mu
}

// New makes a cache for one goroutine. It takes the clock from w, whose zero
// value is the real machine. Errors: ErrNoLimit, ErrNegativeLimit,
// ErrTooManyEntries, ErrNegativeTTL, ErrNoSize.
func New[K comparable, V any](w world.World, c Config[K, V]) (*Cache[K, V], error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	cache := &Cache[K, V]{world: w, size: c.Size, onEvict: c.OnEvict}
	cache.store = newStore[K, V](w.Now())
	cache.store.maxEntries, cache.store.maxBytes = c.MaxEntries, c.MaxBytes
	cache.store.ttl = int64(c.TTL)
	cache.store.watched = c.OnEvict != nil
	return cache, nil
}

// Put stores value under key with the cache's own time to live. Errors:
// ErrEntryTooLarge, ErrNegativeSize, ErrClosed; after an error nothing has
// changed.
func (c *Cache[K, V]) Put(key K, value V) error {
	return c.PutTTL(key, value, time.Duration(c.store.ttl))
}

// PutTTL is Put with a time to live for this entry; 0 keeps it until it is
// pushed out. Error beside those of Put: ErrNegativeTTL.
func (c *Cache[K, V]) PutTTL(key K, value V, ttl time.Duration) error {
	if ttl < 0 {
		return ErrNegativeTTL
	}
	var size int
	if c.size != nil { // a caller's function: asked before the lock is taken
		if size = c.size(key, value); size < 0 {
			return ErrNegativeSize
		}
	}
	now := c.enter(ttl > 0)
	defer c.leave()
	if c.closed {
		return ErrClosed
	}
	return c.store.put(now, key, value, int64(size), int64(ttl))
}

// Get gives the value under key and makes the entry the most recent.
func (c *Cache[K, V]) Get(key K) (value V, ok bool) {
	if c.mu == nil && !c.store.timed() { // no lock, and nothing can expire: a third of a hit's time saved
		return c.store.get(0, key)
	}
	now := c.enter(false)
	defer c.leave()
	return c.store.get(now, key)
}

// Peek is Get that leaves order and counters alone.
func (c *Cache[K, V]) Peek(key K) (value V, ok bool) {
	now := c.enter(false)
	defer c.leave()
	return c.store.peek(now, key)
}

// Has reports whether key is there, and leaves order and counters alone.
func (c *Cache[K, V]) Has(key K) bool {
	now := c.enter(false)
	defer c.leave()
	return c.store.find(now, key) != 0
}

// Delete removes key and reports whether it was there.
func (c *Cache[K, V]) Delete(key K) bool {
	now := c.enter(false)
	defer c.leave()
	return c.store.remove(now, key)
}

// Len is the number of entries.
func (c *Cache[K, V]) Len() int { return c.Stats().Entries }

// Bytes is the sum of the entries' sizes, 0 without Config.Size.
func (c *Cache[K, V]) Bytes() int64 { return c.Stats().Bytes }

// Keys lists the keys, the most recent first.
func (c *Cache[K, V]) Keys() []K {
	now := c.enter(false)
	defer c.leave()
	c.store.expire(now)
	return c.store.keys()
}

// Oldest gives the entry that would be pushed out next, without touching it.
func (c *Cache[K, V]) Oldest() (key K, value V, ok bool) {
	now := c.enter(false)
	defer c.leave()
	c.store.expire(now)
	e, ok := c.store.oldest()
	return e.key, e.value, ok
}

// All gives the entries, the most recent first, as they are when the loop
// begins: the loop's body may change the cache.
func (c *Cache[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, e := range c.snapshot() {
			if !yield(e.key, e.value) {
				return
			}
		}
	}
}

func (c *Cache[K, V]) snapshot() []entry[K, V] {
	now := c.enter(false)
	defer c.leave()
	c.store.expire(now)
	return c.store.entries()
}

// Resize puts new limits in force, 0 for none, and reports how many entries
// were pushed out. Errors: ErrNoLimit, ErrNegativeLimit, ErrTooManyEntries,
// ErrNoSize, ErrClosed.
func (c *Cache[K, V]) Resize(maxEntries int, maxBytes int64) (evicted int, err error) {
	limits := Config[K, V]{MaxEntries: maxEntries, MaxBytes: maxBytes, Size: c.size}
	if err := limits.validate(); err != nil {
		return 0, err
	}
	now := c.enter(false)
	defer c.leave()
	if c.closed {
		return 0, ErrClosed
	}
	return c.store.resize(now, maxEntries, maxBytes), nil
}

// Stats are the numbers of this instant.
func (c *Cache[K, V]) Stats() Stats {
	now := c.enter(false)
	defer c.leave()
	c.store.expire(now)
	return c.store.stats()
}

// Reset removes every entry, each with the reason Deleted, and sets the
// counters to zero.
func (c *Cache[K, V]) Reset() {
	now := c.enter(false)
	defer c.leave()
	c.store.reset(now)
}

// Tick drops entries whose time is over, at most tickBatch of them, and tells
// when it wants to be called again: the zero time where no entry has a
// deadline. Without Tick the cache gives the same answers, only memory comes
// back later.
func (c *Cache[K, V]) Tick(now time.Time) (next time.Time) {
	c.lock()
	defer c.leave()
	return c.store.nextTick(now)
}

// Fork gives an independent cache with the same entries, order, limits and
// callback in another world. Each entry has as long to live as it had left.
// Keys and values themselves are shared. Error: ErrClosed.
func (c *Cache[K, V]) Fork(w world.World) (*Cache[K, V], error) {
	now := c.enter(false)
	defer c.leave()
	if c.closed {
		return nil, ErrClosed
	}
	f := &Cache[K, V]{world: w, size: c.size, onEvict: c.onEvict}
	f.store = c.store.clone(now, w.Now())
	return f, nil
}

// Close empties the cache without telling OnEvict (Reset first where values
// must be released one by one). Afterwards Put fails with ErrClosed and
// nothing is found. Closing twice is no error.
func (c *Cache[K, V]) Close() error {
	c.lock()
	defer c.leave()
	c.closed = true
	c.store.watched = false
	c.store.reset(0)
	return nil
}

// enter takes the lock, if there is one, and reads the clock, if anybody will
// look at the time. It belongs together with a deferred leave.
func (c *Cache[K, V]) enter(timed bool) (now int64) {
	c.lock()
	if !timed && !c.store.timed() {
		return 0
	}
	return c.store.elapsed(c.world.Now())
}

func (c *Cache[K, V]) lock() {
	if c.mu != nil {
		c.mu.Lock()
	}
}

// leave gives the lock back and then tells the callback what left.
func (c *Cache[K, V]) leave() {
	var gone []departure[K, V]
	if len(c.store.gone) > 0 {
		gone = c.store.departures()
	}
	if c.mu != nil {
		c.mu.Unlock()
	}
	for _, d := range gone {
		c.onEvict(d.key, d.value, d.reason)
	}
}
