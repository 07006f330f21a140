package command

import (
	"time"

	"github.com/twelvefold/twelvefold/core/redis"
)

func get(c *Call) { c.bulk(c.Tx.Get(c.Args[1])) }

func mget(c *Call) {
	c.Reply.Array(len(c.Args) - 1)
	for _, key := range c.Args[1:] {
		c.bulk(c.Tx.GetIfString(key), nil)
	}
}

// setArgs are the options of SET, as far as the syntax goes.
type setArgs struct {
	redis.SetOptions
	lifetime redis.Lifetime
	number   int // which argument says how long, 0: none
	get      bool
}

func (c *Call) setArgs() (o setArgs, err error) {
	for i := 3; i < len(c.Args); i++ {
		switch {
		case c.is(i, "NX") && !o.IfExists:
			o.IfAbsent = true
		case c.is(i, "XX") && !o.IfAbsent:
			o.IfExists = true
		case c.is(i, "GET"):
			o.get = true
		case c.is(i, "KEEPTTL") && o.number == 0:
			o.KeepTTL = true
		default:
			l, ok := c.lifetime(i)
			again := o.number != 0 && (l.Unit != o.lifetime.Unit || l.At != o.lifetime.At)
			if !ok || o.KeepTTL || again {
				return o, redis.ErrSyntax
			}
			i++
			o.lifetime, o.number = l, i // the same twice: the last one counts
		}
	}
	if o.number != 0 {
		o.lifetime.N, err = c.integer(o.number)
		if err != nil {
			return o, err
		}
		o.ExpireAt, err = c.Tx.Deadline("set", o.lifetime)
	}
	return o, err
}

func set(c *Call) {
	if len(c.Args) == 3 {
		c.ok(c.Tx.Set(c.Args[1], c.Args[2], redis.SetOptions{}))
		return
	}
	o, err := c.setArgs()
	switch {
	case err != nil:
		c.Fail(err)
	case o.get:
		c.bulk(c.Tx.Swap(c.Args[1], c.Args[2], o.SetOptions))
	default:
		c.ok(c.Tx.Set(c.Args[1], c.Args[2], o.SetOptions))
	}
}

// ok answers OK, or nil when the conditions did not let it be done.
func (c *Call) ok(done bool, err error) {
	switch {
	case err != nil:
		c.Fail(err)
	case !done:
		c.Reply.Nil()
	default:
		c.Reply.OK()
	}
}

func setnx(c *Call) {
	c.yes(c.Tx.Set(c.Args[1], c.Args[2], redis.SetOptions{IfAbsent: true}))
}

func setex(c *Call)  { c.setFor("setex", time.Second) }
func psetex(c *Call) { c.setFor("psetex", time.Millisecond) }

func (c *Call) setFor(op string, unit time.Duration) {
	n, err := c.integer(2)
	if err != nil {
		c.Fail(err)
		return
	}
	at, err := c.Tx.Deadline(op, redis.Lifetime{N: n, Unit: unit})
	if err != nil {
		c.Fail(err)
		return
	}
	c.ok(c.Tx.Set(c.Args[1], c.Args[3], redis.SetOptions{ExpireAt: at}))
}

func getset(c *Call) {
	c.bulk(c.Tx.Swap(c.Args[1], c.Args[2], redis.SetOptions{}))
}

func getdel(c *Call) { c.bulk(c.Tx.GetDel(c.Args[1])) }

func getex(c *Call) {
	var l redis.Lifetime
	persist, number := false, 0
	for i := 2; i < len(c.Args); i++ {
		if c.is(i, "PERSIST") && number == 0 {
			persist = true
			continue
		}
		next, ok := c.lifetime(i)
		again := number != 0 && (next.Unit != l.Unit || next.At != l.At)
		if !ok || persist || again {
			c.Fail(redis.ErrSyntax)
			return
		}
		i++
		l, number = next, i
	}
	if number != 0 {
		n, err := c.integer(number)
		if err != nil { // what is wrong with the key is told first
			if v, e := c.Tx.Get(c.Args[1]); v == nil {
				c.bulk(nil, e)
				return
			}
			c.Fail(err)
			return
		}
		l.N = n
	}
	c.bulk(c.Tx.GetEx(c.Args[1], l, persist))
}

func mset(c *Call) {
	if len(c.Args)%2 == 0 {
		c.wrongArity()
		return
	}
	c.ok(true, c.Tx.SetAll(c.Args[1:]))
}

func msetnx(c *Call) {
	if len(c.Args)%2 == 0 {
		c.wrongArity()
		return
	}
	c.yes(c.Tx.SetAllIfAbsent(c.Args[1:]))
}

func appendTo(c *Call) {
	c.count(c.Tx.Append(c.Args[1], c.Args[2]))
}

func strlen(c *Call) {
	c.count(c.Tx.StrLen(c.Args[1]))
}

func getrange(c *Call) {
	start, err := c.integer(2)
	if err != nil {
		c.Fail(err)
		return
	}
	end, err := c.integer(3)
	if err != nil {
		c.Fail(err)
		return
	}
	c.bulk(c.Tx.GetRange(c.Args[1], start, end))
}

func setrange(c *Call) {
	offset, err := c.integer(2)
	if err != nil {
		c.Fail(err)
		return
	}
	c.count(c.Tx.SetRange(c.Args[1], offset, c.Args[3]))
}

func incr(c *Call) { c.number(c.Tx.IncrBy(c.Args[1], 1)) }
func decr(c *Call) { c.number(c.Tx.IncrBy(c.Args[1], -1)) }

func incrby(c *Call) {
	n, err := c.integer(2)
	if err != nil {
		c.Fail(err)
		return
	}
	c.number(c.Tx.IncrBy(c.Args[1], n))
}

func decrby(c *Call) {
	n, err := c.integer(2)
	if err != nil {
		c.Fail(err)
		return
	}
	c.number(c.Tx.DecrBy(c.Args[1], n))
}

func incrbyfloat(c *Call) { c.bulk(c.Tx.IncrByFloat(c.Args[1], c.Args[2])) }

// lifetime recognizes EX, PX, EXAT and PXAT as argument i, with a number after
// it.
func (c *Call) lifetime(i int) (l redis.Lifetime, ok bool) {
	switch {
	case c.has(i, "EX", 1):
		l.Unit = time.Second
	case c.has(i, "PX", 1):
		l.Unit = time.Millisecond
	case c.has(i, "EXAT", 1):
		l.Unit, l.At = time.Second, true
	case c.has(i, "PXAT", 1):
		l.Unit, l.At = time.Millisecond, true
	}
	return l, l.Unit != 0
}
