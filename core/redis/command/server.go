package command

import (
	"math"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// Errors of the server group.
var (
	errFirstIndex  = code.New(code.InvalidArgument, "ERR invalid first DB index")
	errSecondIndex = code.New(code.InvalidArgument, "ERR invalid second DB index")
	errNoDebug     = code.New(code.NotAllowed, "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.")
	errNoFiles     = code.New(code.Unsupported, "ERR not supported: this store lives in memory only")
)

// dbsize counts keys whose time is over but which nobody has met yet, too.
func dbsize(c *Call) { c.Reply.Int(int64(c.Tx.Size())) }

// flushArgs accepts SYNC and ASYNC, which are the same here: the memory is
// given back by the garbage collector either way.
func (c *Call) flushArgs() bool {
	if len(c.Args) == 1 || len(c.Args) == 2 && (Is(c.Args[1], "SYNC") || Is(c.Args[1], "ASYNC")) {
		return true
	}
	c.Fail(redis.ErrSyntax)
	return false
}

func flushdb(c *Call) {
	if c.flushArgs() {
		c.Tx.FlushDB()
		c.Reply.OK()
	}
}

func flushall(c *Call) {
	if c.flushArgs() {
		c.Tx.FlushAll()
		c.Reply.OK()
	}
}

// swapdb tells which of its numbers is none.
func swapdb(c *Call) {
	first, ok := c.cInt(1)
	if !ok {
		c.Fail(errFirstIndex)
		return
	}
	second, ok := c.cInt(2)
	if !ok {
		c.Fail(errSecondIndex)
		return
	}
	if err := c.Tx.SwapDB(first, second); err != nil {
		c.Fail(err)
		return
	}
	c.Reply.OK()
}

// cInt reads argument i as a number that C's int holds.
func (c *Call) cInt(i int) (int, bool) {
	n, ok := wire.ParseInt(c.Args[i])
	return int(n), ok && n >= math.MinInt32 && n <= math.MaxInt32
}

// timeNow tells seconds and microseconds of the transaction's instant.
func timeNow(c *Call) {
	at := c.Tx.Time()
	c.Reply.Array(2)
	c.Reply.BulkInt(at.Unix())
	c.Reply.BulkInt(int64(at.Nanosecond() / 1000))
}

// role is that of a master without replicas.
func role(c *Call) {
	c.Reply.Array(3)
	c.Reply.BulkString("master")
	c.Reply.Int(0)
	c.Reply.Array(0)
}

// lolwut has no picture to show, which Redis allows: its unstable versions
// tell their version only.
func lolwut(c *Call) {
	if len(c.Args) >= 3 && Is(c.Args[1], "VERSION") {
		if _, err := c.integer(2); err != nil {
			c.Fail(err)
			return
		}
	}
	c.Reply.Verbatim("txt", "Redis ver. 7.0.15\n")
}

// noFiles refuses what needs a disk: silence would lose data.
func noFiles(c *Call) { c.Fail(errNoFiles) }

// debug is refused as by a Redis with its own default configuration.
func debug(c *Call) { c.Fail(errNoDebug) }
