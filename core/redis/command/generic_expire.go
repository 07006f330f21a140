package command

import (
	"time"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
)

// The four differ in the unit of their number, and in whether it counts from now
// or from 1970. All answer 1 where the time to live was changed.
func expire(c *Call)    { c.expire(redis.Lifetime{Unit: time.Second}) }
func pexpire(c *Call)   { c.expire(redis.Lifetime{Unit: time.Millisecond}) }
func expireat(c *Call)  { c.expire(redis.Lifetime{Unit: time.Second, At: true}) }
func pexpireat(c *Call) { c.expire(redis.Lifetime{Unit: time.Millisecond, At: true}) }

// expire sets the lifetime l, whose number is the second argument.
func (c *Call) expire(l redis.Lifetime) {
	var when redis.Condition
	for i := 3; i < len(c.Args); i++ {
		switch {
		case c.option(i, "NX", 0):
			when |= redis.IfNone
		case c.option(i, "XX", 0):
			when |= redis.IfSome
		case c.option(i, "GT", 0):
			when |= redis.IfGreater
		case c.option(i, "LT", 0):
			when |= redis.IfLess
		default:
			c.Fail(code.New(code.InvalidArgument, "ERR Unsupported option "+string(c.Args[i])))
			return
		}
	}
	if err := when.Check(); err != nil {
		c.Fail(err)
		return
	}
	n, err := c.integer(2)
	if err != nil {
		c.Fail(err)
		return
	}
	l.N = n
	c.boolInt(c.Tx.Expire(c.Args[1], l, when))
}

// These answer with -1 for a key that lives for ever, -2 where there is no key.
func ttl(c *Call)         { c.Reply.Int(seconds(c.Tx.TTL(c.Args[1]))) }
func pttl(c *Call)        { c.Reply.Int(c.Tx.TTL(c.Args[1])) }
func expiretime(c *Call)  { c.Reply.Int(seconds(c.Tx.ExpireTime(c.Args[1]))) }
func pexpiretime(c *Call) { c.Reply.Int(c.Tx.ExpireTime(c.Args[1])) }

// seconds rounds milliseconds, and leaves NoExpiry and NoKey alone.
func seconds(ms int64) int64 {
	if ms < 0 {
		return ms
	}
	s := ms / 1000
	if ms%1000 >= 500 {
		s++
	}
	return s
}

func persist(c *Call) { c.boolInt(c.Tx.Persist(c.Args[1]), nil) }
