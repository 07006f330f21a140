package command

func basicAck(c *call) error {
	tag, multiple := c.args.tag(), c.args.flag("multiple")
	if err := c.args.check(); err != nil {
		return err
	}
	return c.channel.Ack(c.tx, tag, multiple)
}

// basicNack requeues unless it is told otherwise: the specification's default
// of the bit is 1.
func basicNack(c *call) error {
	tag, multiple, requeue := c.args.tag(), c.args.flag("multiple"), c.args.Flag("requeue", true)
	if err := c.args.check(); err != nil {
		return err
	}
	return c.channel.Nack(c.tx, tag, multiple, requeue)
}

func basicReject(c *call) error {
	tag, requeue := c.args.tag(), c.args.Flag("requeue", true)
	if err := c.args.check(); err != nil {
		return err
	}
	return c.channel.Nack(c.tx, tag, false, requeue)
}

func basicRecover(c *call) error {
	requeue := c.args.flag("requeue")
	if err := c.args.check(); err != nil {
		return err
	}
	return c.channel.Recover(c.tx, requeue)
}
