package command

import (
	"math"

	"github.com/twelvefold/twelvefold/core/redis"
)

// HSET answers with the number of new fields, HMSET, its older form, with OK.
func hset(c *Call) {
	if len(c.Args)%2 != 0 {
		c.wrongArity()
		return
	}
	c.count(c.Tx.HSet(c.Args[1], c.Args[2:]...))
}

func hmset(c *Call) {
	if len(c.Args)%2 != 0 {
		c.wrongArity()
		return
	}
	_, err := c.Tx.HSet(c.Args[1], c.Args[2:]...)
	c.done(err)
}

func hsetnx(c *Call)  { c.boolInt(c.Tx.HSetNX(c.Args[1], c.Args[2], c.Args[3])) }
func hget(c *Call)    { c.text(c.Tx.HGet(c.Args[1], c.Args[2])) }
func hdel(c *Call)    { c.count(c.Tx.HDel(c.Args[1], c.Args[2:]...)) }
func hlen(c *Call)    { c.count(c.Tx.HLen(c.Args[1])) }
func hexists(c *Call) { c.boolInt(c.Tx.HExists(c.Args[1], c.Args[2])) }
func hstrlen(c *Call) { c.count(c.Tx.HStrLen(c.Args[1], c.Args[2])) }

// HMGET key field [field ...]: nil for each that is not there.
func hmget(c *Call) {
	values, err := c.Tx.HMGet(c.Args[1], c.Args[2:]...)
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Array(len(values))
	for _, v := range values {
		c.text(v.Value, v.OK, nil)
	}
}

// HGETALL is a map in RESP3, an array of fields and values in RESP2.
func hgetall(c *Call) {
	entries, err := c.Tx.HGetAll(c.Args[1])
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Map(len(entries))
	for _, e := range entries {
		c.Reply.BulkString(e.Field)
		c.Reply.BulkString(e.Value)
	}
}

func hkeys(c *Call) {
	entries, err := c.Tx.HGetAll(c.Args[1])
	c.fields(entries, err)
}

func hvals(c *Call) {
	entries, err := c.Tx.HGetAll(c.Args[1])
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Array(len(entries))
	for _, e := range entries {
		c.Reply.BulkString(e.Value)
	}
}

// fields answers with the fields alone.
func (c *Call) fields(entries []redis.FieldValue, err error) {
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Array(len(entries))
	for _, e := range entries {
		c.Reply.BulkString(e.Field)
	}
}

// HINCRBY answers with an integer, HINCRBYFLOAT with a bulk string, in RESP3 too.
func hincrby(c *Call) {
	n, err := c.integer(3)
	if err != nil {
		c.Fail(err)
		return
	}
	c.intOr(c.Tx.HIncrBy(c.Args[1], c.Args[2], n))
}

func hincrbyfloat(c *Call) {
	c.bulkOrNil(c.Tx.HIncrByFloat(c.Args[1], c.Args[2], c.Args[3]))
}

// HRANDFIELD key [count [WITHVALUES]]: one field or nil, with a count an array.
func hrandfield(c *Call) {
	if len(c.Args) == 2 {
		c.text(c.Tx.HRandField(c.Args[1]))
		return
	}
	n, err := c.signed(2)
	values := len(c.Args) == 4 && Is(c.Args[3], "WITHVALUES")
	switch {
	case err != nil:
	case len(c.Args) > 3 && !values:
		err = redis.ErrSyntax
	case values && (n < -math.MaxInt64/2 || n > math.MaxInt64/2):
		err = redis.ErrTooMany
	}
	if err != nil {
		c.Fail(err)
		return
	}
	entries, err := c.Tx.HRandFields(c.Args[1], n)
	if err != nil || !values {
		c.fields(entries, err)
		return
	}
	c.pairs(entries)
}

// pairs answers with fields and their values: pairs in RESP3, one after
// another in RESP2.
func (c *Call) pairs(entries []redis.FieldValue) {
	if c.Reply.RESP3 {
		c.Reply.Array(len(entries))
	} else {
		c.Reply.Array(2 * len(entries))
	}
	for _, e := range entries {
		if c.Reply.RESP3 {
			c.Reply.Array(2)
		}
		c.Reply.BulkString(e.Field)
		c.Reply.BulkString(e.Value)
	}
}
