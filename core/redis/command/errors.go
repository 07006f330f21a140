package command

import (
	"bytes"
	"strings"

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

// quotedMost is how many bytes of a request an error quotes.
const quotedMost = 128

// quoted is the start of an argument, as C's printf writes it: a zero byte ends
// it.
func quoted(arg []byte, most int) []byte {
	if end := bytes.IndexByte(arg, 0); end >= 0 {
		arg = arg[:end]
	}
	return arg[:min(len(arg), most)]
}

// errUnknown quotes the start of a request whose command is not known.
func errUnknown(args [][]byte) *redis.Error {
	text := []byte("ERR unknown command '")
	text = append(text, quoted(args[0], quotedMost)...)
	text = append(text, "', with args beginning with: "...)
	start := len(text)
	for _, a := range args[1:] {
		room := quotedMost - (len(text) - start)
		if room <= 0 {
			break
		}
		text = append(append(append(text, '\''), quoted(a, room)...), "' "...)
	}
	return code.New(code.UnknownCommand, string(text))
}

func errUnknownSub(container string, sub []byte) *redis.Error {
	return code.New(code.UnknownCommand,
		"ERR unknown subcommand '"+string(quoted(sub, quotedMost))+"'. Try "+strings.ToUpper(container)+" HELP.")
}
