package command

import "github.com/twelvefold/twelvefold/core/redis"

// lcsArgs are the options of LCS.
type lcsArgs struct {
	length, indexes, withLength bool
	least                       int // MINMATCHLEN
}

// lcsArgs reads the options of LCS; LEN and IDX exclude each other.
func (c *Call) lcsArgs() (o lcsArgs, err error) {
	for i := 3; i < len(c.Args); i++ {
		switch {
		case Is(c.Args[i], "IDX"):
			o.indexes = true
		case Is(c.Args[i], "LEN"):
			o.length = true
		case Is(c.Args[i], "WITHMATCHLEN"):
			o.withLength = true
		case Is(c.Args[i], "MINMATCHLEN") && i+1 < len(c.Args):
			i++
			n, err := c.integer(i)
			if err != nil {
				return o, err
			}
			o.least = int(max(n, 0))
		default:
			return o, redis.ErrSyntax
		}
	}
	if o.length && o.indexes {
		return o, errLCSBoth
	}
	return o, nil
}

func lcs(c *Call) {
	for _, key := range c.Args[1:3] { // before the options are looked at, as in Redis
		if _, err := c.Tx.Get(key); err != nil {
			c.Fail(redis.ErrLCSKinds)
			return
		}
	}
	o, err := c.lcsArgs()
	if err != nil {
		c.Fail(err)
		return
	}
	common, matches, err := c.Tx.LCS(c.Args[1], c.Args[2])
	switch {
	case err != nil:
		c.Fail(err)
	case o.length:
		c.Reply.Int(int64(len(common)))
	case o.indexes:
		c.lcsMatches(matches, len(common), o)
	default:
		c.Reply.Bulk(common)
	}
}

// lcsMatches answers IDX: the runs that are long enough, last first, and the
// length of the whole, which counts the short ones too.
func (c *Call) lcsMatches(matches []redis.LCSMatch, total int, o lcsArgs) {
	long := matches[:0]
	for _, m := range matches {
		if m.Len() >= o.least {
			long = append(long, m)
		}
	}
	c.Reply.Map(2)
	c.Reply.BulkString("matches")
	c.Reply.Array(len(long))
	for _, m := range long {
		if o.withLength {
			c.Reply.Array(3)
		} else {
			c.Reply.Array(2)
		}
		for _, r := range [][2]int{m.A, m.B} {
			c.Reply.Array(2)
			c.Reply.Int(int64(r[0]))
			c.Reply.Int(int64(r[1]))
		}
		if o.withLength {
			c.Reply.Int(int64(m.Len()))
		}
	}
	c.Reply.BulkString("len")
	c.Reply.Int(int64(total))
}
