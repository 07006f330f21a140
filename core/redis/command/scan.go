package command

import (
	"strconv"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
)

var errCursor = code.New(code.InvalidArgument, "ERR invalid cursor")

// cursor reads the i-th argument as C's strtoul does, but for leading spaces:
// nothing is 0, and a sign may stand before it.
func (c *Call) cursor(i int) (uint64, error) {
	text := string(c.Args[i])
	if text == "" {
		return 0, nil
	}
	negative := text[0] == '-'
	if negative || text[0] == '+' {
		text = text[1:]
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, errCursor
	}
	if negative {
		n = -n
	}
	return n, nil
}

// scanArgs reads the options from the i-th argument on.
func (c *Call) scanArgs(i int, types bool) (o redis.ScanOptions, err error) {
	for ; i < len(c.Args) && err == nil; i += 2 {
		switch {
		case c.option(i, "COUNT", 1):
			if o.Count, err = c.integer(i + 1); err == nil && o.Count < 1 {
				err = redis.ErrSyntax
			}
		case c.option(i, "MATCH", 1):
			o.Match = c.Args[i+1]
		case types && c.option(i, "TYPE", 1):
			o.Type = string(c.Args[i+1])
		default:
			err = redis.ErrSyntax
		}
	}
	return o, err
}

func scan(c *Call) {
	cursor, err := c.cursor(1)
	if err != nil {
		c.Fail(err)
		return
	}
	opt, err := c.scanArgs(2, true)
	if err != nil {
		c.Fail(err)
		return
	}
	next, keys, err := c.Tx.Scan(cursor, opt)
	c.page(next, keys, err)
}

func sscan(c *Call) {
	cursor, opt, ok := c.scanKey(redis.KindSet)
	if !ok {
		return
	}
	next, members, err := c.Tx.SScan(c.Args[1], cursor, opt)
	c.page(next, members, err)
}

func hscan(c *Call) {
	cursor, opt, ok := c.scanKey(redis.KindHash)
	if !ok {
		return
	}
	next, entries, err := c.Tx.HScan(c.Args[1], cursor, opt)
	flat := make([]string, 0, 2*len(entries))
	for _, e := range entries {
		flat = append(flat, e.Field, e.Value)
	}
	c.page(next, flat, err)
}

// scanKey reads the arguments of SSCAN and HSCAN; where ok is false, it has
// answered already. What is wrong with the key is told before what is wrong
// with the options, and without a key there is nothing wrong with those.
func (c *Call) scanKey(k redis.Kind) (cursor uint64, opt redis.ScanOptions, ok bool) {
	cursor, err := c.cursor(2)
	if err == nil {
		switch c.Tx.Type(c.Args[1]) {
		case k:
			opt, err = c.scanArgs(3, false)
		case redis.KindNone:
			c.page(0, nil, nil)
			return 0, opt, false
		default:
			err = redis.ErrWrongType
		}
	}
	if err != nil {
		c.Fail(err)
	}
	return cursor, opt, err == nil
}

// page answers with a cursor and what was found.
func (c *Call) page(next uint64, items []string, err error) {
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Array(2)
	c.Reply.BulkString(strconv.FormatUint(next, 10))
	c.texts(items, nil)
}
