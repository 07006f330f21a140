package command

import (
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/jsontext"
)

// connectionClose ends the session; what was told before can still be fetched.
func connectionClose(c *call) error {
	if err := c.args.check(); err != nil {
		return err
	}
	c.session.collect()
	c.tx.Disconnect(c.session.conn)
	c.session.closed = true
	return nil
}

// channelOpen opens a channel that is not open: a new one, or one that was
// closed.
func channelOpen(c *call) error {
	if err := c.args.check(); err != nil {
		return err
	}
	ch, err := c.session.openChannel(c.tx, c.args.channel())
	c.channel = ch
	return err
}

func channelClose(c *call) error {
	if err := c.args.check(); err != nil {
		return err
	}
	ch := c.session.channels[c.args.channel()]
	if ch == nil || ch.Closed() {
		return amqp.ErrClosed
	}
	c.session.collect() // what was delivered before goes before
	c.tx.CloseChannel(ch)
	return nil
}

func channelFlow(c *call) error {
	active := c.args.flag("active")
	if err := c.args.check(); err != nil {
		return err
	}
	c.reply = new(jsontext.Writer).Flag("active", active).End()
	return c.channel.Flow(c.tx, active)
}

func confirmSelect(c *call) error {
	if err := c.args.check(); err != nil {
		return err
	}
	return c.channel.ConfirmSelect()
}

func txSelect(c *call) error {
	if err := c.args.check(); err != nil {
		return err
	}
	return c.channel.Select()
}

func txCommit(c *call) error {
	if err := c.args.check(); err != nil {
		return err
	}
	return c.channel.Commit(c.tx)
}

func txRollback(c *call) error {
	if err := c.args.check(); err != nil {
		return err
	}
	return c.channel.Rollback(c.tx)
}
