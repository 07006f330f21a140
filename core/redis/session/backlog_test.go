package session_test

import (
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/redis/session"
)

// ahead feeds a client's requests without taking a reply, as long as it is not
// held, at most so many times, and tells how many times that was.
func (r *room) ahead(c *session.Conn, requests string, most int) (fed int) {
	for ; fed < most && !c.Held(); fed++ {
		c.Feed(r.clock.Now(), []byte(requests))
	}
	return fed
}

func TestRepliesThatNobodyReadsAreKept(t *testing.T) {
	r := newRoom(t, session.Options{OutputLimit: 100})
	c := r.connect("a:1")
	var want strings.Builder
	for n := range 300 {
		text := strings.Repeat("x", n)
		c.Feed(r.clock.Now(), []byte("PING "+text+"y\r\n"))
		want.WriteString("$" + strconv.Itoa(n+1) + "\r\n" + text + "y\r\n")
	}
	require.False(t, c.Held())
	require.Equal(t, want.String(), r.rest(c))
	require.Contains(t, r.say(c, "INFO memory"), "mem_clients_normal:0\r\n")
}

func TestRequestsRunAheadOfTheirReplies(t *testing.T) {
	r := newRoom(t, session.Options{OutputLimit: 100})
	a, b := r.connect("a:1"), r.connect("b:2")
	r.ahead(a, strings.Repeat("INCR n\r\n", 1000), 10)
	require.Equal(t, "$5\r\n10000\r\n", r.say(b, "GET n"), "another client sees all that was sent")
	require.NotContains(t, r.say(b, "INFO memory"), "mem_clients_normal:0\r\n")
	require.NotContains(t, r.say(b, "CLIENT LIST ID 1"), "omem=0 ")
	a.Close(nil)
	require.Contains(t, r.say(b, "INFO memory"), "mem_clients_normal:0\r\n")
}

// Beyond a quarter of the limit requests wait as they came; at the limit
// nothing is read from those who wait.
func TestClientsTogetherHaveALimit(t *testing.T) {
	const limit, round = 40_000, 10
	r := newRoom(t, session.Options{OutputLimit: 100, ClientMemory: limit})
	r.say(r.connect("s:1"), "SET k "+strings.Repeat("v", 1000))
	a, b := r.connect("a:1"), r.connect("b:2")
	requests := strings.Repeat("GET k\r\n", round)
	fedA := r.ahead(a, requests, limit)
	require.Less(t, fedA, limit, "held at last")
	require.Greater(t, fedA*round*1000, 4*limit, "as requests more fit than as replies")
	require.Equal(t, 1, r.ahead(b, requests, limit), "the limit is for all together: b has what it gets without")
	require.Equal(t, start.Add(time.Second), b.Deadline(), "b is asked again, since a may read")

	require.Equal(t, fedA*round, strings.Count(r.rest(a), "$1000\r\n"))
	require.False(t, b.Held())
	require.Equal(t, round, strings.Count(r.rest(b), "$1000\r\n"))
	require.Contains(t, r.say(a, "INFO memory"), "mem_clients_normal:0\r\n")
}

func TestLimitOfClientsIsAParameter(t *testing.T) {
	r := newRoom(t, session.Options{OutputLimit: 100})
	admin, c := r.connect("a:1"), r.connect("b:2")
	require.Equal(t, "*2\r\n$17\r\nmaxmemory-clients\r\n$9\r\n536870912\r\n", r.say(admin, "CONFIG GET maxmemory-clients"))
	require.Equal(t, "+OK\r\n", r.say(admin, "CONFIG SET maxmemory-clients 1kb"))
	line := "PING " + strings.Repeat("x", 90) + "\r\n"
	require.Less(t, r.ahead(c, line, 1000), 100)
	require.Equal(t, "+OK\r\n", r.say(admin, "CONFIG SET maxmemory-clients 0"), "no limit, as Redis has it")
	require.Equal(t, 1000, r.ahead(c, line, 1000))
}

