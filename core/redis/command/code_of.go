package command

import (
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
)

// CodeOf finds the code of an error reply from its text, which is all that the
// protocol carries: for doors that turn replies into errors of their own.
func CodeOf(text string) code.Code {
	for _, e := range redis.Errors() {
		if e.Text == text {
			return e.Code
		}
	}
	for _, p := range byPrefix {
		if strings.HasPrefix(text, p.prefix) {
			return p.code
		}
	}
	if suffixed := slices.ContainsFunc(limitSuffixes, func(s string) bool { return strings.HasSuffix(text, s) }); suffixed {
		return code.OutOfRange
	}
	return code.InvalidArgument
}

// byPrefix are Redis' error words, and the ERR texts that name a command. The
// first that fits counts.
var byPrefix = []struct {
	prefix string
	code   code.Code
}{
	{"WRONGTYPE ", code.WrongType},
	{"EXECABORT ", code.TransactionAborted},
	{"NOAUTH ", code.Unauthenticated},
	{"WRONGPASS ", code.Unauthenticated},
	{"NOPERM ", code.NotAllowed},
	{"OOM ", code.LimitExceeded},
	{"NOPROTO ", code.Unsupported},
	{"ERR unknown command", code.UnknownCommand},
	{"ERR unknown subcommand", code.UnknownCommand},
	{"ERR wrong number of arguments", code.WrongArity},
	{"ERR Protocol error", code.ProtocolError},
	{"ERR invalid expire time", code.OutOfRange},
	{"ERR MULTI calls can not be nested", code.NotAllowed},
	{"ERR EXEC without MULTI", code.NotAllowed},
	{"ERR DISCARD without MULTI", code.NotAllowed},
	{"ERR WATCH inside MULTI", code.NotAllowed},
}

// limitSuffixes end the texts about numbers that are numbers, but not such.
var limitSuffixes = []string{"must be positive", "is out of range"}
