package events_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/server/rest/events"
)

// message is any of the three kinds.
type message struct {
	Type, Engine, Event, Version, Reason string
	Key                                  any
	Seq, Count                           int64
	DB                                   int
	Time                                 time.Time
}

type client struct {
	t    *testing.T
	conn *websocket.Conn
}

const (
	// patience ends a test that would hang; no answer is expected to take so
	// long.
	patience = time.Minute
	// stuck is less than it takes until a send to a client that reads nothing is
	// given up.
	stuck = 8 * time.Second
)

func start(t *testing.T, hub *event.Hub) (h *events.Handler, url string) {
	t.Helper()
	h = events.New(hub, events.Options{Version: "1.2.3", AllowOrigin: func(o string) bool { return o == "http://ours" }})
	server := httptest.NewServer(h)
	t.Cleanup(func() {
		h.Close()
		server.Close()
	})
	return h, "ws" + strings.TrimPrefix(server.URL, "http")
}

func listen(t *testing.T, url string) *client {
	t.Helper()
	conn, response, err := websocket.DefaultDialer.Dial(url, nil)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	t.Cleanup(func() { _ = conn.Close() })
	return &client{t, conn}
}

func (c *client) next() message {
	c.t.Helper()
	require.NoError(c.t, c.conn.SetReadDeadline(time.Now().Add(patience)))
	var m message
	require.NoError(c.t, c.conn.ReadJSON(&m))
	return m
}

func TestEventsComeInOrderWithoutGaps(t *testing.T) {
	hub := event.NewHub(1 << 10)
	_, url := start(t, hub)
	hub.Publish(event.Event{Engine: "redis", Type: event.Set, Key: "before"})

	c := listen(t, url)
	hello := c.next()
	require.Equal(t, "hello", hello.Type)
	require.Equal(t, int64(1), hello.Seq, "the last event before the connection")
	require.Equal(t, "1.2.3", hello.Version)

	at := time.Date(2024, 1, 2, 3, 4, 5, 6000, time.UTC)
	for i := range 500 {
		hub.Publish(event.Event{Time: at, Engine: "redis", Type: event.Set, DB: i % 2, Key: strconv.Itoa(i), Reason: "set"})
	}
	for i := range 500 {
		m := c.next()
		require.Equal(t, "event", m.Type)
		require.Equal(t, int64(i+2), m.Seq)
		require.Equal(t, strconv.Itoa(i), m.Key)
		require.Equal(t, i%2, m.DB)
		require.True(t, at.Equal(m.Time))
	}
}

func TestKeysThatAreNotText(t *testing.T) {
	hub := event.NewHub(16)
	_, url := start(t, hub)
	c := listen(t, url)
	c.next()
	hub.Publish(event.Event{Engine: "lru", Type: event.Evicted, Key: "\xff\x00", Reason: "capacity"})
	m := c.next()
	require.Equal(t, map[string]any{"base64": "/wA="}, m.Key)
	require.Equal(t, "capacity", m.Reason)
}

func TestFilters(t *testing.T) {
	all := []event.Event{
		{Engine: "redis", Type: event.Set, Key: "a/1"},
		{Engine: "redis", Type: event.Deleted, Key: "a/1"},
		{Engine: "lru", Type: event.Set, Key: "b"},
		{Engine: "lru", Type: event.Set, Key: "a/2"},
		{Engine: "bitcask", Type: event.Flushed},
	}
	for query, want := range map[string][]int64{
		"?engine=lru":                       {3, 4},
		"?type=set":                         {1, 3, 4},
		"?prefix=a%2F":                      {1, 2, 4},
		"?engine=redis&type=set&prefix=a":   {1},
		"?engine=bitcask&type=flushed":      {5},
		"?engine=lru&type=set&prefix=a%2F2": {4},
	} {
		hub := event.NewHub(16)
		_, url := start(t, hub)
		c := listen(t, url+query)
		c.next()
		for _, e := range all {
			hub.Publish(e)
		}
		for _, seq := range want {
			require.Equal(t, seq, c.next().Seq, query)
		}
	}
}