func TestRequestsDuringAPauseCount(t *testing.T) {
	r := newRoom(t, session.Options{ClientMemory: 10_000})
	admin, c := r.connect("a:1"), r.connect("b:2")
	require.Equal(t, "+OK\r\n", r.say(admin, "CLIENT PAUSE 1000"))
	require.Less(t, r.ahead(c, "PING\r\n", 10_000), 2000)
	require.Equal(t, start.Add(time.Second), c.Deadline())
	r.clock.Advance(time.Second)
	c.Feed(r.clock.Now(), nil)
	require.False(t, c.Held())
}

// What is counted is what is held: many clients that send and never read cost
// the process no more than the limit, and what each has without it.
func TestClientsThatNeverReadHoldBoundedMemory(t *testing.T) {
	const clients, limit, each = 20, 32 << 20, 128 << 10
	r := newRoom(t, session.Options{OutputLimit: each, ClientMemory: limit})
	r.say(r.connect("s:1"), "SET k "+strings.Repeat("v", 1000))
	conns := make([]*session.Conn, clients)
	for i := range conns {
		conns[i] = r.connect("c:1")
	}
	requests := strings.Repeat("GET k\r\n", 8<<10)
	before := heap()
	for range 2 { // the second time all are held but for what they have without
		for _, c := range conns {
			require.Less(t, r.ahead(c, requests, 2000), 2000, "held at last")
		}
	}
	held := heap() - before
	require.Less(t, held, int64(limit+clients*(2*each+2*len(requests))))
	require.Greater(t, held, int64(limit/2), "the test can tell")
	runtime.KeepAlive(conns)
}

// heap is how many bytes are in use.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// One reply can't take all memory either, however small the request for it is.
func TestReplyOverTheLimitEndsItsConnection(t *testing.T) {
	for _, request := range []string{
		"MGET k k k k k k k k k k k\r\n",
		"MULTI\r\nINCR n\r\n" + strings.Repeat("GET k\r\n", 11) + "INCR n\r\nEXEC\r\n",
		"LRANGE l 0 -1\r\n",
	} {
		r := newRoom(t, session.Options{ReplyLimit: 10_000})
		setup := r.connect("s:1")
		r.say(setup, "SET k "+strings.Repeat("v", 1000))
		r.say(setup, "RPUSH l"+strings.Repeat(" "+strings.Repeat("v", 1000), 11))
		c := r.connect("a:1")
		c.Feed(r.clock.Now(), []byte("PING\r\n"+request+"PING\r\n"))
		require.True(t, c.Done(), request)
		replies := r.rest(c)
		require.True(t, strings.HasPrefix(replies, "+PONG\r\n"), "what was answered before is sent")
		require.NotContains(t, replies, "vvv")
		require.Equal(t, 1, strings.Count(replies, "PONG"), "what follows is not run")
		if strings.Contains(request, "INCR") {
			require.Equal(t, "$1\r\n2\r\n", r.say(setup, "GET n"), "a transaction is run whole")
		}
		require.Contains(t, r.say(setup, "MGET k k k k k k k k k"), "vvv", "below the limit all is as ever")
	}
}

func TestABigReplyIsGivenInPieces(t *testing.T) {
	r := newRoom(t, session.Options{OutputLimit: 100})
	c := r.connect("a:1")
	text := strings.Repeat("0123456789", 100)
	c.Feed(r.clock.Now(), []byte("PING "+text+"\r\nPING\r\n"))
	var pieces []string
	for out := c.Out(); len(out) > 0; out = c.Out() {
		pieces = append(pieces, string(out))
		c.Feed(r.clock.Now(), nil)
	}
	require.Greater(t, len(pieces), 5)
	require.Equal(t, "$1000\r\n"+text+"\r\n+PONG\r\n", strings.Join(pieces, ""))
}
