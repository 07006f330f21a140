//go:build wasm && !noredis

package main

import (
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/session"
)

// store is an open Redis engine and what its connections share.
type store struct {
	db     *redis.DB
	server *session.Server
}

var (
	stores   = table[*store]{closed: redis.ErrClosed}
	sessions = table[*session.Conn]{closed: errSession}

	errSession = code.New(code.Closed, "wasm: the connection has been closed")
)

// redisOpen makes a store; numbers of 0 are the engine's defaults. A staged
// password, if not empty, has to be given by each connection.
//
//go:wasmexport redis_open
func redisOpen(databases, maxValueSize float64, passwordLen uint32) (status int32) {
	defer caught(&status)
	db, err := redis.Open(here, redis.Options{Databases: int(databases), MaxValueSize: int(maxValueSize)})
	if err != nil {
		return failed(err)
	}
	began(db)
	return stores.add(&store{db, session.NewServer(db, session.Options{Password: text(0, passwordLen)})})
}

//go:wasmexport redis_stats
func redisStats(h uint32) (status int32) {
	defer caught(&status)
	s := stores.get(h).db.Stats()
	var p stats
	p.add("keys", float64(s.Keys))
	p.add("expires", float64(s.Expires))
	p.add("commands", float64(s.Commands))
	p.add("hits", float64(s.Hits))
	p.add("misses", float64(s.Misses))
	p.add("expiredKeys", float64(s.ExpiredKeys))
	p.add("changes", float64(s.Changes))
	return give(p)
}

//go:wasmexport redis_reset
func redisReset(h uint32) (status int32) {
	defer caught(&status)
	return done(stores.get(h).db.Reset())
}

//go:wasmexport redis_close
func redisClose(h uint32) (status int32) {
	defer caught(&status)
	db := stores.take(h).db
	ended(db)
	return done(db.Close())
}

// redisCodeOf leaves the code of an error reply, whose text is staged: RESP has
// no room for one.
//
//go:wasmexport redis_code_of
func redisCodeOf(n uint32) (status int32) {
	defer caught(&status)
	return give([]byte(command.CodeOf(text(0, n))))
}

// sessionOpen opens a connection to a store.
//
//go:wasmexport session_open
func sessionOpen(h uint32) (status int32) {
	defer caught(&status)
	return sessions.add(stores.get(h).server.Connect(session.Peer{}))
}

// sessionFeed gives n bytes of the scratch buffer to a connection and leaves
// what it says. With n = 0 it goes on where too much output had stopped it, so
// the host calls until nothing comes. statusMiss: the connection has ended.
//
//go:wasmexport session_feed
func sessionFeed(h, n uint32) (status int32) {
	defer caught(&status)
	c := sessions.get(h)
	var input []byte
	if n > 0 {
		input = arg(0, n)
	}
	c.Feed(here.Now(), input)
	give(c.Out())
	return answer(!c.Done())
}

//go:wasmexport session_close
func sessionClose(h uint32) (status int32) {
	defer caught(&status)
	sessions.take(h).Close(nil)
	return statusOK
}
