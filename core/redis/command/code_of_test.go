package command_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
)

func TestCodeOfErrorReply(t *testing.T) {
	for text, want := range map[string]code.Code{
		redis.ErrWrongType.Text:                            code.WrongType,
		redis.ErrNoSuchKey.Text:                            code.NotFound,
		redis.ErrLCSKinds.Text:                             code.WrongType,
		command.ErrArity("get").Text:                       code.WrongArity,
		"ERR unknown command 'FOO', with args beginning":   code.UnknownCommand,
		"EXECABORT Transaction discarded because of":       code.TransactionAborted,
		"ERR value is out of range, must be positive":      code.OutOfRange,
		"ERR value is not an integer":                      code.InvalidArgument,
		"NOAUTH Authentication required.":                  code.Unauthenticated,
		"ERR Protocol error: invalid bulk length":          code.ProtocolError,
		"SOMETHING that a later version says":              code.InvalidArgument,
		redis.ErrNotInteger.Text + " of another operation": code.InvalidArgument,
	} {
		require.Equal(t, want, command.CodeOf(text), text)
	}
}

func TestEveryErrorOfTheStoreKeepsItsCode(t *testing.T) {
	require.NotEmpty(t, redis.Errors())
	for _, e := range redis.Errors() {
		require.Equal(t, e.Code, command.CodeOf(e.Text), e.Text)
	}
}
