package command

import "github.com/twelvefold/twelvefold/core/redis"

// OBJECT's subcommands answer nil where there is no such key, and do not count as
// an access to it.

func objectEncoding(c *Call) {
	name, ok := c.Tx.Encoding(c.Args[2])
	c.text(name, ok, nil)
}

func objectIdletime(c *Call) {
	ms, ok := c.Tx.IdleTime(c.Args[2])
	c.intOrNil(ms/1000, ok)
}

func objectRefcount(c *Call) { c.intOrNil(c.Tx.RefCount(c.Args[2])) }

// objectFreq has nothing to tell of a key: that Redis too counts accesses only
// when it evicts by them.
func objectFreq(c *Call) {
	if !c.Tx.Exists(c.Args[2]) {
		c.Reply.Nil()
		return
	}
	c.Fail(redis.ErrNoLFU)
}
