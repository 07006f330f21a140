package redis

import "github.com/twelvefold/twelvefold/core/code"

// Error is an error with the text that Redis puts on the wire ("WRONGTYPE
// Operation against ..."), and the code that all doors carry.
type Error = code.Error

// The closed list of what the methods of Tx can answer. Texts are those of
// Redis 7.0.
var (
	ErrWrongType  = define(code.WrongType, "WRONGTYPE Operation against a key holding the wrong kind of value")
	ErrNoSuchKey  = define(code.NotFound, "ERR no such key")
	ErrNotInteger = define(code.InvalidArgument, "ERR value is not an integer or out of range")
	ErrNotFloat   = define(code.InvalidArgument, "ERR value is not a valid float")
	ErrSyntax     = define(code.InvalidArgument, "ERR syntax error")
	ErrNaN        = define(code.OutOfRange, "ERR increment would produce NaN or Infinity")
	ErrOverflow   = define(code.OutOfRange, "ERR increment or decrement would overflow")
	ErrTooLarge   = define(code.TooLarge, "ERR string exceeds maximum allowed size (proto-max-bulk-len)")
	ErrDBIndex    = define(code.OutOfRange, "ERR DB index is out of range")
	ErrIndexRange = define(code.OutOfRange, "ERR index out of range")
	ErrClosed     = define(code.Closed, "ERR the store has been closed")

	// Of keys.
	ErrSameObject   = define(code.InvalidArgument, "ERR source and destination objects are the same")
	ErrBusyKey      = define(code.AlreadyExists, "BUSYKEY Target key name already exists.")
	ErrExpireNX     = define(code.InvalidArgument, "ERR NX and XX, GT or LT options at the same time are not compatible")
	ErrExpireGTLT   = define(code.InvalidArgument, "ERR GT and LT options at the same time are not compatible")
	ErrNoLFU        = define(code.Unsupported, "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.")
	ErrRestoreTTL   = define(code.OutOfRange, "ERR Invalid TTL value, must be >= 0")
	ErrRestoreIdle  = define(code.OutOfRange, "ERR Invalid IDLETIME value, must be >= 0")
	ErrRestoreFreq  = define(code.OutOfRange, "ERR Invalid FREQ value, must be >= 0 and <= 255")
	ErrDumpChecksum = define(code.Corrupt, "ERR DUMP payload version or checksum are wrong")
	ErrDumpFormat   = define(code.Corrupt, "ERR Bad data format")
	ErrSortScore    = define(code.InvalidArgument, "ERR One or more scores can't be converted into double")
	ErrMigrate      = define(code.Unsupported, "ERR MIGRATE is not supported: use DUMP and RESTORE")

	// Of numbers among the arguments.
	ErrNotPositive = define(code.OutOfRange, "ERR value is out of range, must be positive")
	ErrTooMany     = define(code.OutOfRange, "ERR value is out of range")
	ErrNumKeys     = define(code.OutOfRange, "ERR numkeys should be greater than 0")
	ErrCount       = define(code.OutOfRange, "ERR count should be greater than 0")
	ErrLimit       = define(code.OutOfRange, "ERR LIMIT can't be negative")
	ErrLPosRank    = define(code.OutOfRange, "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list")
	ErrLPosCount   = define(code.OutOfRange, "ERR COUNT can't be negative")
	ErrLPosMaxLen  = define(code.OutOfRange, "ERR MAXLEN can't be negative")

	// Of hashes.
	ErrHashPairs      = define(code.WrongArity, "ERR wrong number of arguments for 'hset' command")
	ErrHashNotInteger = define(code.InvalidArgument, "ERR hash value is not an integer")
	ErrHashNotFloat   = define(code.InvalidArgument, "ERR hash value is not a float")
	ErrNotFinite      = define(code.OutOfRange, "ERR value is NaN or Infinity")

	// Of single commands.
	ErrDecrOverflow = define(code.OutOfRange, "ERR decrement would overflow")
	ErrOffset       = define(code.OutOfRange, "ERR offset is out of range")
	ErrLCSKinds     = define(code.WrongType, "ERR The specified keys must contain string values")
	ErrLCSMemory    = define(code.TooLarge, "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len")
)

// errExpireTime names the command whose time to live is 0, negative, or too
// far away.
func errExpireTime(op string) *Error {
	return code.New(code.OutOfRange, "ERR invalid expire time in '"+op+"' command")
}

// all is the closed list, in the order of this file.
var all []*Error

// define adds an error to the list. Inlined, as the compiler would, it is half
// a kilobyte of code for each of them.
//
//go:noinline
func define(c code.Code, text string) *Error {
	e := code.New(c, text)
	all = append(all, e)
	return e
}

// Errors gives the closed list: what the methods of Tx can answer.
func Errors() []*Error { return all }
