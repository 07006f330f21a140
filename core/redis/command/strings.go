package command

import (
	"time"

	"github.com/twelvefold/twelvefold/core/redis"
)

// The handlers of the string group, in the order of the manual. A value read
// is written to the reply before anything can change it: it is the store's own
// memory.

func get(c *Call) { c.bulkOrNil(c.Tx.Get(c.Args[1])) }

// mget gives nil for keys of other kinds, where GET gives an error.
func mget(c *Call) {
	c.Reply.Array(len(c.Args) - 1)
	for _, key := range c.Args[1:] {
		c.bulkOrNil(c.Tx.GetIfString(key), nil)
	}
}

// setArgs are the options of SET, as far as the syntax goes.
type setArgs struct {
	redis.SetOptions
	lifetime redis.Lifetime
	number   int // which argument says how long, 0: none
	get      bool
}

// setArgs reads the options of SET. Redis tells a mistake in the syntax before
// one in the number, and both before it looks at the key.
func (c *Call) setArgs() (o setArgs, err error) {
	for i := 3; i < len(c.Args); i++ {
		switch {
		case Is(c.Args[i], "NX") && !o.IfExists:
			o.IfAbsent = true
		case Is(c.Args[i], "XX") && !o.IfAbsent:
			o.IfExists = true
		case Is(c.Args[i], "GET"):
			o.get = true
		case Is(c.Args[i], "KEEPTTL") && o.number == 0:
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

// set has a short way for the form without options, which is most of all
// traffic.
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
		c.bulkOrNil(c.Tx.Swap(c.Args[1], c.Args[2], o.SetOptions))
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

// setnx is SET NX with a number for an answer.
func setnx(c *Call) {
	c.boolInt(c.Tx.Set(c.Args[1], c.Args[2], redis.SetOptions{IfAbsent: true}))
}

func setex(c *Call)  { c.setFor("setex", time.Second) }
func psetex(c *Call) { c.setFor("psetex", time.Millisecond) }

// setFor is SETEX and PSETEX: the time to live is told in unit, and errors name
// op.
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

// getset forgets the time to live, as SET does.
func getset(c *Call) {
	c.bulkOrNil(c.Tx.Swap(c.Args[1], c.Args[2], redis.SetOptions{}))
}

func getdel(c *Call) { c.bulkOrNil(c.Tx.GetDel(c.Args[1])) }

// getex tells a mistake in the syntax first, then what is wrong with the key,
// and last of all what is wrong with the number.
func getex(c *Call) {
	var l redis.Lifetime
	persist, number := false, 0
	for i := 2; i < len(c.Args); i++ {
		if Is(c.Args[i], "PERSIST") && number == 0 {
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
				c.bulkOrNil(nil, e)
				return
			}
			c.Fail(err)
			return
		}
		l.N = n
	}
	c.bulkOrNil(c.Tx.GetEx(c.Args[1], l, persist))
}

// mset and msetnx want pairs, which an arity can't say.
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
	c.boolInt(c.Tx.SetAllIfAbsent(c.Args[1:]))
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
	c.bulkOrNil(c.Tx.GetRange(c.Args[1], start, end))
}

func setrange(c *Call) {
	offset, err := c.integer(2)
	if err != nil {
		c.Fail(err)
		return
	}
	c.count(c.Tx.SetRange(c.Args[1], offset, c.Args[3]))
}

func incr(c *Call) { c.intOr(c.Tx.IncrBy(c.Args[1], 1)) }
func decr(c *Call) { c.intOr(c.Tx.IncrBy(c.Args[1], -1)) }

func incrby(c *Call) {
	n, err := c.integer(2)
	if err != nil {
		c.Fail(err)
		return
	}
	c.intOr(c.Tx.IncrBy(c.Args[1], n))
}

func decrby(c *Call) {
	n, err := c.integer(2)
	if err != nil {
		c.Fail(err)
		return
	}
	c.intOr(c.Tx.DecrBy(c.Args[1], n))
}

// incrbyfloat hands its argument on as text: a float64 has too few digits.
func incrbyfloat(c *Call) { c.bulkOrNil(c.Tx.IncrByFloat(c.Args[1], c.Args[2])) }
