package client

import (
	"errors"
	"net"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// patience bounds the wait for an answer.
const patience = 10 * time.Second

// Client is one connection. One goroutine uses it.
type Client struct {
	// Events are what the server told without being asked, oldest first, in
	// the cases' JSON: deliveries, returns, confirms (one for each publish),
	// cancels. Whoever has seen one takes it out.
	Events []map[string]any

	conn     net.Conn
	parser   wire.Parser
	buf      []byte
	channels map[uint16]*channel
	gone     error // why the connection ended
}

type channel struct {
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

// Refusal is the error with which a server closed a channel or a connection.
type Refusal struct {
	Reason            *amqp.Error
	ClassID, MethodID uint16 // of the method that it refused; 0, 0 for none
}

// Error is the server's text.
func (r *Refusal) Error() string { return r.Reason.Text }

// Unwrap gives the *amqp.Error.
func (r *Refusal) Unwrap() error { return r.Reason }

// Dial opens a connection of guest to the virtual host "/".
func Dial(addr string) (*Client, error) {
	socket, err := net.DialTimeout("tcp", addr, patience)
	if err != nil {
		return nil, err
	}
	c := &Client{conn: socket, buf: make([]byte, 64<<10), channels: map[uint16]*channel{0: {}}}
	if err := c.handshake(); err != nil {
		socket.Close()
		return nil, err
	}
	return c, nil
}

func (c *Client) handshake() error {
	if _, err := c.conn.Write([]byte(wire.ProtocolHeader)); err != nil {
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

func (c *Client) send(number uint16, m wire.Method) {
	c.write(wire.AppendMethodFrame(nil, number, m))
}

func (c *Client) write(p []byte) {
	if _, err := c.conn.Write(p); err != nil && c.gone == nil {
		// The reason may still lie unread: a read finds it, or the end.
		c.Read(patience)
	}
}

// call sends a method and waits for its answer.
func (c *Client) call(number uint16, m wire.Method) (*answered, error) {
	c.channels[number].answer = nil
	c.send(number, m)
	return c.wait(number, patience)
}

// Settle waits until the server has done all that was sent on the channel:
// its refusal, if there is one, comes before the answer to channel.flow.
func (c *Client) Settle(number uint16) error {
	_, err := c.call(number, &wire.ChannelFlow{Active: true})
	return err
}

var errNoAnswer = errors.New("the server has not answered in time")

// wait reads until there is an answer on the channel.
func (c *Client) wait(number uint16, limit time.Duration) (*answered, error) {
	ch, end := c.channels[number], time.Now().Add(limit)
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
		case !c.Read(time.Until(end)):
			return nil, errNoAnswer
		}
	}
}

// Read takes what comes next; false: nothing has come in time, or the
// connection has ended.
func (c *Client) Read(limit time.Duration) bool {
	if limit <= 0 || c.gone != nil {
		return false
	}
	if err := c.conn.SetReadDeadline(time.Now().Add(limit)); err != nil {
		c.gone = err
		return false
	}
	n, err := c.conn.Read(c.buf)
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

func (c *Client) frame(f wire.Frame) {
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

func (c *Client) method(ch *channel, m wire.Method) {
	if m.ID().HasContent() {
		ch.incoming = &answered{method: m}
		return
	}
	switch m := m.(type) {
	case *wire.ConnectionClose:
		c.gone = &Refusal{&amqp.Error{Reply: m.ReplyCode, Text: m.ReplyText}, m.ClassID, m.MethodID}
		c.send(0, &wire.ConnectionCloseOk{})
	case *wire.ChannelClose:
		ch.gone = &Refusal{&amqp.Error{Reply: m.ReplyCode, Text: m.ReplyText}, m.ClassID, m.MethodID}
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
func (c *Client) complete(ch *channel) {
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

func (c *Client) tell(ch *channel, m wire.Method, name string, content *answered) {
	e := methodJSON(m)
	if content != nil {
		addContent(e, content)
	}
	e["event"], e["channel"] = name, ch.id
	delete(e, "no_wait") // of the method, not of what it tells
	c.Events = append(c.Events, e)
}

// confirm tells one event per publish: how many a server takes together is
// its own business.
func (c *Client) confirm(ch *channel, tag uint64, multiple bool, name string) {
	first := tag
	if multiple {
		first = 1
	}
	for t := first; t <= tag; t++ {
		if !ch.confirmed[t] {
			ch.confirmed[t] = true
			c.Events = append(c.Events, map[string]any{"event": name, "channel": ch.id, "delivery_tag": t, "multiple": false})
		}
	}
}

// Close cuts the connection, without a word.
func (c *Client) Close() error { return c.conn.Close() }
