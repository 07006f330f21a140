package command

import "github.com/twelvefold/twelvefold/core/redis"

func sortKey(c *Call) { c.sort(true) }
func sortRO(c *Call)  { c.sort(false) }

// sort answers with an array, where a value that GET did not find is nil; with
// STORE with the length of what was stored.
func (c *Call) sort(mayStore bool) {
	opt, dst, err := c.sortArgs(mayStore)
	if err != nil {
		c.Fail(err)
		return
	}
	if dst != nil {
		c.count(c.Tx.SortStore(dst, c.Args[1], opt))
		return
	}
	values, err := c.Tx.Sort(c.Args[1], opt)
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Array(len(values))
	for _, v := range values {
		c.bulkOrNil(v, nil)
	}
}

// sortArgs reads the options; dst is nil without STORE.
func (c *Call) sortArgs(mayStore bool) (o redis.SortOptions, dst []byte, err error) {
	for i := 2; i < len(c.Args); i++ {
		switch {
		case c.option(i, "ASC", 0):
			o.Desc = false
		case c.option(i, "DESC", 0):
			o.Desc = true
		case c.option(i, "ALPHA", 0):
			o.Alpha = true
		case c.option(i, "LIMIT", 2):
			if o.Offset, err = c.integer(i + 1); err != nil {
				return o, nil, err
			}
			if o.Count, err = c.integer(i + 2); err != nil {
				return o, nil, err
			}
			o.Limited = true
			i += 2
		case mayStore && c.option(i, "STORE", 1):
			i++
			dst = c.Args[i]
		case c.option(i, "BY", 1):
			i++
			o.By = c.Args[i]
		case c.option(i, "GET", 1):
			i++
			o.Get = append(o.Get, c.Args[i])
		default:
			return o, nil, redis.ErrSyntax
		}
	}
	return o, dst, nil
}
