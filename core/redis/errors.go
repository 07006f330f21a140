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
	ErrNaN        = code.New(code.OutOfRange, "ERR increment would produce NaN or Infinity")
	ErrOverflow   = code.New(code.OutOfRange, "ERR increment or decrement would overflow")
	ErrTooLarge   = code.New(code.TooLarge, "ERR string exceeds maximum allowed size (proto-max-bulk-len)")
	ErrDBIndex    = code.New(code.OutOfRange, "ERR DB index is out of range")
	ErrIndexRange = code.New(code.OutOfRange, "ERR index out of range")
	ErrClosed     = code.New(code.Closed, "ERR the store has been closed")

	// Of single commands.
	ErrDecrOverflow = code.New(code.OutOfRange, "ERR decrement would overflow")
	ErrOffset       = code.New(code.OutOfRange, "ERR offset is out of range")
	ErrLCSKinds     = code.New(code.WrongType, "ERR The specified keys must contain string values")
	ErrLCSMemory    = code.New(code.TooLarge, "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len")
)

// errExpireTime names the command whose time to live is 0, negative, or too
// far away.
func errExpireTime(op string) *Error {
	return code.New(code.OutOfRange, "ERR invalid expire time in '"+op+"' command")
}
