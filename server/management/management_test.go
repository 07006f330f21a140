package management_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/world"
	"github.com/twelvefold/twelvefold/server/management"
)

// server is the API of a broker in memory, on a clock that stands still.
type server struct {
	t     *testing.T
	db    *amqp.DB
	clock *countingClock
	h     http.Handler
}

// countingClock counts the timers that are set.
type countingClock struct {
	*clock.Manual
	timers int
}

func (c *countingClock) AfterFunc(d time.Duration, f func()) clock.Timer {
	c.timers++
	return c.Manual.AfterFunc(d, f)
}

func open(t *testing.T) *server {
	t.Helper()
	return openWith(t, amqp.Options{InMemory: true})
}

func openWith(t *testing.T, o amqp.Options) *server {
	t.Helper()
	c := &countingClock{Manual: clock.NewManual(time.Unix(1_700_000_000, 0))}
	s := openOn(t, c, o)
	s.clock = c
	return s
}

// openOn is openWith on another clock, which the test keeps itself.
func openOn(t *testing.T, c clock.Clock, o amqp.Options) *server {
	t.Helper()
	db, err := amqp.Open(world.World{Clock: c}, o)
	require.NoError(t, err)
	h := management.New(db, management.Options{
		Version: "1.2.3",
		Listeners: func() []management.Listener {
			return []management.Listener{
				{Protocol: "amqp", Addr: "127.0.0.1:5672"},
				{Protocol: "amqp/ssl", Addr: "127.0.0.1:5671", Expires: c.Now().Add(10 * 24 * time.Hour)},
				{Protocol: "http", Addr: "127.0.0.1:15672"},
			}
		},
	})
	t.Cleanup(func() {
		require.NoError(t, h.Close())
		require.NoError(t, db.Close())
	})
	return &server{t: t, db: db, h: h}
}

type answer struct {
	status int
	body   string
	header http.Header
}

// do asks as guest; a login of "user:password" before the path asks as
// another.
func (s *server) do(method, path, body string) answer {
	s.t.Helper()
	login, path, _ := strings.Cut(path, "/")
	if login == "" {
		login = "guest:guest"
	}
	r := httptest.NewRequest(method, "/"+path, strings.NewReader(body))
	if name, password, ok := strings.Cut(login, ":"); ok {
		r.SetBasicAuth(name, password)
	}
	return s.send(r)
}

func (s *server) send(r *http.Request) answer {
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	text, err := io.ReadAll(w.Result().Body)
	require.NoError(s.t, err)
	return answer{w.Code, string(text), w.Result().Header}
}

// get reads an object or a list.
func get[T any](s *server, path string) T {
	s.t.Helper()
	a := s.do(http.MethodGet, path, "")
	require.Equal(s.t, http.StatusOK, a.status, "%s: %s", path, a.body)
	var v T
	require.NoError(s.t, json.Unmarshal([]byte(a.body), &v), a.body)
	return v
}

type object = map[string]any

// must is do for what is only to succeed.
func (s *server) must(method, path, body string) {
	s.t.Helper()
	a := s.do(method, path, body)
	require.Less(s.t, a.status, 300, "%s %s: %s", method, path, a.body)
}

// connect opens a channel as a client would by AMQP.
func (s *server) connect(name string) (*amqp.Conn, *amqp.Channel) {
	s.t.Helper()
	var conn *amqp.Conn
	var ch *amqp.Channel
	s.update(func(tx *amqp.Tx) (err error) {
		conn, err = tx.Connect("guest", "/", amqp.Client{
			Name: name, Peer: "127.0.0.1:50000", Local: "127.0.0.1:5672", Protocol: "AMQP 0-9-1",
		})
		require.NoError(s.t, err)
		ch, err = tx.OpenChannel(conn, 1)
		return err
	})
	return conn, ch
}

func (s *server) update(f func(*amqp.Tx) error) {
	s.t.Helper()
	require.NoError(s.t, s.db.Update(f))
}
