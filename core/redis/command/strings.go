package command

import "github.com/twelvefold/twelvefold/core/redis"

func get(c *Call) {
	v, err := c.Tx.Get(c.Args[1])
	switch {
	case err != nil:
		c.Fail(err)
	case v == nil:
		c.Reply.Nil()
	default:
		c.Reply.Bulk(v)
	}
}

func set(c *Call) {
	if len(c.Args) > 3 {
		c.Fail(redis.ErrSyntax)
		return
	}
	if _, err := c.Tx.Set(c.Args[1], c.Args[2], redis.SetOptions{}); err != nil {
		c.Fail(err)
		return
	}
	c.Reply.OK()
}
