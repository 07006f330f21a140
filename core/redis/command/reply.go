package command

// The functions here write the result of a method of redis.Tx, its error
// first.

// done answers OK.
func (c *Call) done(err error) {
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.OK()
}

// intOrNil answers with an integer, nil where there is none.
func (c *Call) intOrNil(n int64, ok bool) {
	if !ok {
		c.Reply.Nil()
		return
	}
	c.Reply.Int(n)
}

// bulksOrNil answers with an array of bulk strings, nil where items is.
func (c *Call) bulksOrNil(items [][]byte, err error) {
	if items == nil && err == nil {
		c.Reply.NilArray()
		return
	}
	c.bulks(items, err)
}

// count answers with an integer.
func (c *Call) count(n int, err error) { c.intOr(int64(n), err) }

// text answers with a bulk string, nil where there is none.
func (c *Call) text(s string, found bool, err error) {
	switch {
	case err != nil:
		c.Fail(err)
	case !found:
		c.Reply.Nil()
	default:
		c.Reply.BulkString(s)
	}
}

// bulks answers with an array of bulk strings.
func (c *Call) bulks(items [][]byte, err error) {
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Array(len(items))
	for _, v := range items {
		c.Reply.Bulk(v)
	}
}

// texts answers with an array of bulk strings.
func (c *Call) texts(items []string, err error) {
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Array(len(items))
	c.write(items)
}

// members answers with a set of bulk strings.
func (c *Call) members(items []string, err error) {
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Set(len(items))
	c.write(items)
}

func (c *Call) write(items []string) {
	for _, s := range items {
		c.Reply.BulkString(s)
	}
}
