package command

import (
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
)

// Errors of requests, as against those of the store's operations: the texts
// are those of Redis 7.0.
var (
	errLCSBoth = code.New(code.InvalidArgument, "ERR If you want both the length and indexes, please just use IDX.")
)

// ErrArity tells that a command, by its full name, has too many or too few
// arguments.
func ErrArity(name string) *redis.Error {
	return code.New(code.WrongArity, "ERR wrong number of arguments for '"+name+"' command")
}
