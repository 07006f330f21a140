package command

func del(c *Call) {
	n := int64(0)
	for _, key := range c.Args[1:] {
		if c.Tx.Del(key) {
			n++
		}
	}
	c.Reply.Int(n)
}
