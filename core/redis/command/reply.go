package command

// The functions here write the result of a method of redis.Tx, its error
// first.

// number replies with an integer.
func (c *Call) number(n int64, err error) {
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Int(n)
}

// count replies with an integer.
func (c *Call) count(n int, err error) { c.number(int64(n), err) }

// yes replies with 1 or 0.
func (c *Call) yes(b bool, err error) {
	n := int64(0)
	if b {
		n = 1
	}
	c.number(n, err)
}

// bulk replies with a bulk string, nil where v is.
func (c *Call) bulk(v []byte, err error) {
	switch {
	case err != nil:
		c.Fail(err)
	case v == nil:
		c.Reply.Nil()
	default:
		c.Reply.Bulk(v)
	}
}

// text replies with a bulk string, nil where there is none.
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

// bulks replies with an array of bulk strings.
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

// texts replies with an array of bulk strings.
func (c *Call) texts(items []string, err error) {
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Array(len(items))
	c.writeTexts(items)
}

// members replies with a set of bulk strings.
func (c *Call) members(items []string, err error) {
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Set(len(items))
	c.writeTexts(items)
}

func (c *Call) writeTexts(items []string) {
	for _, s := range items {
		c.Reply.BulkString(s)
	}
}
