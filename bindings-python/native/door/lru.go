package door

import (
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/lru"
)

// Eviction is an entry that left a cache, until Python's callback is told.
type Eviction struct {
	Key    string
	Value  []byte
	Reason lru.Reason
}

// LRU is a cache that a Python object owns. The engine tells of evictions in
// the middle of a call, with its lock held; they are kept here until the call is
// over, since Python's code must find no lock of ours held.
type LRU struct {
	*lru.DB
	TTL time.Duration // of entries put without one of their own

	stop func()

	mu   sync.Mutex
	gone []Eviction // guarded by mu
}

type lruOptions struct {
	MaxEntries   int   `json:"max_entries"`
	MaxBytes     int64 `json:"max_bytes"`
	TTL          int64 `json:"ttl_ms"`
	MaxKeySize   int   `json:"max_key_size"`
	MaxValueSize int   `json:"max_value_size"`
	Watch        bool  `json:"watch"` // keep evictions for Evictions
	Clock        int64 `json:"clock"`
}

// OpenLRU opens a cache.
func OpenLRU(options string) (*LRU, error) {
	var o lruOptions
	if err := decode(options, &o); err != nil {
		return nil, err
	}
	w, c, err := openWorld(o.Clock)
	if err != nil {
		return nil, err
	}
	cache := &LRU{TTL: milliseconds(o.TTL)}
	opts := lru.Options{
		MaxEntries: o.MaxEntries, MaxBytes: o.MaxBytes, TTL: cache.TTL,
		MaxKeySize: o.MaxKeySize, MaxValueSize: o.MaxValueSize,
	}
	if o.Watch {
		opts.OnEvict = cache.keep
	}
	if cache.DB, err = lru.Open(w, opts); err != nil {
		return nil, err
	}
	cache.stop = drive(cache.DB, c)
	return cache, nil
}

func (l *LRU) keep(key string, value []byte, reason lru.Reason) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gone = append(l.gone, Eviction{key, value, reason})
}

// Evictions hands over what has left the cache since it was last asked. With
// several threads one may be handed what another's call pushed out.
func (l *LRU) Evictions() []Eviction {
	l.mu.Lock()
	defer l.mu.Unlock()
	gone := l.gone
	l.gone = nil
	return gone
}

// Statistics is the cache's struct of numbers.
func (l *LRU) Statistics() any { return l.Stats() }

// Close ends the cache and its background work.
func (l *LRU) Close() error {
	l.stop()
	return l.DB.Close()
}
