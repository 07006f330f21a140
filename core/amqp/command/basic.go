package command

import (
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/jsontext"
)

func basicQos(c *call) error {
	a := c.args
	size, count, global := a.Integer("prefetch_size", 1<<32-1), a.Integer("prefetch_count", 1<<16-1), a.flag("global")
	if err := a.check(); err != nil {
		return err
	}
	return c.channel.Qos(c.tx, uint32(size), uint16(count), global)
}

// basicConsume starts a consumer: its deliveries are events.
func basicConsume(c *call) error {
	a := c.args
	a.flag("no_local") // RabbitMQ takes it and does not heed it
	d := amqp.Consume{
		Queue: a.text("queue"), Tag: a.text("consumer_tag"), NoAck: a.flag("no_ack"),
		Exclusive: a.flag("exclusive"), Arguments: a.table("arguments"),
	}
	if err := a.check(); err != nil {
		return err
	}
	tag, err := c.channel.Consume(c.tx, d)
	c.reply = new(jsontext.Writer).Text("consumer_tag", tag).End()
	return err
}

func basicCancel(c *call) error {
	tag := c.args.text("consumer_tag")
	if err := c.args.check(); err != nil {
		return err
	}
	c.session.collect() // what was delivered before stays
	err := c.channel.CancelConsumer(c.tx, tag)
	c.reply = new(jsontext.Writer).Text("consumer_tag", tag).End()
	return err
}

func basicPublish(c *call) error {
	a := c.args
	p := amqp.Publish{
		Exchange: []byte(a.text("exchange")), Key: []byte(a.text("routing_key")),
		Mandatory: a.flag("mandatory"), Immediate: a.flag("immediate"),
		Properties: a.properties(), Body: c.bodyArgument(),
	}
	if err := a.check(); err != nil {
		return err
	}
	if c.publish != nil {
		if err := c.publish.begin(c); err != nil {
			return err
		}
		return c.channel.Publish(c.tx, p)
	}
	err := c.channel.Publish(c.tx, p)
	c.session.confirm(c.channel)
	return err
}

func basicGet(c *call) error {
	name, noAck := c.args.text("queue"), c.args.flag("no_ack")
	if err := c.args.check(); err != nil {
		return err
	}
	got, ok, err := c.channel.Get(c.tx, name, noAck)
	if err != nil {
		return err
	}
	if !ok {
		c.reply = []byte("null")
		return nil
	}
	o := new(jsontext.Writer).Integer("delivery_tag", int64(got.Tag)).Flag("redelivered", got.Redelivered)
	o.Text("exchange", got.Message.Exchange).Text("routing_key", got.Message.Key)
	o.Integer("message_count", int64(got.Remaining))
	c.reply = c.message(addProperties(o, got.Message), got.Message).End()
	return nil
}
