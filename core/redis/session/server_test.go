package session_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/core/world"
)

var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// room is a server with a clock of its own.
type room struct {
	*testing.T
	clock  *clock.Manual
	db     *redis.DB
	server *session.Server
}

func newRoom(t *testing.T, o session.Options) *room {
	manual := clock.NewManual(start)
	db, err := redis.Open(world.World{Clock: manual, Seed: 1}, redis.Options{})
	require.NoError(t, err)
	return &room{t, manual, db, session.NewServer(db, o)}
}

func (r *room) connect(addr string) *session.Conn {
	return r.server.Connect(session.Peer{Addr: addr, Local: "127.0.0.1:6379"})
}

// say feeds an inline request and gives the whole answer.
func (r *room) say(c *session.Conn, line string) string {
	c.Feed(r.clock.Now(), []byte(line+"\r\n"))
	return r.rest(c)
}

func (r *room) rest(c *session.Conn) string {
	var all strings.Builder
	for out := c.Out(); len(out) > 0; out = c.Out() {
		all.Write(out)
		c.Feed(r.clock.Now(), nil)
	}
	return all.String()
}

func TestKillWakesAndEndsAnother(t *testing.T) {
	r := newRoom(t, session.Options{})
	a, b := r.connect("10.0.0.1:1"), r.connect("10.0.0.2:2")
	woken := false
	b.Wake(func() { woken = true })
	require.Equal(t, "+OK\r\n", r.say(a, "CLIENT KILL 10.0.0.2:2"))
	require.True(t, woken)
	require.True(t, b.Done())
	require.Empty(t, r.say(b, "SET k v"), "a killed connection runs nothing more")
	require.NotContains(t, r.say(a, "CLIENT LIST"), "10.0.0.2")
	require.Equal(t, ":0\r\n", r.say(a, "EXISTS k"))
	b.Close(nil)

	require.Equal(t, "+OK\r\n", r.say(a, "CLIENT KILL 10.0.0.1:1"), "the old form may end the one that asks, after its answer")
	require.True(t, a.Done())
}

func TestKillFilters(t *testing.T) {
	r := newRoom(t, session.Options{})
	a, b, c := r.connect("10.0.0.1:1"), r.connect("10.0.0.2:2"), r.connect("10.0.0.3:3")
	require.Equal(t, ":1\r\n", r.say(a, "CLIENT KILL ID 2 ADDR 10.0.0.2:2"))
	require.True(t, b.Done())
	require.Equal(t, ":0\r\n", r.say(a, "CLIENT KILL ID 3 LADDR 1.1.1.1:1"))
	require.Equal(t, ":0\r\n", r.say(a, "CLIENT KILL TYPE pubsub"))
	require.Equal(t, ":1\r\n", r.say(a, "CLIENT KILL TYPE normal USER default"), "SKIPME is yes by default")
	require.True(t, c.Done())
	require.Equal(t, ":1\r\n", r.say(a, "CLIENT KILL SKIPME no"))
	require.True(t, a.Done())
}

func TestPauseHoldsRequestsBack(t *testing.T) {
	r := newRoom(t, session.Options{})
	a, b := r.connect("a:1"), r.connect("b:2")
	require.Equal(t, "+OK\r\n", r.say(a, "CLIENT PAUSE 1000 WRITE"))
	require.Equal(t, "$-1\r\n", r.say(b, "GET k"))
	require.Empty(t, r.say(b, "SET k v"))
	require.Equal(t, start.Add(time.Second), b.Deadline())
	require.Contains(t, r.say(a, "INFO clients"), "blocked_clients:1\r\n")
	require.Empty(t, r.say(b, "GET k"), "what comes behind waits too")

	r.clock.Advance(time.Second)
	b.Feed(r.clock.Now(), nil)
	require.Equal(t, "+OK\r\n$1\r\nv\r\n", r.rest(b))

	require.Equal(t, "+OK\r\n", r.say(a, "CLIENT PAUSE 100000 WRITE"))
	require.Empty(t, r.say(b, "SET k w"))
	woken := false
	b.Wake(func() { woken = true })
	require.Equal(t, "+OK\r\n", r.say(a, "CLIENT UNPAUSE"))
	require.True(t, woken)
	b.Feed(r.clock.Now(), nil)
	require.Equal(t, "+OK\r\n", r.rest(b))
}

