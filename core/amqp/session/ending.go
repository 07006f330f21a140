package session

import (
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// closeTimeout is how long the peer may take to answer a close, or to close its
// end once it has its own answer.
const closeTimeout = 10 * time.Second

var errSecondOpen = amqp.Refuse(wire.ChannelError, "second 'channel.open' seen")

// silentClose is how long a client has to read of an error after which nothing
// that it sends can be understood (rabbit_reader's SILENT_CLOSE_DELAY).
const silentClose = 3 * time.Second

// refuse ends the channel with err, or the connection where it is that grave.
func (c *Conn) refuse(ch *channel, err error, method wire.MethodID) {
	code, text, hard := reply(err)
	if hard {
		c.fail(err, method)
		return
	}
	c.drainAll()
	c.tx.CloseChannel(ch.Channel)
	c.dropContent(ch)
	ch.closing = true
	c.send(ch.id, &wire.ChannelClose{ReplyCode: code, ReplyText: text, ClassID: method.Class(), MethodID: method.Method()})
}

// fail ends the connection with err: connection.close is sent, and only its
// answer counts from now on.
func (c *Conn) fail(err error, method wire.MethodID) {
	if c.state >= closing {
		return
	}
	code, text, _ := reply(err)
	c.state = closing
	c.deadline = c.now.Add(closeTimeout)
	c.send(0, &wire.ConnectionClose{ReplyCode: code, ReplyText: text, ClassID: method.Class(), MethodID: method.Method()})
	if c.conn != nil && c.tx != nil {
		c.tx.Disconnect(c.conn)
	}
}

// afterClose waits for the answer to connection.close; all else is ignored
// (section 1.4.2.10).
func (c *Conn) afterClose(f wire.Frame) {
	if f.Type != wire.FrameMethod || f.Channel != 0 {
		return
	}
	switch id, _ := wire.PeekMethod(f.Payload); id {
	case wire.ConnectionCloseOkID:
		c.done = true
	case wire.ConnectionCloseID:
		c.closeOk()
	}
}

// closeOk answers connection.close. The client closes its end first, as with
// RabbitMQ: one whose reader meets the end of the stream before the thread that
// waits for the answer has run takes it for a failure.
func (c *Conn) closeOk() {
	if c.conn != nil {
		c.tx.Disconnect(c.conn)
	}
	c.send(0, &wire.ConnectionCloseOk{})
	c.state = closed
	c.deadline = c.now.Add(closeTimeout)
}

// afterChannelClose waits for the answer to channel.close; all else on the
// channel is ignored, but for an open that comes too early, as in RabbitMQ: a
// client that waits for its answer would wait for ever.
func (c *Conn) afterChannelClose(ch *channel, f wire.Frame) {
	if f.Type != wire.FrameMethod {
		return
	}
	switch id, _ := wire.PeekMethod(f.Payload); id {
	case wire.ChannelCloseOkID:
		delete(c.channels, ch.id)
	case wire.ChannelOpenID:
		c.fail(errSecondOpen, id)
	case wire.ChannelCloseID: // both have closed: the answer to ours still comes
		c.send(ch.id, &wire.ChannelCloseOk{})
	}
}

// forget ends a channel at the client's wish.
func (c *Conn) forget(ch *channel) {
	c.tx.CloseChannel(ch.Channel)
	c.dropContent(ch)
	ch.closing = true // confirms that are due are not sent any more
	delete(c.channels, ch.id)
}
