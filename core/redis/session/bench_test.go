package session_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/core/world"
)

// hotPath are the requests that must not allocate, on keys that are there.
var hotPath = map[string]string{
	"get":      "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n",
	"get miss": "*2\r\n$3\r\nGET\r\n$4\r\nnone\r\n",
	"set":      "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nvalue\r\n",
	"incr":     "*2\r\n$4\r\nINCR\r\n$1\r\nn\r\n",
	"ping":     "*1\r\n$4\r\nPING\r\n",
}

func warm(t testing.TB) *session.Conn {
	db, err := redis.Open(world.World{Events: event.NewHub(16)}, redis.Options{})
	require.NoError(t, err)
	c := session.New(db, session.Options{})
	c.Feed(time.Now(), []byte("SET k value\r\nSET n 1000000\r\n"))
	c.Out()
	return c
}

func TestHotPathDoesNotAllocate(t *testing.T) {
	for name, request := range hotPath {
		c, p, now := warm(t), []byte(request), time.Now()
		require.Zero(t, testing.AllocsPerRun(1000, func() {
			c.Feed(now, p)
			c.Out()
		}), name)
	}
}

func BenchmarkRequests(b *testing.B) {
	for name, request := range hotPath {
		b.Run(name, func(b *testing.B) {
			c, p, now := warm(b), []byte(request), time.Now()
			b.ReportAllocs()
			for b.Loop() {
				c.Feed(now, p)
				c.Out()
			}
		})
	}
}
