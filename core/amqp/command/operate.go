package command

import (
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// What AMQP has no methods for: operations of our own, named "broker.*".

// lookMost is how many messages one peek, move or return may be about: their
// bodies are in the answer.
const lookMost = 1_000_000

// count is the argument "count": how many messages; absent is all.
func (a *args) count() int {
	if !a.has("count") {
		a.asked = append(a.asked, "count")
		return -1
	}
	return int(a.number("count", lookMost))
}

// brokerQueues lists the virtual host's queues.
func brokerQueues(c *call) error {
	if err := c.args.check(); err != nil {
		return err
	}
	var list [][]byte
	for _, q := range c.channel.Queues(c.tx) {
		list = append(list, (&object{}).text("name", q.Name).text("type", q.Type).flag("durable", q.Durable).
			number("messages_ready", int64(q.Ready)).number("messages_unacknowledged", int64(q.Unacked)).
			number("message_bytes_ready", q.ReadyBytes).number("consumers", int64(len(q.Consumers))).end())
	}
	c.reply = (&object{}).raw("queues", jsonList(list)).end()
	return nil
}

// brokerPeek shows waiting messages and leaves them where they are.
func brokerPeek(c *call) error {
	queue, n := c.args.text("queue"), c.args.count()
	if err := c.args.check(); err != nil {
		return err
	}
	messages, err := c.channel.Peek(c.tx, queue, n)
	var list [][]byte
	for _, p := range messages {
		o := (&object{}).number("seq", int64(p.Seq)).flag("redelivered", p.Redelivered)
		if p.Expires != 0 {
			o.text("expires", time.UnixMilli(p.Expires).UTC().Format(time.RFC3339Nano))
		}
		if p.Origin != nil {
			o.raw("origin", origin(p.Origin))
		}
		o.text("exchange", p.Message.Exchange).text("routing_key", p.Message.Key).properties(p.Message)
		list = append(list, o.blob("body", p.Message.Body).end())
	}
	c.reply = (&object{}).raw("messages", jsonList(list)).end()
	return err
}

func origin(o *amqp.Origin) []byte {
	return (&object{}).text("queue", o.Queue).text("reason", o.Reason).text("exchange", o.Exchange).
		text("routing_key", o.Key).number("deaths", o.Deaths).end()
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
		o := (&object{}).number("seq", int64(m.Seq))
		if m.To != "" {
			count++
			o.text("to", m.To)
		}
		list = append(list, o.blob("body", m.Message.Body).end())
	}
	return (&object{}).number("message_count", count).raw("messages", jsonList(list)).end()
}

func jsonList(items [][]byte) []byte {
	out := []byte{'['}
	for i, item := range items {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, item...)
	}
	return append(out, ']')
}
