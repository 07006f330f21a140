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

	// Of keys.
	ErrSameObject   = code.New(code.InvalidArgument, "ERR source and destination objects are the same")
	ErrBusyKey      = code.New(code.AlreadyExists, "BUSYKEY Target key name already exists.")
	ErrExpireNX     = code.New(code.InvalidArgument, "ERR NX and XX, GT or LT options at the same time are not compatible")
	ErrExpireGTLT   = code.New(code.InvalidArgument, "ERR GT and LT options at the same time are not compatible")
	ErrNoLFU        = code.New(code.Unsupported, "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.")
	ErrRestoreTTL   = code.New(code.OutOfRange, "ERR Invalid TTL value, must be >= 0")
	ErrRestoreIdle  = code.New(code.OutOfRange, "ERR Invalid IDLETIME value, must be >= 0")
	ErrRestoreFreq  = code.New(code.OutOfRange, "ERR Invalid FREQ value, must be >= 0 and <= 255")
	ErrDumpChecksum = code.New(code.Corrupt, "ERR DUMP payload version or checksum are wrong")
	ErrDumpFormat   = code.New(code.Corrupt, "ERR Bad data format")
	ErrSortScore    = code.New(code.InvalidArgument, "ERR One or more scores can't be converted into double")
	ErrMigrate      = code.New(code.Unsupported, "ERR MIGRATE is not supported: use DUMP and RESTORE")

	// Of numbers among the arguments.
	ErrNotPositive = code.New(code.OutOfRange, "ERR value is out of range, must be positive")
	ErrTooMany     = code.New(code.OutOfRange, "ERR value is out of range")
	ErrNumKeys     = code.New(code.OutOfRange, "ERR numkeys should be greater than 0")
	ErrCount       = code.New(code.OutOfRange, "ERR count should be greater than 0")
	ErrLimit       = code.New(code.OutOfRange, "ERR LIMIT can't be negative")
	ErrLPosRank    = code.New(code.OutOfRange, "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list")
	ErrLPosCount   = code.New(code.OutOfRange, "ERR COUNT can't be negative")
	ErrLPosMaxLen  = code.New(code.OutOfRange, "ERR MAXLEN can't be negative")

	// Of hashes.
	ErrHashPairs      = code.New(code.WrongArity, "ERR wrong number of arguments for 'hset' command")
	ErrHashNotInteger = code.New(code.InvalidArgument, "ERR hash value is not an integer")
	ErrHashNotFloat   = code.New(code.InvalidArgument, "ERR hash value is not a float")
	ErrNotFinite      = code.New(code.OutOfRange, "ERR value is NaN or Infinity")

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
