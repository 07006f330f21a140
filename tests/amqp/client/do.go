package client

import (
	"fmt"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// methods are the operations that are one method, with the defaults that a
// case may leave out.
var methods = map[string]func() wire.Method{
	"channel.flow":     func() wire.Method { return &wire.ChannelFlow{} },
	"exchange.declare": func() wire.Method { return &wire.ExchangeDeclare{Type: "direct"} },
	"exchange.delete":  func() wire.Method { return &wire.ExchangeDelete{} },
	"exchange.bind":    func() wire.Method { return &wire.ExchangeBind{} },
	"exchange.unbind":  func() wire.Method { return &wire.ExchangeUnbind{} },
	"queue.declare":    func() wire.Method { return &wire.QueueDeclare{} },
	"queue.bind":       func() wire.Method { return &wire.QueueBind{} },
	"queue.unbind":     func() wire.Method { return &wire.QueueUnbind{} },
	"queue.purge":      func() wire.Method { return &wire.QueuePurge{} },
	"queue.delete":     func() wire.Method { return &wire.QueueDelete{} },
	"basic.qos":        func() wire.Method { return &wire.BasicQos{} },
	"basic.consume":    func() wire.Method { return &wire.BasicConsume{} },
	"basic.cancel":     func() wire.Method { return &wire.BasicCancel{} },
	"basic.publish":    func() wire.Method { return &wire.BasicPublish{} },
	"basic.get":        func() wire.Method { return &wire.BasicGet{} },
	"basic.ack":        func() wire.Method { return &wire.BasicAck{} },
	"basic.nack":       func() wire.Method { return &wire.BasicNack{Requeue: true} },
	"basic.reject":     func() wire.Method { return &wire.BasicReject{Requeue: true} },
	"basic.recover":    func() wire.Method { return &wire.BasicRecover{} },
	"confirm.select":   func() wire.Method { return &wire.ConfirmSelect{} },
	"tx.select":        func() wire.Method { return &wire.TxSelect{} },
	"tx.commit":        func() wire.Method { return &wire.TxCommit{} },
	"tx.rollback":      func() wire.Method { return &wire.TxRollback{} },
}

// Do runs one operation on a channel, which its first use opens, and gives the
// answer's fields; nil is basic.get-empty. What has no answer is waited for
// until the server has done it. The names and arguments are those of
// conformance/cases/amqp; args is used up.
//
// Errors: *Refusal as the server says it; amqp.ErrClosed for whatever is
// tried on a connection or channel after that, until channel.open; one that
// says what is wrong with args.
func (c *Client) Do(number uint16, op string, args map[string]any) (map[string]any, error) {
	if c.gone != nil {
		return nil, amqp.ErrClosed
	}
	switch op {
	case "connection.close":
		_, err := c.call(0, &wire.ConnectionClose{ReplyCode: wire.ReplySuccess})
		c.gone = amqp.ErrClosed
		return map[string]any{}, err
	case "channel.open":
		return map[string]any{}, c.open(number)
	}
	if c.channels[number] == nil && op != "channel.close" {
		if err := c.open(number); err != nil {
			return nil, err
		}
	}
	if !c.IsOpen(number) {
		return nil, amqp.ErrClosed
	}
	if op == "channel.close" {
		_, err := c.call(number, &wire.ChannelClose{ReplyCode: wire.ReplySuccess})
		c.channels[number].gone = amqp.ErrClosed
		return map[string]any{}, err
	}
	return c.do(number, op, args)
}

// IsOpen tells whether the channel has been opened, and not closed by either
// side since.
func (c *Client) IsOpen(number uint16) bool {
	ch := c.channels[number]
	return c.gone == nil && ch != nil && ch.gone == nil
}

// Gone is why the connection has ended, nil while it is there.
func (c *Client) Gone() error { return c.gone }

func (c *Client) open(number uint16) error {
	if old := c.channels[number]; old == nil || old.gone != nil {
		c.channels[number] = &channel{id: number, confirmed: map[uint64]bool{}}
	}
	_, err := c.call(number, &wire.ChannelOpen{})
	return err
}

func (c *Client) do(number uint16, op string, args map[string]any) (map[string]any, error) {
	blank := methods[op]
	if blank == nil {
		return nil, fmt.Errorf("the client has no operation %s", op)
	}
	m := blank()
	if p, ok := m.(*wire.BasicPublish); ok {
		return map[string]any{}, c.publish(number, p, args)
	}
	if err := methodFrom(m, args); err != nil {
		return nil, err
	}
	if noWait, _ := args["no_wait"].(bool); noWait || !answers(m) {
		c.send(number, m)
		return map[string]any{}, c.Settle(number)
	}
	answer, err := c.call(number, m)
	if err != nil || answer.method.ID() == wire.BasicGetEmptyID {
		return nil, err
	}
	reply := methodJSON(answer.method)
	if answer.method.ID().HasContent() {
		addContent(reply, answer)
	}
	return reply, nil
}

// answers tells whether the server answers a method.
func answers(m wire.Method) bool {
	switch m.(type) {
	case *wire.BasicAck, *wire.BasicNack, *wire.BasicReject:
		return false
	}
	return true
}

func (c *Client) publish(number uint16, m *wire.BasicPublish, args map[string]any) error {
	var props wire.Properties
	if given, ok := args["properties"].(map[string]any); ok {
		var err error
		if props, err = propertiesFrom(given); err != nil {
			return err
		}
	}
	body, ok := decoded(args["body"])
	if !ok {
		text, _ := args["body"].(string)
		body = []byte(text)
	}
	delete(args, "properties")
	delete(args, "body")
	if err := methodFrom(m, args); err != nil {
		return err
	}
	p := wire.AppendMethodFrame(nil, number, m)
	p = wire.AppendHeaderFrame(p, number, wire.BasicPublishID.Class(), uint64(len(body)), wire.AppendProperties(nil, &props))
	c.write(wire.AppendBodyFrames(p, number, body, 131072))
	return c.Settle(number)
}
