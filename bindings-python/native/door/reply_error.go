package door

import (
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis/command"
)

// ReplyError makes a coded error of the text of an error reply, "WRONGTYPE
// Operation against ...": RESP carries no codes.
func ReplyError(text string) error { return code.New(command.CodeOf(text), text) }
