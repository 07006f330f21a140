package session

import (
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

var (
	errIntRange      = code.New(code.OutOfRange, "ERR value is out of range, value must between -2147483648 and 2147483647")
	errUnblockReason = code.New(code.InvalidArgument, "ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR")
)

// muting is CLIENT REPLY: whether replies are written.
type muting uint8

const (
	speaking muting = iota
	silent          // OFF
	skipNext        // SKIP: the next request's reply
	skipping        // that request is running
)

// mute takes back what a request has written from start on.
func (c *Conn) mute(start int) {
	switch c.muted {
	case silent:
	case skipNext: // this was CLIENT REPLY SKIP itself: it has no reply
		c.muted = skipping
	case skipping:
		c.muted = speaking
	}
	c.reply.Buf = c.reply.Buf[:start]
}

// clientReply answers only to ON: OFF and SKIP are silent themselves.
func (c *Conn) clientReply() {
	switch mode := c.call.Args[2]; {
	case command.Is(mode, "ON"):
		c.muted = speaking
		c.reply.OK()
	case command.Is(mode, "OFF"):
		c.muted = silent
	case command.Is(mode, "SKIP"):
		if c.muted != silent {
			c.muted = skipNext
		}
	default:
		c.fail(redis.ErrSyntax)
	}
}

// clientID gives the number of the connection; it is never used again.
func (c *Conn) clientID() { c.reply.Int(c.id) }

// clientGetName gives nil for a connection without a name.
func (c *Conn) clientGetName() {
	if c.name == "" {
		c.reply.Nil()
		return
	}
	c.reply.BulkString(c.name)
}

func (c *Conn) clientSetName() {
	if c.setName(c.call.Args[2]) {
		c.reply.OK()
	}
}

// setName names the connection, "" unnames it; it reports whether the name was
// fit to stand in CLIENT LIST, and answers if not.
func (c *Conn) setName(name []byte) bool {
	for _, b := range name {
		if b < '!' || b > '~' {
			c.fail(errName)
			return false
		}
	}
	c.name = string(name)
	return true
}

// clientNoEvict remembers the flag for CLIENT LIST; clients are never evicted.
func (c *Conn) clientNoEvict() {
	switch mode := c.call.Args[2]; {
	case command.Is(mode, "ON"):
		c.noEvict = true
	case command.Is(mode, "OFF"):
		c.noEvict = false
	default:
		c.fail(redis.ErrSyntax)
		return
	}
	c.reply.OK()
}

// clientGetRedir and clientTrackingInfo tell that nothing is tracked: CLIENT
// TRACKING is not built.
func (c *Conn) clientGetRedir() { c.reply.Int(-1) }

func (c *Conn) clientTrackingInfo() {
	w := &c.reply
	w.Map(3)
	w.BulkString("flags")
	w.Set(1)
	w.BulkString("off")
	w.BulkString("redirect")
	w.Int(-1)
	w.BulkString("prefixes")
	w.Array(0)
}

// clientUnblock finds nobody to unblock: no command waits.
func (c *Conn) clientUnblock() {
	args := c.call.Args
	if len(args) > 4 {
		c.subcommandSyntax()
		return
	}
	if len(args) == 4 && !command.Is(args[3], "TIMEOUT") && !command.Is(args[3], "ERROR") {
		c.fail(errUnblockReason)
		return
	}
	if _, ok := wire.ParseInt(args[2]); !ok {
		c.fail(redis.ErrNotInteger)
		return
	}
	c.reply.Int(0)
}
