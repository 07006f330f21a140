package command

import (
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/jsontext"
)

func queueDeclare(c *call) error {
	a := c.args
	d := amqp.QueueDeclare{
		Name: a.text("queue"), Passive: a.flag("passive"), Durable: a.flag("durable"), Exclusive: a.flag("exclusive"),
		AutoDelete: a.flag("auto_delete"), Arguments: a.table("arguments"),
	}
	if err := a.check(); err != nil {
		return err
	}
	q, err := c.channel.QueueDeclare(c.tx, d)
	c.reply = new(jsontext.Writer).Text("queue", q.Name).
		Integer("message_count", int64(q.Messages)).Integer("consumer_count", int64(q.Consumers)).End()
	return err
}

func queueBind(c *call) error {
	b, err := queueBinding(c.args)
	if err != nil {
		return err
	}
	return c.channel.Bind(c.tx, b)
}

func queueUnbind(c *call) error {
	b, err := queueBinding(c.args)
	if err != nil {
		return err
	}
	return c.channel.Unbind(c.tx, b)
}

func queueBinding(a *args) (amqp.Bind, error) {
	b := amqp.Bind{
		Source: a.text("exchange"), Destination: a.text("queue"),
		Key: a.text("routing_key"), Arguments: a.table("arguments"),
	}
	return b, a.check()
}

func queuePurge(c *call) error {
	name := c.args.text("queue")
	if err := c.args.check(); err != nil {
		return err
	}
	n, err := c.channel.QueuePurge(c.tx, name)
	c.reply = new(jsontext.Writer).Integer("message_count", int64(n)).End()
	return err
}

func queueDelete(c *call) error {
	name, ifUnused, ifEmpty := c.args.text("queue"), c.args.flag("if_unused"), c.args.flag("if_empty")
	if err := c.args.check(); err != nil {
		return err
	}
	n, err := c.channel.QueueDelete(c.tx, name, ifUnused, ifEmpty)
	c.reply = new(jsontext.Writer).Integer("message_count", int64(n)).End()
	return err
}
