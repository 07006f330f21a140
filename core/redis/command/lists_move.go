package command

import "github.com/twelvefold/twelvefold/core/redis"

// side reads the i-th argument as an end of a list.
func (c *Call) side(i int) (redis.Side, error) {
	switch {
	case Is(c.Args[i], "LEFT"):
		return redis.Left, nil
	case Is(c.Args[i], "RIGHT"):
		return redis.Right, nil
	}
	return 0, redis.ErrSyntax
}

// LMOVE source destination LEFT|RIGHT LEFT|RIGHT
func lmove(c *Call) {
	from, err := c.side(3)
	if err != nil {
		c.Fail(err)
		return
	}
	to, err := c.side(4)
	if err != nil {
		c.Fail(err)
		return
	}
	c.bulkOrNil(c.Tx.LMove(c.Args[1], c.Args[2], from, to))
}

// RPOPLPUSH is LMOVE from the tail to the head, from before there was LMOVE.
func rpoplpush(c *Call) {
	c.bulkOrNil(c.Tx.LMove(c.Args[1], c.Args[2], redis.Right, redis.Left))
}

// LMPOP answers with the key and an array of its elements, nil where no key is
// there.
func lmpop(c *Call) {
	keys, side, count, err := c.lmpopArgs()
	if err != nil {
		c.Fail(err)
		return
	}
	key, values, err := c.Tx.LMPop(keys, side, count)
	switch {
	case err != nil:
		c.Fail(err)
	case key == nil:
		c.Reply.NilArray()
	default:
		c.Reply.Array(2)
		c.Reply.Bulk(key)
		c.bulks(values, nil)
	}
}

// lmpopArgs reads numkeys key [key ...] LEFT|RIGHT [COUNT count].
func (c *Call) lmpopArgs() (keys [][]byte, side redis.Side, count int64, err error) {
	n, err := c.atLeast(1, 1, redis.ErrNumKeys)
	if err != nil {
		return nil, 0, 0, err
	}
	if n > int64(len(c.Args)-3) {
		return nil, 0, 0, redis.ErrSyntax
	}
	at := int(n) + 2
	if side, err = c.side(at); err != nil {
		return nil, 0, 0, err
	}
	switch {
	case len(c.Args) == at+1:
		return c.Args[2:at], side, 1, nil
	case len(c.Args) == at+3 && c.option(at+1, "COUNT", 1):
		count, err = c.atLeast(1, at+2, redis.ErrCount)
		return c.Args[2:at], side, count, err
	}
	return nil, 0, 0, redis.ErrSyntax
}
