package command

import (
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
)

// What is set-like is a set in RESP3 (SMEMBERS, SINTER, SPOP with a count), but
// what may repeat or keeps an order is an array (SRANDMEMBER, SMISMEMBER).

func sadd(c *Call)      { c.count(c.Tx.SAdd(c.Args[1], c.Args[2:]...)) }
func srem(c *Call)      { c.count(c.Tx.SRem(c.Args[1], c.Args[2:]...)) }
func smembers(c *Call)  { c.members(c.Tx.SMembers(c.Args[1])) }
func scard(c *Call)     { c.count(c.Tx.SCard(c.Args[1])) }
func sismember(c *Call) { c.boolInt(c.Tx.SIsMember(c.Args[1], c.Args[2])) }
func smove(c *Call)     { c.boolInt(c.Tx.SMove(c.Args[1], c.Args[2], c.Args[3])) }

// SMISMEMBER key member [member ...]: 1 or 0 each.
func smismember(c *Call) {
	in, err := c.Tx.SMIsMember(c.Args[1], c.Args[2:]...)
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Array(len(in))
	for _, yes := range in {
		c.boolInt(yes, nil)
	}
}

// SPOP key [count]: one member or nil, with a count a set.
func spop(c *Call) {
	switch len(c.Args) {
	case 2:
		c.text(c.Tx.SPop(c.Args[1]))
	case 3:
		n, err := c.positive(2)
		if err != nil {
			c.Fail(err)
			return
		}
		c.members(c.Tx.SPopN(c.Args[1], n))
	default:
		c.Fail(redis.ErrSyntax)
	}
}

// SRANDMEMBER key [count]: one member or nil, with a count an array.
func srandmember(c *Call) {
	switch len(c.Args) {
	case 2:
		c.text(c.Tx.SRandMember(c.Args[1]))
	case 3:
		n, err := c.signed(2)
		if err != nil {
			c.Fail(err)
			return
		}
		c.texts(c.Tx.SRandMembers(c.Args[1], n))
	default:
		c.Fail(redis.ErrSyntax)
	}
}

// A missing key is an empty set in all of these.
func sunion(c *Call) { c.members(c.Tx.SUnion(c.Args[1:]...)) }
func sinter(c *Call) { c.members(c.Tx.SInter(c.Args[1:]...)) }
func sdiff(c *Call)  { c.members(c.Tx.SDiff(c.Args[1:]...)) }

// These answer with the size of what was stored under the first key.
func sunionstore(c *Call) { c.count(c.Tx.SUnionStore(c.Args[1], c.Args[2:]...)) }
func sinterstore(c *Call) { c.count(c.Tx.SInterStore(c.Args[1], c.Args[2:]...)) }
func sdiffstore(c *Call)  { c.count(c.Tx.SDiffStore(c.Args[1], c.Args[2:]...)) }

var errNumKeysArgs = code.New(code.InvalidArgument, "ERR Number of keys can't be greater than number of args")

// SINTERCARD numkeys key [key ...] [LIMIT limit]
func sintercard(c *Call) {
	n, err := c.atLeast(1, 1, redis.ErrNumKeys)
	if err == nil && n > int64(len(c.Args)-2) {
		err = errNumKeysArgs
	}
	if err != nil {
		c.Fail(err)
		return
	}
	end, limit := int(n)+2, int64(0)
	for i := end; i < len(c.Args); i += 2 {
		if !c.option(i, "LIMIT", 1) {
			c.Fail(redis.ErrSyntax)
			return
		}
		if limit, err = c.atLeast(0, i+1, redis.ErrLimit); err != nil {
			c.Fail(err)
			return
		}
	}
	c.intOr(c.Tx.SInterCard(limit, c.Args[2:end]...))
}
