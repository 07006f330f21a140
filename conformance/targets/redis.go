// Package targets opens engines for the conformance cases: in process, and
// behind a socket that speaks RESP.
package targets

import (
	"bytes"
	"time"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/core/redis/wire"
	"github.com/twelvefold/twelvefold/core/world"
)

// epoch is where manual clocks begin: any instant will do, if it is the same
// each time.
var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// redisTarget drives sessions in process, on a manual clock.
type redisTarget struct {
	db     *redis.DB
	clock  *clock.Manual
	server *session.Server
	conns  map[int]*session.Conn
}

// Redis opens the redis engine in process.
func Redis(c *conformance.Case) (conformance.Target, error) {
	manual := clock.NewManual(epoch)
	var opts session.Options
	for name, value := range c.Open {
		if name != "password" {
			return nil, conformance.Unsupported("option " + name)
		}
		opts.Password, _ = value.(string)
	}
	db, err := redis.Open(world.World{Clock: manual, Seed: 1}, redis.Options{})
	if err != nil {
		return nil, err
	}
	return &redisTarget{db, manual, session.NewServer(db, opts), map[int]*session.Conn{}}, nil
}

func (t *redisTarget) conn(n int) *session.Conn {
	if t.conns[n] == nil {
		t.conns[n] = t.server.Connect(session.Peer{})
	}
	return t.conns[n]
}

func (t *redisTarget) Do(conn int, op string, args []conformance.Arg) conformance.Value {
	out, _ := t.Raw(conn, request(op, args), 0, false)
	v, _, err := wire.Decode(out)
	if err != nil {
		return conformance.Err(err)
	}
	return conformance.FromRESP(v)
}

func (t *redisTarget) Raw(conn int, p []byte, _ int, _ bool) (got []byte, closed bool) {
	c := t.conn(conn)
	c.Feed(t.clock.Now(), p)
	for out := c.Out(); len(out) > 0; out = c.Out() {
		got = append(got, out...)
		c.Feed(t.clock.Now(), nil)
	}
	return bytes.Clone(got), c.Done()
}

func (t *redisTarget) Advance(d time.Duration) {
	t.clock.Advance(d)
	t.db.Tick(t.clock.Now())
}

func (t *redisTarget) Close() { t.db.Close() }

// request is a call as Redis clients send it.
func request(op string, args []conformance.Arg) []byte {
	words := [][]byte{[]byte(op)}
	for _, a := range args {
		words = append(words, a.Bytes)
	}
	return wire.AppendRequest(nil, words...)
}
