package command

import (
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/jsontext"
)

// What AMQP has no methods for: operations of our own, named "broker.*".

// lookMost is how many messages one peek, move or return may be about: their
// bodies are in the answer.
const lookMost = 1_000_000

// count is the argument "count": how many messages; absent is all.
func (a *args) count() int {
	if !a.Ask("count") {
		return -1
	}
	return int(a.Integer("count", lookMost))
}

// brokerQueues lists the virtual host's queues.
func brokerQueues(c *call) error {
	if err := c.args.check(); err != nil {
		return err
	}
	var list [][]byte
	for _, q := range c.channel.Queues(c.tx) {
		list = append(list, new(jsontext.Writer).Text("name", q.Name).Text("type", q.Type).Flag("durable", q.Durable).
			Integer("messages_ready", int64(q.Ready)).Integer("messages_unacknowledged", int64(q.Unacked)).
			Integer("message_bytes_ready", q.ReadyBytes).Integer("consumers", int64(len(q.Consumers))).End())
	}
	c.reply = new(jsontext.Writer).Raw("queues", jsontext.AppendList(nil, list)).End()
	return nil
}

// brokerPeek shows waiting messages and leaves them where they are; of a
// stream it shows those from an offset on.
func brokerPeek(c *call) error {
	queue, n := c.args.text("queue"), c.args.count()
	offset, given := c.args.Get("offset")
	if err := c.args.check(); err != nil {
		return err
	}
	var messages []amqp.Peeked
	var err error
	if given {
		messages, err = c.channel.PeekStream(c.tx, queue, fieldValue(offset), n)
	} else {
		messages, err = c.channel.Peek(c.tx, queue, n)
	}
	var list [][]byte
	for _, p := range messages {
		o := new(jsontext.Writer).Integer("seq", int64(p.Seq)).Flag("redelivered", p.Redelivered)
		if p.Offset >= 0 {
			o.Integer("offset", p.Offset)
		}
		if p.Expires != 0 {
			o.Text("expires", time.UnixMilli(p.Expires).UTC().Format(time.RFC3339Nano))
		}
		if p.Origin != nil {
			o.Raw("origin", origin(p.Origin))
		}
		addProperties(o.Text("exchange", p.Message.Exchange).Text("routing_key", p.Message.Key), p.Message)
		list = append(list, o.Text("body", string(p.Message.Body)).End())
	}
	c.reply = new(jsontext.Writer).Raw("messages", jsontext.AppendList(nil, list)).End()
	return err
}

func origin(o *amqp.Origin) []byte {
	return new(jsontext.Writer).Text("queue", o.Queue).Text("reason", o.Reason).Text("exchange", o.Exchange).
		Text("routing_key", o.Key).Integer("deaths", o.Deaths).End()
}

// brokerMove takes messages from one queue to another; with preview it only
// tells which.
func brokerMove(c *call) error {
	from, to, n, preview := c.args.text("queue"), c.args.text("to"), c.args.count(), c.args.flag("preview")
	if err := c.args.check(); err != nil {
		return err
	}
	plan, err := c.channel.Move(c.tx, from, to, n, preview)
	c.reply = moved(plan)
	return err
}

// brokerReturn sends dead letters back to where they died first; with preview
// it only tells which.
func brokerReturn(c *call) error {
	from, n, preview := c.args.text("queue"), c.args.count(), c.args.flag("preview")
	if err := c.args.check(); err != nil {
		return err
	}
	plan, err := c.channel.ReturnDeadLetters(c.tx, from, n, preview)
	c.reply = moved(plan)
	return err
}

// moved tells of each message where it goes; one without "to" stays.
func moved(plan []amqp.Moved) []byte {
	var list [][]byte
	count := int64(0)
	for _, m := range plan {
		o := new(jsontext.Writer).Integer("seq", int64(m.Seq))
		if m.To != "" {
			count++
			o.Text("to", m.To)
		}
		list = append(list, o.Text("body", string(m.Message.Body)).End())
	}
	return new(jsontext.Writer).Integer("message_count", count).Raw("messages", jsontext.AppendList(nil, list)).End()
}
