package session

import (
	"slices"
	"strconv"
	"time"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

var (
	errClientID   = code.New(code.InvalidArgument, "ERR Invalid client ID")
	errClientZero = code.New(code.OutOfRange, "ERR client-id should be greater than 0")
	errNoClient   = code.New(code.NotFound, "ERR No such client")
)

// clientInfo is the line of CLIENT LIST about this connection.
func (c *Conn) clientInfo() {
	c.reply.Verbatim("txt", string(append(c.describe(nil, c.now), '\n')))
}

// clientList lists all connections, those of one type, or those named by their
// numbers; numbers that nobody has are left away.
func (c *Conn) clientList() {
	args := c.call.Args
	all := c.server.clients()
	switch {
	case len(args) == 2:
	case len(args) == 4 && command.Is(args[2], "TYPE"):
		normal, err := isNormalType(args[3])
		if err != nil {
			c.fail(err)
			return
		}
		if !normal {
			all = nil
		}
	case len(args) > 3 && command.Is(args[2], "ID"):
		ids, err := parseIDs(args[3:])
		if err != nil {
			c.fail(err)
			return
		}
		all = pick(all, ids)
	default:
		c.fail(redis.ErrSyntax)
		return
	}
	var text []byte
	for _, other := range all {
		text = append(other.describe(text, c.now), '\n')
	}
	c.reply.Verbatim("txt", string(text))
}

// isNormalType tells whether a type of client names those that there are:
// there are no replicas, and no subscribers.
func isNormalType(name []byte) (bool, error) {
	if command.Is(name, "NORMAL") {
		return true, nil
	}
	for _, other := range []string{"MASTER", "SLAVE", "REPLICA", "PUBSUB"} {
		if command.Is(name, other) {
			return false, nil
		}
	}
	return false, code.New(code.InvalidArgument, "ERR Unknown client type '"+string(name)+"'")
}

// parseIDs reads the numbers of connections.
func parseIDs(args [][]byte) (ids []int64, err error) {
	for _, a := range args {
		id, ok := wire.ParseInt(a)
		if !ok {
			return nil, errClientID
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// pick gives the connections with these numbers, in this order.
func pick(all []*Conn, ids []int64) (some []*Conn) {
	for _, id := range ids {
		if i := slices.IndexFunc(all, func(c *Conn) bool { return c.id == id }); i >= 0 {
			some = append(some, all[i])
		}
	}
	return some
}

// describe writes a line of CLIENT LIST without its end, with the fields that
// Redis 7.0 has and in its order. What is not measured is 0.
func (c *Conn) describe(b []byte, now time.Time) []byte {
	multi := int64(-1)
	if c.multi.open {
		multi = int64(len(c.multi.queued))
	}
	last := "NULL"
	if c.last != nil {
		last = c.last.Full()
	}
	b = appendField(b, "id", c.id)
	b = append(append(b, " addr="...), addr(c.peer.Addr)...)
	b = append(append(b, " laddr="...), addr(c.peer.Local)...)
	b = appendField(b, " fd", -1) // the socket is not known here
	b = append(append(b, " name="...), c.name...)
	b = appendField(b, " age", seconds(now.Sub(c.since)))
	b = appendField(b, " idle", seconds(now.Sub(c.lastInput)))
	b = append(append(b, " flags="...), c.flags()...)
	b = appendField(b, " db", int64(c.index))
	b = append(b, " sub=0 psub=0 ssub=0"...)
	b = appendField(b, " multi", multi)
	if c.tx != nil { // it asks about itself: what it asks with counts
		b = appendField(b, " qbuf", int64(c.parser.Unread()))
	} else {
		b = appendField(b, " qbuf", int64(c.waiting))
	}
	b = append(b, " qbuf-free=0 argv-mem=0"...)
	b = appendField(b, " multi-mem", int64(c.multi.bytes))
	b = append(b, " rbs=0 rbp=0 obl=0 oll=0"...)
	replies := c.backlog.replies.Load()
	b = appendField(b, " omem", replies)
	b = appendField(b, " tot-mem", replies+c.backlog.requests.Load()+int64(c.multi.bytes))
	b = append(b, " events=r"...)
	b = append(append(b, " cmd="...), last...)
	b = append(b, " user="+defaultUser+" redir=-1"...)
	return appendField(b, " resp", c.protocol())
}

// appendField writes "name=n". It stays a call, for the size of the code.
//
//go:noinline
func appendField(b []byte, name string, n int64) []byte {
	return strconv.AppendInt(append(append(b, name...), '='), n, 10)
}

// flags are the letters of CLIENT LIST.
func (c *Conn) flags() string {
	var letters []byte
	if c.multi.open {
		letters = append(letters, 'x')
	}
	if c.postponed {
		letters = append(letters, 'b')
	}
	if c.done {
		letters = append(letters, 'c')
	}
	if c.noEvict {
		letters = append(letters, 'e')
	}
	if len(letters) == 0 {
		return "N"
	}
	return string(letters)
}

// addr is how a connection without a socket is listed.
func addr(a string) string {
	if a == "" {
		return "?:0"
	}
	return a
}

// seconds are whole ones, and not negative where a clock went back.
func seconds(d time.Duration) int64 { return max(int64(d/time.Second), 0) }
