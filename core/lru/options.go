package lru

import "time"

// MaxEntriesLimit is the largest entry limit: slots are numbered in 32 bits,
// and half of them are spared so that no sum of two overflows.
const MaxEntriesLimit = 1<<31 - 2

// Limits that an Options field of zero stands for.
const (
	DefaultMaxBytes     = 64 << 20 // where neither limit is given
	DefaultMaxKeySize   = 64 << 10
	DefaultMaxValueSize = 64 << 20
)

// Options of a DB. The zero value is a cache of DefaultMaxBytes whose entries
// live until they are pushed out.
type Options struct {
	// MaxEntries is the number of entries kept; 0 sets no such limit.
	MaxEntries int
	// MaxBytes is the sum of key and value lengths kept; 0 sets no such limit.
	// Each entry takes about 130 bytes beside them, which are not counted.
	MaxBytes int64
	// TTL is the time to live of entries put without one of their own; 0
	// keeps them until they are pushed out.
	TTL time.Duration
	// MaxKeySize and MaxValueSize, in bytes, bound one key and one value.
	MaxKeySize   int
	MaxValueSize int
	// OnEvict is told of each entry that leaves the cache, and why. It is
	// called without a lock held, in the goroutine of the call that removed
	// the entry, after that call has done its work: it may use the cache. The
	// value is the one that was stored: read it, do not write to it.
	OnEvict func(key string, value []byte, reason Reason)
}

func (o Options) withDefaults() Options {
	if o.MaxEntries == 0 && o.MaxBytes == 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	if o.MaxKeySize == 0 {
		o.MaxKeySize = DefaultMaxKeySize
	}
	if o.MaxValueSize == 0 {
		o.MaxValueSize = DefaultMaxValueSize
	}
	return o
}

func (o Options) validate() error {
	if o.MaxKeySize < 0 || o.MaxValueSize < 0 {
		return ErrNegativeLimit
	}
	return checkLimits(o.MaxEntries, o.MaxBytes, o.TTL)
}

// Config of a generic cache. At least one limit is needed.
type Config[K comparable, V any] struct {
	// MaxEntries is the number of entries kept; 0 sets no such limit.
	MaxEntries int
	// MaxBytes is the sum of what Size says, over all entries; 0 sets no such
	// limit.
	MaxBytes int64
	// Size weighs an entry, in bytes or any other unit of the caller's. It is
	// asked once per Put and must not use the cache.
	Size func(K, V) int
	// TTL is the time to live of entries put without one of their own; 0
	// keeps them until they are pushed out.
	TTL time.Duration
	// OnEvict is told of each entry that leaves the cache, and why. It is
	// called without a lock held, after the call that removed the entry has
	// done its work: it may use the cache.
	OnEvict func(K, V, Reason)
}

func (c Config[K, V]) validate() error {
	if err := checkLimits(c.MaxEntries, c.MaxBytes, c.TTL); err != nil {
		return err
	}
	if c.MaxEntries == 0 && c.MaxBytes == 0 {
		return ErrNoLimit
	}
	if c.MaxBytes > 0 && c.Size == nil {
		return ErrNoSize
	}
	return nil
}

func checkLimits(entries int, bytes int64, ttl time.Duration) error {
	switch {
	case entries < 0 || bytes < 0:
		return ErrNegativeLimit
	case entries > MaxEntriesLimit:
		return ErrTooManyEntries
	case ttl < 0:
		return ErrNegativeTTL
	}
	return nil
}
