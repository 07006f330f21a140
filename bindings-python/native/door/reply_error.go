package door

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/code"
)

// replyCodes finds the code of an error reply by how its text begins. RESP
// carries no codes: this is the way back from a text to what it means. The
// first match counts; other texts are invalid arguments.
var replyCodes = []struct {
	prefix string
	code   code.Code
}{
	{"WRONGTYPE ", code.WrongType},
	{"EXECABORT ", code.TransactionAborted},
	{"NOAUTH ", code.Unauthenticated},
	{"WRONGPASS ", code.Unauthenticated},
	{"NOPERM ", code.NotAllowed},
	{"NOPROTO ", code.Unsupported},
	{"BUSYKEY ", code.AlreadyExists},
	{"ERR Protocol error", code.ProtocolError},
	{"ERR unknown command", code.UnknownCommand},
	{"ERR unknown subcommand", code.UnknownCommand},
	{"ERR wrong number of arguments", code.WrongArity},
	{"ERR no such key", code.NotFound},
	{"ERR the store has been closed", code.Closed},
	{"ERR index out of range", code.OutOfRange},
	{"ERR DB index is out of range", code.OutOfRange},
	{"ERR increment or decrement would overflow", code.OutOfRange},
	{"ERR string exceeds maximum allowed size", code.TooLarge},
}

// ReplyError makes a coded error of the text of an error reply, "WRONGTYPE
// Operation against ...".
func ReplyError(text string) error {
	for _, r := range replyCodes {
		if strings.HasPrefix(text, r.prefix) {
			return code.New(r.code, text)
		}
	}
	return code.New(code.InvalidArgument, text)
}
