package session

import (
	"errors"
	"strconv"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// frames runs what has come whole, until there are too many answers. What is
// delivered does not count: a client may publish, or cancel its consumer, with
// deliveries on their way to it.
func (c *Conn) frames() {
	if c.state == waitHeader && !c.begin() {
		return
	}
	for !c.done && !c.Held() { // an Out, or Unblocked, makes the driver go on
		f, ok, err := c.parser.Next()
		if err != nil {
			c.fail(err, 0)
			// The client may still be sending: to close now would reset the
			// connection before it has read why.
			c.deaf, c.deadline = true, c.now.Add(silentClose)
			return
		}
		if !ok {
			return
		}
		c.frame(f)
	}
}

func (c *Conn) frame(f wire.Frame) {
	switch {
	case !known(f):
		c.fail(wire.UnknownFrame(f), 0)
	case f.Type == wire.FrameHeartbeat:
		if f.Channel != 0 {
			c.fail(wire.OutOfPlace(f), 0)
		}
	case c.state != running:
		c.early(f)
	case f.Channel == 0:
		c.connectionFrame(f)
	default:
		c.channelFrame(f)
	}
}

// known tells that a frame's type is one, and that a heartbeat is empty
// (rabbit_command_assembler:analyze_frame).
func known(f wire.Frame) bool {
	switch f.Type {
	case wire.FrameMethod, wire.FrameHeader, wire.FrameBody:
		return true
	}
	return f.Type == wire.FrameHeartbeat && len(f.Payload) == 0
}

// early takes the frames of the handshake and of the end.
func (c *Conn) early(f wire.Frame) {
	if c.state >= closing {
		c.afterClose(f)
		return
	}
	if f.Type != wire.FrameMethod || f.Channel != 0 {
		c.fail(wire.OutOfPlace(f), 0)
		return
	}
	m, err := wire.DecodeMethod(f.Payload)
	if err != nil {
		c.fail(err, 0)
		return
	}
	switch m := m.(type) {
	case *wire.ConnectionStartOk:
		if c.state == waitStartOk {
			c.startOk(m)
			return
		}
	case *wire.ConnectionTuneOk:
		if c.state == waitTuneOk {
			c.tuneOk(m)
			return
		}
	case *wire.ConnectionOpen:
		if c.state == waitOpen {
			c.open(m)
			return
		}
	case *wire.ConnectionClose:
		c.closeOk()
		return
	}
	c.fail(amqp.Refuse(wire.ChannelError, "method out of order: ", m.ID().String()), m.ID())
}

// connectionFrame takes frames on channel 0 of an open connection.
func (c *Conn) connectionFrame(f wire.Frame) {
	if f.Type != wire.FrameMethod {
		c.fail(wire.OutOfPlace(f), 0)
		return
	}
	m, err := wire.DecodeMethod(f.Payload)
	if err != nil {
		c.fail(&wire.ProtocolError{Code: wire.InternalError}, 0) // as RabbitMQ's reader, which dies of it
		return
	}
	switch m.(type) {
	case *wire.ConnectionClose:
		c.closeOk()
	case *wire.ConnectionUpdateSecret:
		c.send(0, &wire.ConnectionUpdateSecretOk{})
	default:
		c.fail(amqp.Refuse(wire.ChannelError, "unexpected method in connection state running"), m.ID())
	}
}

// channelFrame takes frames on the other channels.
func (c *Conn) channelFrame(f wire.Frame) {
	ch := c.channels[f.Channel]
	if ch == nil {
		c.openChannel(f)
		return
	}
	if ch.closing {
		c.afterChannelClose(ch, f)
		return
	}
	if err := c.content(ch, f); err != nil {
		c.refuse(ch, err, ch.method)
	}
}

// openChannel is the one thing that a channel without a life can do.
func (c *Conn) openChannel(f wire.Frame) {
	id, _ := wire.PeekMethod(f.Payload)
	switch open := len(c.channels); {
	case open >= int(c.chanMax): // the number of channels counts, not theirs
		c.fail(amqp.Refuse(wire.NotAllowed, "number of channels opened (", strconv.Itoa(open),
			") has reached the negotiated channel_max (", strconv.Itoa(int(c.chanMax)), ")"), 0)
		return
	case f.Type != wire.FrameMethod:
		c.fail(errNoMethodFrame, 0)
		return
	case id != wire.ChannelOpenID:
		c.fail(amqp.Refuse(wire.ChannelError, "expected 'channel.open'"), id)
		return
	}
	opened, err := c.tx.OpenChannel(c.conn, f.Channel)
	if err != nil {
		c.fail(err, id)
		return
	}
	c.channels[f.Channel] = &channel{Channel: opened, id: f.Channel}
	c.send(f.Channel, &wire.ChannelOpenOk{})
}

// send writes a method.
func (c *Conn) send(channel uint16, m wire.Method) {
	c.out = wire.AppendMethodFrame(c.out, channel, m)
}

// reply gives the code and text of an error, as the protocol tells them.
func reply(err error) (code uint16, text string, hard bool) {
	var refusal *amqp.Error
	var malformed *wire.ProtocolError
	switch {
	case errors.As(err, &refusal):
		return refusal.Reply, refusal.Text, refusal.Hard()
	case errors.As(err, &malformed):
		return malformed.Code, malformed.ReplyText(), true
	}
	return wire.InternalError, wire.ReplyText(wire.InternalError, err.Error()), true
}

func utoa(n uint32) string { return strconv.FormatUint(uint64(n), 10) }
