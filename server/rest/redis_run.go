package rest

import (
	"fmt"
	"strconv"
	"time"

	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/core/redis/wire"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// maxReplies is the most bytes of replies that one request gathers: a small
// request can ask for the same large value ten thousand times.
const maxReplies = 256 << 20

// batch is what one request runs, in order, on one connection.
type batch struct {
	commands []api.RedisArgs
	db       *int               // to select first
	protocol *api.RedisProtocol // to choose first
	session  *string            // nil runs on a connection of its own
}

// run gives at least one reply, and one per command unless a command ended
// the connection.
func (o *operations) run(b batch) ([]wire.Value, error) {
	if o.options.Redis == nil {
		return nil, errNotOpen
	}
	prelude, request, err := b.encode()
	if err != nil {
		return nil, err
	}
	conn, release, err := o.redisSessions.borrow(b.session, o.connectRedis)
	if err != nil {
		return nil, err
	}
	defer release()
	return o.exchange(conn, prelude, request)
}

// encode makes the commands' wire form, and apart from it that of the
// commands which prepare the connection.
func (b batch) encode() (prelude [][]byte, request []byte, err error) {
	if p := b.protocol; p != nil {
		prelude = append(prelude, wire.AppendRequest(nil, "HELLO", strconv.Itoa(int(*p))))
	}
	if b.db != nil {
		prelude = append(prelude, wire.AppendRequest(nil, "SELECT", strconv.Itoa(*b.db)))
	}
	if len(b.commands) == 0 {
		return nil, nil, errBadRequest.With(fmt.Errorf("there is no command"))
	}
	for _, args := range b.commands {
		if len(args) == 0 {
			return nil, nil, errBadRequest.With(fmt.Errorf("a command has no name"))
		}
		request = wire.AppendRequest(request, args...)
	}
	return prelude, request, nil
}

// exchange drives a connection as a socket would: bytes in, bytes out.
func (o *operations) exchange(conn *session.Conn, prelude [][]byte, request []byte) ([]wire.Value, error) {
	now := o.box.World.Now()
	for _, p := range prelude {
		replies, err := feed(conn, now, p)
		if err != nil {
			return nil, err
		}
		if err := replyError(replies[0]); err != nil {
			return nil, err
		}
	}
	return feed(conn, now, request)
}

func feed(conn *session.Conn, now time.Time, request []byte) ([]wire.Value, error) {
	var out []byte
	conn.Feed(now, request)
	for part := conn.Out(); len(part) > 0; part = conn.Out() {
		if len(out)+len(part) > maxReplies {
			conn.Close(errReplies)
			return nil, errReplies
		}
		out = append(out, part...)
		conn.Feed(now, nil) // goes on where too much output had stopped it
	}
	var replies []wire.Value
	for len(out) > 0 {
		v, n, err := wire.Decode(out)
		if err != nil {
			return nil, errUnfinished.With(err)
		}
		replies = append(replies, v)
		out = out[n:]
	}
	if len(replies) == 0 {
		return nil, errNoReply
	}
	return replies, nil
}