func TestHalfARequestIsGivenUp(t *testing.T) {
	r := newRoom(t, session.Options{RequestTimeout: time.Second})
	c := r.connect("a:1")
	require.True(t, c.Deadline().IsZero())
	c.Feed(r.clock.Now(), []byte("*2\r\n$3\r\nGET\r\n$1\r\n"))
	require.Equal(t, start.Add(time.Second), c.Deadline())
	c.Feed(r.clock.Now(), nil)
	require.False(t, c.Done())
	r.clock.Advance(time.Second)
	c.Feed(r.clock.Now(), nil)
	require.True(t, c.Done())
	require.Empty(t, c.Out())
}

func TestTooMuchOutputHoldsInputBack(t *testing.T) {
	r := newRoom(t, session.Options{OutputLimit: 100})
	c := r.connect("a:1")
	c.Feed(r.clock.Now(), []byte(strings.Repeat("PING\r\n", 100)))
	first := len(c.Out())
	require.Less(t, first, 120)
	c.Feed(r.clock.Now(), nil)
	require.Equal(t, 700, first+len(r.rest(c)))
}

func TestPassword(t *testing.T) {
	r := newRoom(t, session.Options{Password: "secret"})
	c := r.connect("a:1")
	require.Equal(t, "-NOAUTH Authentication required.\r\n", r.say(c, "GET k"))
	require.Contains(t, r.say(c, "HELLO 3"), "-NOAUTH HELLO must be called")
	require.Equal(t, "-WRONGPASS invalid username-password pair or user is disabled.\r\n", r.say(c, "AUTH nope"))
	require.Equal(t, "-WRONGPASS invalid username-password pair or user is disabled.\r\n", r.say(c, "AUTH nobody secret"))
	require.Equal(t, "+OK\r\n", r.say(c, "AUTH default secret"))
	require.Equal(t, "$-1\r\n", r.say(c, "GET k"))
	require.Equal(t, "+RESET\r\n", r.say(c, "RESET"))
	require.Equal(t, "-NOAUTH Authentication required.\r\n", r.say(c, "GET k"))
	require.Contains(t, r.say(c, "HELLO 3 AUTH default secret SETNAME me"), "%7\r\n")
	require.Equal(t, "+OK\r\n", r.say(c, "CONFIG SET requirepass other"))
	require.Equal(t, "_\r\n", r.say(c, "GET k"), "who is in stays in")

	other := r.connect("b:2")
	require.Equal(t, "-ERR Protocol error: unauthenticated multibulk length\r\n", r.say(other, "*11"))
	require.True(t, other.Done())
}

func TestAClosedConnectionWatchesNothing(t *testing.T) {
	r := newRoom(t, session.Options{})
	a, b := r.connect("a:1"), r.connect("b:2")
	r.say(a, "WATCH k")
	a.Close(nil)
	require.Equal(t, "+OK\r\n", r.say(b, "SET k v"))
	require.Contains(t, r.say(b, "INFO clients"), "connected_clients:1\r\n")
}

func TestAClosedStoreEndsConnections(t *testing.T) {
	r := newRoom(t, session.Options{})
	c := r.connect("a:1")
	r.say(c, "WATCH k")
	require.NoError(t, r.db.Close())
	require.Equal(t, "-ERR the store has been closed\r\n", r.say(c, "PING"))
	require.True(t, c.Done())
	c.Close(nil)
}

// Connections run at once and see into each other; the race detector looks on.
func TestManyConnectionsAtOnce(t *testing.T) {
	r := newRoom(t, session.Options{})
	var wg sync.WaitGroup
	for n := range 8 {
		c := r.connect("x:" + string(rune('0'+n)))
		wg.Go(func() {
			for i := range 200 {
				line := []string{"INCR n", "CLIENT LIST", "INFO", "MULTI", "EXEC", "WATCH n", "CLIENT PAUSE 0", "CLIENT SETNAME a"}[(i+n)%8]
				c.Feed(start, []byte(line+"\r\n"))
				c.Out()
				c.Deadline()
			}
			c.Close(nil)
		})
	}
	wg.Wait()
	require.Contains(t, r.say(r.connect("z:1"), "INFO clients"), "connected_clients:1\r\n")
}
