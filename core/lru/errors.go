package lru

import "github.com/twelvefold/twelvefold/core/code"

// The closed list of this engine's errors. Doors carry the code and the text.
var (
	// ErrKeyNotFound: the cache holds no live entry under that key.
	ErrKeyNotFound = code.New(code.NotFound, "lru: key not found")
	// ErrKeyTooLarge: the key is longer than Options.MaxKeySize.
	ErrKeyTooLarge = code.New(code.TooLarge, "lru: key is larger than max_key_size")
	// ErrValueTooLarge: the value is longer than Options.MaxValueSize.
	ErrValueTooLarge = code.New(code.TooLarge, "lru: value is larger than max_value_size")
	// ErrEntryTooLarge: the entry would not fit even into an empty cache.
	// Nothing was evicted for it, and what stood under its key still stands.
	ErrEntryTooLarge = code.New(code.TooLarge, "lru: entry is larger than max_bytes")
	// ErrNegativeTTL: a time to live may be zero (for ever), never below.
	ErrNegativeTTL = code.New(code.InvalidArgument, "lru: time to live is negative")
	// ErrNegativeLimit: a limit given at opening is below zero.
	ErrNegativeLimit = code.New(code.InvalidArgument, "lru: limit is negative")
	// ErrNoLimit: the change would leave the cache without any limit, or a
	// generic cache was made without one.
	ErrNoLimit = code.New(code.InvalidArgument, "lru: cache needs a positive limit on entries or bytes")
	// ErrTooManyEntries: the entry limit is over MaxEntriesLimit.
	ErrTooManyEntries = code.New(code.OutOfRange, "lru: max_entries is over 2147483646")
	// ErrNoSize: a byte limit means nothing without Config.Size.
	ErrNoSize = code.New(code.InvalidArgument, "lru: byte limit needs a Size function")
	// ErrNegativeSize: Config.Size gave a number below zero.
	ErrNegativeSize = code.New(code.InvalidArgument, "lru: Size gave a negative number")
	// ErrClosed: the cache was closed.
	ErrClosed = code.New(code.Closed, "lru: cache is closed")
)