// What a slow client gets and what it is told to have missed adds up to all
// that happened, each event once and in order.
func TestSlowClientIsToldWhatItMissed(t *testing.T) {
	const ring, published = 8, 20000
	hub := event.NewHub(ring)
	_, url := start(t, hub)
	c := listen(t, url)
	require.Equal(t, "hello", c.next().Type)
	// Far more than the socket's buffers hold, while nobody reads.
	key := strings.Repeat("k", 4<<10)
	for range published {
		hub.Publish(event.Event{Engine: "redis", Type: event.Set, Key: key})
	}
	var last, missed int64
	for last < published {
		m := c.next()
		if m.Type == "missed" {
			require.Equal(t, last+m.Count, m.Seq, "the missed ones stand where they would have been")
			missed += m.Count
		} else {
			require.Equal(t, last+1, m.Seq)
		}
		last = m.Seq
	}
	require.Positive(t, missed)
	require.Less(t, missed, int64(published))
}

func TestOthersAreNotHeldUp(t *testing.T) {
	hub := event.NewHub(1 << 10)
	_, url := start(t, hub)
	listen(t, url) // never reads
	c := listen(t, url)
	c.next()
	key := strings.Repeat("k", 64<<10)
	for seq := range int64(500) {
		hub.Publish(event.Event{Engine: "redis", Type: event.Set, Key: key})
		require.Equal(t, seq+1, c.next().Seq)
	}
}

func TestCloseEndsStreams(t *testing.T) {
	hub := event.NewHub(16)
	h, url := start(t, hub)
	c := listen(t, url)
	c.next()
	h.Close()
	require.NoError(t, c.conn.SetReadDeadline(time.Now().Add(patience)))
	_, _, err := c.conn.ReadMessage()
	require.True(t, websocket.IsCloseError(err, websocket.CloseGoingAway), "%v", err)
}

// Close comes back although a client holds its stream up.
func TestCloseDoesNotWaitForSlowClients(t *testing.T) {
	hub := event.NewHub(1 << 12)
	h, url := start(t, hub)
	listen(t, url).next()
	key := strings.Repeat("k", 64<<10)
	for range 1 << 10 {
		hub.Publish(event.Event{Engine: "redis", Type: event.Set, Key: key})
	}
	closed := make(chan struct{})
	go func() {
		h.Close()
		close(closed)
	}()
	select {
	case <-closed:
	case <-time.After(stuck):
		t.Fatal("Close still waits")
	}
}

func TestRefusals(t *testing.T) {
	_, url := start(t, event.NewHub(16))
	for _, tc := range []struct {
		query, origin, code string
		status              int
	}{
		{"?engine=mongo", "", "invalid_argument", http.StatusBadRequest},
		{"?type=renamed", "", "invalid_argument", http.StatusBadRequest},
		{"", "https://example.com", "not_allowed", http.StatusForbidden},
	} {
		header := http.Header{}
		if tc.origin != "" {
			header.Set("Origin", tc.origin)
		}
		_, response, err := websocket.DefaultDialer.Dial(url+tc.query, header)
		require.ErrorIs(t, err, websocket.ErrBadHandshake)
		require.Equal(t, tc.status, response.StatusCode)
		body := make([]byte, 1<<10)
		n, _ := response.Body.Read(body)
		require.Contains(t, string(body[:n]), `"code":"`+tc.code+`"`)
		require.NoError(t, response.Body.Close())
	}
}

func TestPlainRequestIsAProblem(t *testing.T) {
	_, url := start(t, event.NewHub(16))
	response, err := http.Get("http" + strings.TrimPrefix(url, "ws"))
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusBadRequest, response.StatusCode)
	require.Equal(t, "application/problem+json", response.Header.Get("Content-Type"))
}
