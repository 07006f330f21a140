package command

import (
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
)

// del is DEL and UNLINK: what is removed costs nobody time here, the garbage
// collector frees it.
func del(c *Call) { c.tally(c.Tx.Del) }

func exists(c *Call) { c.tally(c.Tx.Exists) }

func touch(c *Call) { c.tally(c.Tx.Touch) }

// tally answers for how many of the keys f says yes.
func (c *Call) tally(f func(key []byte) bool) {
	n := int64(0)
	for _, key := range c.Args[1:] {
		if f(key) {
			n++
		}
	}
	c.Reply.Int(n)
}

func typeOf(c *Call) { c.Reply.Status(c.Tx.Type(c.Args[1]).String()) }

func rename(c *Call) { c.done(c.Tx.Rename(c.Args[1], c.Args[2])) }

func renamenx(c *Call) { c.boolInt(c.Tx.RenameNX(c.Args[1], c.Args[2])) }

// MOVE key db
func move(c *Call) {
	db, err := c.int32(2)
	if err != nil {
		c.Fail(err)
		return
	}
	c.boolInt(c.Tx.Move(c.Args[1], db))
}

// COPY source destination [DB db] [REPLACE]
func copyKey(c *Call) {
	db, replace := c.Tx.Index(), false
	for i := 3; i < len(c.Args); i++ {
		switch {
		case c.option(i, "REPLACE", 0):
			replace = true
		case c.option(i, "DB", 1):
			var err error
			i++
			if db, err = c.int32(i); err != nil {
				c.Fail(err)
				return
			}
		default:
			c.Fail(redis.ErrSyntax)
			return
		}
	}
	c.boolInt(c.Tx.Copy(c.Args[1], c.Args[2], db, replace))
}

func keys(c *Call) { c.texts(c.Tx.Keys(c.Args[1]), nil) }

func randomkey(c *Call) {
	key, ok := c.Tx.RandomKey()
	c.text(key, ok, nil)
}

var errTimeout = code.New(code.InvalidArgument, "ERR timeout is not an integer or out of range")

var errTimeoutNegative = code.New(code.OutOfRange, "ERR timeout is negative")

// wait answers at once that no replica has what was written: there never is
// one, so there is nothing to wait for.
func wait(c *Call) {
	if _, err := c.integer(1); err != nil {
		c.Fail(err)
		return
	}
	timeout, err := c.atLeast(-1<<63, 2, errTimeout)
	switch {
	case err != nil:
		c.Fail(err)
	case timeout < 0:
		c.Fail(errTimeoutNegative)
	default:
		c.Reply.Int(0)
	}
}

// migrate says no: a store has no sockets to reach another server with.
func migrate(c *Call) { c.Fail(redis.ErrMigrate) }
