package command

import "github.com/twelvefold/twelvefold/core/redis"

// Each answers with the length of the list, LPUSHX and RPUSHX with 0 where there
// is none.
func lpush(c *Call)  { c.count(c.Tx.LPush(c.Args[1], c.Args[2:]...)) }
func rpush(c *Call)  { c.count(c.Tx.RPush(c.Args[1], c.Args[2:]...)) }
func lpushx(c *Call) { c.count(c.Tx.LPushX(c.Args[1], c.Args[2:]...)) }
func rpushx(c *Call) { c.count(c.Tx.RPushX(c.Args[1], c.Args[2:]...)) }

// LPOP and RPOP answer with one element, with a count with an array of them; a
// missing key is nil in the form that was asked for.
func lpop(c *Call) { c.pop(c.Tx.LPop, c.Tx.LPopN) }
func rpop(c *Call) { c.pop(c.Tx.RPop, c.Tx.RPopN) }

// pop takes off one element, or as many as the second argument says.
func (c *Call) pop(one func([]byte) ([]byte, error), several func([]byte, int64) ([][]byte, error)) {
	switch len(c.Args) {
	case 2:
		c.bulkOrNil(one(c.Args[1]))
	case 3:
		n, err := c.positive(2)
		if err != nil {
			c.Fail(err)
			return
		}
		c.bulksOrNil(several(c.Args[1], n))
	default:
		c.wrongArity()
	}
}

func llen(c *Call) { c.count(c.Tx.LLen(c.Args[1])) }

// LRANGE key start stop
func lrange(c *Call) {
	start, stop, err := c.bounds()
	if err != nil {
		c.Fail(err)
		return
	}
	c.bulks(c.Tx.LRange(c.Args[1], start, stop))
}

// LTRIM key start stop answers OK also where there is no list.
func ltrim(c *Call) {
	start, stop, err := c.bounds()
	if err != nil {
		c.Fail(err)
		return
	}
	c.done(c.Tx.LTrim(c.Args[1], start, stop))
}

// bounds reads the arguments 2 and 3.
func (c *Call) bounds() (start, stop int64, err error) {
	if start, err = c.integer(2); err == nil {
		stop, err = c.integer(3)
	}
	return start, stop, err
}

// LINDEX key index: nil outside the list.
func lindex(c *Call) {
	index, err := c.integer(2)
	if err != nil { // what is wrong with the key is told first
		if n, e := c.Tx.LLen(c.Args[1]); n == 0 {
			c.bulkOrNil(nil, e)
			return
		}
		c.Fail(err)
		return
	}
	c.bulkOrNil(c.Tx.LIndex(c.Args[1], index))
}

// LSET key index element: an error outside the list.
func lset(c *Call) {
	index, err := c.integer(2)
	if err != nil { // what is wrong with the key is told first
		switch n, e := c.Tx.LLen(c.Args[1]); {
		case e != nil:
			err = e
		case n == 0:
			err = redis.ErrNoSuchKey
		}
		c.Fail(err)
		return
	}
	c.done(c.Tx.LSet(c.Args[1], index, c.Args[3]))
}

// LINSERT key BEFORE|AFTER pivot element
func linsert(c *Call) {
	before := Is(c.Args[2], "BEFORE")
	if !before && !Is(c.Args[2], "AFTER") {
		c.Fail(redis.ErrSyntax)
		return
	}
	c.count(c.Tx.LInsert(c.Args[1], before, c.Args[3], c.Args[4]))
}

// LREM key count element
func lrem(c *Call) {
	n, err := c.integer(2)
	if err != nil {
		c.Fail(err)
		return
	}
	c.count(c.Tx.LRem(c.Args[1], n, c.Args[3]))
}

// LPOS key element [RANK rank] [COUNT n] [MAXLEN len]: a place or nil, with COUNT
// an array of places, which may be empty.
func lpos(c *Call) {
	opt, several := redis.LPosOptions{Count: 1}, false
	var err error
	for i := 3; i < len(c.Args) && err == nil; i += 2 {
		switch {
		case c.option(i, "RANK", 1):
			if opt.Rank, err = c.integer(i + 1); err == nil && opt.Rank == 0 {
				err = redis.ErrLPosRank
			}
		case c.option(i, "COUNT", 1):
			opt.Count, err = c.atLeast(0, i+1, redis.ErrLPosCount)
			several = true
		case c.option(i, "MAXLEN", 1):
			opt.MaxLen, err = c.atLeast(0, i+1, redis.ErrLPosMaxLen)
		default:
			err = redis.ErrSyntax
		}
	}
	if err != nil {
		c.Fail(err)
		return
	}
	places, err := c.Tx.LPos(c.Args[1], c.Args[2], opt)
	switch {
	case err != nil:
		c.Fail(err)
	case several:
		c.Reply.Array(len(places))
		for _, at := range places {
			c.Reply.Int(int64(at))
		}
	case len(places) == 0:
		c.Reply.Nil()
	default:
		c.Reply.Int(int64(places[0]))
	}
}
