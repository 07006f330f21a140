package targets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/code"
)

// amqpWire runs a case's operations over AMQP, against ours or the real
// server.
type amqpWire struct {
	addr string
	// lag is how long the server may take until what one operation has done
	// shows elsewhere: a queue of RabbitMQ is a process of its own.
	lag   time.Duration
	conns map[int]*amqpClient
}

func newAMQPWire(addr string, lag time.Duration) *amqpWire {
	return &amqpWire{addr, lag, map[int]*amqpClient{}}
}

// amqpMethods are the operations that are one method.
var amqpMethods = map[string]func() wire.Method{
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

// Do runs one operation.
func (t *amqpWire) Do(conn int, op string, args []conformance.Arg) conformance.Value {
	given := map[string]any{}
	if text := argument(args); text != nil {
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&given); err != nil {
			return conformance.Err(err)
		}
	}
	c := t.conns[conn]
	if c == nil {
		var err error
		if c, err = dialAMQP(t.addr); err != nil {
			return conformance.Err(err)
		}
		t.conns[conn] = c
	}
	reply, err := t.do(c, op, given)
	if err != nil {
		return conformance.Err(err)
	}
	text, err := json.Marshal(reply)
	return conformance.ErrOr(err, conformance.Reply(text))
}

func (t *amqpWire) do(c *amqpClient, op string, args map[string]any) (map[string]any, error) {
	if op == "next" {
		return t.next(c, args), nil
	}
	if c.gone != nil {
		return nil, amqp.ErrClosed
	}
	number := uint16(1)
	if n, ok := args["channel"].(json.Number); ok {
		given, _ := n.Int64()
		number = uint16(given)
		delete(args, "channel")
	}
	switch op {
	case "connection.close":
		_, err := c.call(0, &wire.ConnectionClose{ReplyCode: wire.ReplySuccess})
		c.gone = amqp.ErrClosed
		return map[string]any{}, err
	case "channel.open":
		return map[string]any{}, c.openChannel(number)
	}
	if c.channels[number] == nil && op != "channel.close" {
		if err := c.openChannel(number); err != nil {
			return nil, err
		}
	}
	if ch := c.channels[number]; ch == nil || ch.gone != nil {
		return nil, amqp.ErrClosed
	}
	if op == "channel.close" {
		_, err := c.call(number, &wire.ChannelClose{ReplyCode: wire.ReplySuccess})
		c.channels[number].gone = amqp.ErrClosed
		return map[string]any{}, err
	}
	return t.method(c, number, op, args)
}

func (c *amqpClient) openChannel(number uint16) error {
	if old := c.channels[number]; old == nil || old.gone != nil {
		c.channels[number] = &amqpChannel{id: number, confirmed: map[uint64]bool{}}
	}
	_, err := c.call(number, &wire.ChannelOpen{})
	return err
}

func (t *amqpWire) method(c *amqpClient, number uint16, op string, args map[string]any) (map[string]any, error) {
	blank := amqpMethods[op]
	if blank == nil {
		return nil, code.New(code.UnknownCommand, "the runner has no operation "+op)
	}
	m := blank()
	if p, ok := m.(*wire.BasicPublish); ok {
		return map[string]any{}, c.publish(number, p, args)
	}
	if err := methodFrom(m, args); err != nil {
		return nil, err
	}
	switch m.(type) {
	case *wire.BasicAck, *wire.BasicNack, *wire.BasicReject:
		c.send(number, m)
		return map[string]any{}, c.settle(number)
	}
	answer, err := c.call(number, m)
	for end := time.Now().Add(t.lag); err == nil && answer.method.ID() == wire.BasicGetEmptyID; {
		if time.Now().After(end) {
			return nil, nil
		}
		time.Sleep(10 * time.Millisecond)
		answer, err = c.call(number, m)
	}
	if err != nil {
		return nil, err
	}
	reply := methodJSON(answer.method)
	if answer.method.ID().HasContent() {
		addContent(reply, answer)
	}
	return reply, nil
}

func (c *amqpClient) publish(number uint16, m *wire.BasicPublish, args map[string]any) error {
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
	return c.settle(number)
}

// next gives the next event, waiting as long as it may be on its way.
func (t *amqpWire) next(c *amqpClient, args map[string]any) map[string]any {
	for end := time.Now().Add(t.lag); ; {
		for i, e := range c.events {
			name, ok := args["event"].(string)
			if ok && e["event"] != name {
				continue
			}
			if n, ok := args["channel"].(json.Number); ok && n.String() != fmt.Sprint(e["channel"]) {
				continue
			}
			c.events = append(c.events[:i:i], c.events[i+1:]...)
			return e
		}
		if !c.read(time.Until(end)) {
			return nil
		}
	}
}

// Advance waits: a real server's clock can't be moved. The little more is for
// its timers.
func (t *amqpWire) Advance(d time.Duration) { time.Sleep(d + 30*time.Millisecond) }

// Close ends the connections.
func (t *amqpWire) Close() {
	for _, c := range t.conns {
		c.Close()
	}
}
