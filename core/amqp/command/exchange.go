package command

import "github.com/twelvefold/twelvefold/core/amqp"

// exchangeDeclare takes the type "direct" where none is given, as the
// libraries of clients do.
func exchangeDeclare(c *call) error {
	a := c.args
	d := amqp.ExchangeDeclare{
		Name: a.text("exchange"), Type: a.textOr("type", amqp.Direct), Passive: a.flag("passive"), Durable: a.flag("durable"),
		AutoDelete: a.flag("auto_delete"), Internal: a.flag("internal"), Arguments: a.table("arguments"),
	}
	if err := a.check(); err != nil {
		return err
	}
	return c.channel.ExchangeDeclare(c.tx, d)
}

func exchangeDelete(c *call) error {
	name, ifUnused := c.args.text("exchange"), c.args.flag("if_unused")
	if err := c.args.check(); err != nil {
		return err
	}
	return c.channel.ExchangeDelete(c.tx, name, ifUnused)
}

func exchangeBind(c *call) error {
	b, err := exchangeBinding(c.args)
	if err != nil {
		return err
	}
	return c.channel.Bind(c.tx, b)
}

func exchangeUnbind(c *call) error {
	b, err := exchangeBinding(c.args)
	if err != nil {
		return err
	}
	return c.channel.Unbind(c.tx, b)
}

func exchangeBinding(a *args) (amqp.Bind, error) {
	b := amqp.Bind{
		Source: a.text("source"), Destination: a.text("destination"), ToExchange: true,
		Key: a.text("routing_key"), Arguments: a.table("arguments"),
	}
	return b, a.check()
}
