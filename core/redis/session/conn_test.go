package session_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/core/world"
)

var _ engine.Holder = (*session.Conn)(nil)

func TestRequestsAndReplies(t *testing.T) {
	for _, tc := range []struct{ name, in, out string }{
		{"inline", "PING\r\n", "+PONG\r\n"},
		{"ping with text", "*2\r\n$4\r\nPING\r\n$2\r\nhi\r\n", "$2\r\nhi\r\n"},
		{"pipeline", "SET k v\r\nGET k\r\nDEL k k\r\nGET k\r\n", "+OK\r\n$1\r\nv\r\n:1\r\n$-1\r\n"},
		{"unknown command", "FOO a b\r\n", "-ERR unknown command 'FOO', with args beginning with: 'a' 'b' \r\n"},
		{"wrong arity", "GET\r\n", "-ERR wrong number of arguments for 'get' command\r\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			db, err := redis.Open(world.World{}, redis.Options{})
			require.NoError(t, err)
			whole := session.New(db, session.Options{})
			whole.Feed(time.Now(), []byte(tc.in))
			require.Equal(t, tc.out, string(whole.Out()))

			require.NoError(t, db.Reset())
			bytewise := session.New(db, session.Options{})
			var out []byte
			for i := range tc.in {
				bytewise.Feed(time.Now(), []byte{tc.in[i]})
				out = append(out, bytewise.Out()...)
			}
			require.Equal(t, tc.out, string(out), "fed byte by byte")
		})
	}
}
