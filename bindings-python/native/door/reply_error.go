package door

import (
	"errors"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis/command"
)

// ReplyError makes a coded error of the text of an error reply, "WRONGTYPE
// Operation against ...": RESP carries no codes.
func ReplyError(text string) error { return code.New(command.CodeOf(text), text) }

// ReplyCode gives the reply code of a broker's refusal, 404 for NOT_FOUND, and
// 0 for any other error.
func ReplyCode(err error) int {
	var refusal *amqp.Error
	if errors.As(err, &refusal) {
		return int(refusal.Reply)
	}
	return 0
}
