package redis

import "github.com/twelvefold/twelvefold/core/code"

// Error is an error with the text that Redis puts on the wire ("WRONGTYPE
// Operation against ..."), and the code that all doors carry.
type Error = code.Error

// The closed list of what the methods of Tx can answer. Texts are those of
// Redis 7.0.
var (
	ErrWrongType  = code.New(code.WrongType, "WRONGTYPE Operation against a key holding the wrong kind of value")
	ErrNoSuchKey  = code.New(code.NotFound, "ERR no such key")
	ErrNotInteger = code.New(code.InvalidArgument, "ERR value is not an integer or out of range")
	ErrNotFloat   = code.New(code.InvalidArgument, "ERR value is not a valid float")
	ErrSyntax     = code.New(code.InvalidArgument, "ERR syntax error")
	ErrOverflow   = code.New(code.OutOfRange, "ERR increment or decrement would overflow")
	ErrTooLarge   = code.New(code.TooLarge, "ERR string exceeds maximum allowed size (proto-max-bulk-len)")
	ErrDBIndex    = code.New(code.OutOfRange, "ERR DB index is out of range")
	ErrIndexRange = code.New(code.OutOfRange, "ERR index out of range")
	ErrClosed     = code.New(code.Closed, "ERR the store has been closed")
)
