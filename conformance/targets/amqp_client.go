package targets

import (
	"errors"
	"net"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// amqpClient is a plain AMQP client: it does one thing at a time, and keeps
// what the server tells meanwhile.
type amqpClient struct {
	net.Conn
	parser   wire.Parser
	buf      []byte
	channels map[uint16]*amqpChannel
	events   []map[string]any
	gone     error // why the connection ended
}

type amqpChannel struct {
	id        uint16
	answer    *answered       // the last method that answers one of ours
	incoming  *answered       // whose content is not complete
	gone      error           // why the channel ended
	confirmed map[uint64]bool // publishes that were, by their tag
}

// answered is a method of the server with its content.
type answered struct {
	method wire.Method
	props  wire.Properties
	body   []byte
	size   uint64
}

// dialAMQP opens a connection of guest to the virtual host "/".
func dialAMQP(addr string) (*amqpClient, error) {
	socket, err := net.DialTimeout("tcp", addr, patience)
	if err != nil {
		return nil, err
	}
	c := &amqpClient{Conn: socket, buf: make([]byte, 64<<10), channels: map[uint16]*amqpChannel{0: {}}}
	if err := c.handshake(); err != nil {
		socket.Close()
		return nil, err
	}
	return c, nil
}

func (c *amqpClient) handshake() error {
	if _, err := c.Write([]byte(wire.ProtocolHeader)); err != nil {
		return err
	}
	steps := []wire.Method{
		&wire.ConnectionStartOk{
			ClientProperties: wire.Table{{Name: "capabilities", Value: wire.Table{
				{Name: "consumer_cancel_notify", Value: true}, {Name: "basic.nack", Value: true},
				{Name: "publisher_confirms", Value: true}, {Name: "authentication_failure_close", Value: true},
			}}},
			Mechanism: "PLAIN", Response: "\x00guest\x00guest", Locale: "en_US",
		},
		&wire.ConnectionTuneOk{ChannelMax: 2047, FrameMax: 131072},
	}
	for _, m := range steps {
		if _, err := c.wait(0, patience); err != nil {
			return err
		}
		c.send(0, m)
	}
	_, err := c.call(0, &wire.ConnectionOpen{VirtualHost: "/"})
	return err
}

func (c *amqpClient) send(channel uint16, m wire.Method) {
	c.write(wire.AppendMethodFrame(nil, channel, m))
}

func (c *amqpClient) write(p []byte) {
	if _, err := c.Write(p); err != nil && c.gone == nil {
		// The reason may still lie unread: a read finds it, or the end.
		c.read(patience)
	}
}

// call sends a method and waits for its answer.
func (c *amqpClient) call(channel uint16, m wire.Method) (*answered, error) {
	c.channels[channel].answer = nil
	c.send(channel, m)
	return c.wait(channel, patience)
}

// settle waits until the server has done all that was sent on the channel:
// its refusal, if there is one, comes before the answer to channel.flow.
func (c *amqpClient) settle(channel uint16) error {
	_, err := c.call(channel, &wire.ChannelFlow{Active: true})
	return err
}

var errNoAnswer = errors.New("the server has not answered in time")

// wait reads until there is an answer on the channel.
func (c *amqpClient) wait(channel uint16, limit time.Duration) (*answered, error) {
	ch, end := c.channels[channel], time.Now().Add(limit)
	for {
		switch {
		case ch.gone != nil:
			return nil, ch.gone
		case c.gone != nil:
			return nil, c.gone
		case ch.answer != nil:
			a := ch.answer
			ch.answer = nil
			return a, nil
		case !c.read(time.Until(end)):
			return nil, errNoAnswer
		}
	}
}

// read takes what comes next; false: nothing has come in time.
func (c *amqpClient) read(limit time.Duration) bool {
	if limit <= 0 || c.gone != nil {
		return false
	}
	if err := c.SetReadDeadline(time.Now().Add(limit)); err != nil {
		c.gone = err
		return false
	}
	n, err := c.Read(c.buf)
	if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
		return false
	}
	c.parser.Feed(c.buf[:n])
	for {
		f, ok, bad := c.parser.Next()
		if bad != nil {
			c.gone = bad
		}
		if bad != nil || !ok {
			break
		}
		c.frame(f)
	}
	c.parser.Hold()
	if err != nil && c.gone == nil {
		c.gone = amqp.ErrClosed
	}
	return true
}

func (c *amqpClient) frame(f wire.Frame) {
	ch := c.channels[f.Channel]
	if ch == nil {
		return // nothing that we wait for
	}
	switch f.Type {
	case wire.FrameMethod:
		m, err := wire.DecodeMethod(f.Payload)
		if err != nil {
			c.gone = err
			return
		}
		c.method(ch, m)
	case wire.FrameHeader:
		h, err := wire.DecodeContentHeader(f.Payload)
		if err == nil {
			ch.incoming.props, err = wire.DecodeProperties(h.Properties)
		}
		if err != nil {
			c.gone = err
			return
		}
		ch.incoming.size = h.BodySize
		c.complete(ch)
	case wire.FrameBody:
		ch.incoming.body = append(ch.incoming.body, f.Payload...)
		c.complete(ch)
	}
}

func (c *amqpClient) method(ch *amqpChannel, m wire.Method) {
	if m.ID().HasContent() {
		ch.incoming = &answered{method: m}
		return
	}
	switch m := m.(type) {
	case *wire.ConnectionClose:
		c.gone = &amqp.Error{Reply: m.ReplyCode, Text: m.ReplyText}
		c.send(0, &wire.ConnectionCloseOk{})
	case *wire.ChannelClose:
		ch.gone = &amqp.Error{Reply: m.ReplyCode, Text: m.ReplyText}
		c.send(ch.id, &wire.ChannelCloseOk{})
	case *wire.BasicAck:
		c.confirm(ch, m.DeliveryTag, m.Multiple, "basic.ack")
	case *wire.BasicNack:
		c.confirm(ch, m.DeliveryTag, m.Multiple, "basic.nack")
	case *wire.BasicCancel:
		c.tell(ch, m, "basic.cancel", nil)
	default:
		ch.answer = &answered{method: m}
	}
}

// complete takes a message whose body has come whole.
func (c *amqpClient) complete(ch *amqpChannel) {
	in := ch.incoming
	if uint64(len(in.body)) < in.size {
		return
	}
	ch.incoming = nil
	switch in.method.(type) {
	case *wire.BasicDeliver:
		c.tell(ch, in.method, "basic.deliver", in)
	case *wire.BasicReturn:
		c.tell(ch, in.method, "basic.return", in)
	default: // get-ok
		ch.answer = in
	}
}

func (c *amqpClient) tell(ch *amqpChannel, m wire.Method, name string, content *answered) {
	e := methodJSON(m)
	if content != nil {
		addContent(e, content)
	}
	e["event"], e["channel"] = name, ch.id
	delete(e, "no_wait") // of the method, not of what it tells
	c.events = append(c.events, e)
}

// confirm tells one event per publish: how many a server takes together is
// its own business.
func (c *amqpClient) confirm(ch *amqpChannel, tag uint64, multiple bool, name string) {
	first := tag
	if multiple {
		first = 1
	}
	for t := first; t <= tag; t++ {
		if !ch.confirmed[t] {
			ch.confirmed[t] = true
			c.events = append(c.events, map[string]any{"event": name, "channel": ch.id, "delivery_tag": t, "multiple": false})
		}
	}
}
