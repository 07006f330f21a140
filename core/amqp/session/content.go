package session

import (
	"errors"
	"strconv"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// channel is one channel of a connection, with the publish that is on its
// way: a method, then a header, then bodies (section 4.2.6).
type channel struct {
	*amqp.Channel
	id         uint16
	closing    bool          // channel.close is sent: only close-ok counts
	method     wire.MethodID // in work, for errors
	awaits     awaits
	publish    amqp.Publish // Exchange and Key lie in names
	names      []byte
	properties []byte
	body       []byte
	size       uint64 // of the whole body
	partial    int    // bytes that Conn.partial counts for it
	confirming bool   // in Conn.confirms
}

// How much memory of a large message is kept for the next: properties per
// channel, one body per connection. In bytes.
const (
	keepProperties = 4 << 10
	keepBody       = 1 << 20
)

// awaits says which frame a channel expects next.
type awaits uint8

const (
	aMethod awaits = iota
	aHeader
	aBody
)

// content takes a frame in its place.
func (c *Conn) content(ch *channel, f wire.Frame) error {
	switch {
	case f.Type == wire.FrameMethod && ch.awaits == aMethod:
		return c.method(ch, f.Payload)
	case f.Type == wire.FrameHeader && ch.awaits == aHeader:
		return c.header(ch, f.Payload)
	case f.Type == wire.FrameBody && ch.awaits == aBody:
		return c.bodyFrame(ch, f.Payload)
	}
	return ch.unexpected()
}

// unexpected is RabbitMQ's answer to a frame out of its place
// (rabbit_command_assembler:process). It names the method whose content was
// to come, and none where none was.
func (ch *channel) unexpected() error {
	switch ch.awaits {
	case aHeader:
		return amqp.Refuse(wire.UnexpectedFrame, "expected content header for class 60, got non content header frame instead")
	case aBody:
		return amqp.Refuse(wire.UnexpectedFrame, "expected content body, got non content body frame instead")
	}
	ch.method = 0
	return errNoMethodFrame
}

var errNoMethodFrame = amqp.Refuse(wire.UnexpectedFrame, "expected method frame, got non method frame instead")

// beginPublish keeps the method until its content has come.
func (ch *channel) beginPublish(payload []byte) error {
	var m wire.PublishView
	if err := wire.DecodePublish(payload, &m); err != nil {
		return err
	}
	ch.names = append(append(ch.names[:0], m.Exchange...), m.RoutingKey...)
	n := len(m.Exchange)
	ch.publish = amqp.Publish{
		Exchange: ch.names[:n:n], Key: ch.names[n:],
		Mandatory: m.Mandatory, Immediate: m.Immediate,
	}
	ch.awaits = aHeader
	return nil
}

func (c *Conn) header(ch *channel, payload []byte) error {
	h, err := wire.DecodeContentHeader(payload)
	if err != nil {
		ch.method = 0 // the frame is to blame
		return err
	}
	if h.Weight != 0 {
		return ch.unexpected()
	}
	if h.ClassID != wire.BasicPublishID.Class() {
		return amqp.Refuse(wire.UnexpectedFrame, "expected content header for class 60, got one for class ",
			utoa(uint32(h.ClassID)), " instead")
	}
	if err := c.tx.CheckSize(h.BodySize); err != nil {
		ch.awaits = aMethod
		return err
	}
	ch.size = h.BodySize
	ch.properties = append(ch.properties[:0], h.Properties...)
	if h.BodySize == 0 {
		return c.complete(ch, nil)
	}
	ch.awaits = aBody
	return c.holdContent(ch, len(ch.properties))
}

func (c *Conn) bodyFrame(ch *channel, payload []byte) error {
	have := uint64(len(ch.body)) + uint64(len(payload))
	switch {
	case have > ch.size:
		return &wire.ProtocolError{Code: wire.FrameError, Text: "content body is larger than its header says"}
	case have == ch.size && len(ch.body) == 0: // the usual case: not copied here
		defer c.dropContent(ch)
		return c.complete(ch, payload)
	}
	if err := c.holdContent(ch, len(payload)); err != nil {
		return err
	}
	if ch.body == nil {
		ch.body, c.body = c.body, nil
	}
	ch.body = append(ch.body, payload...)
	if have < ch.size {
		return nil
	}
	defer c.dropContent(ch)
	return c.complete(ch, ch.body)
}

// holdContent accounts for n bytes of a message that has come in part.
func (c *Conn) holdContent(ch *channel, n int) error {
	ch.partial += n
	c.partial += n
	if limit := c.server.opts.ContentLimit; c.partial > limit {
		return amqp.Refuse(wire.ResourceError, "more than ", strconv.Itoa(limit), " bytes of unfinished messages")
	}
	return nil
}

// dropContent forgets what has come of a message, or has been published. Its
// memory serves the next one, on whichever channel.
func (c *Conn) dropContent(ch *channel) {
	c.partial -= ch.partial
	ch.partial = 0
	if cap(ch.body) <= keepBody && cap(ch.body) > cap(c.body) {
		c.body = ch.body[:0]
	}
	ch.body = nil
	if cap(ch.properties) > keepProperties {
		ch.properties = nil
	}
}

// complete publishes what has come whole.
func (c *Conn) complete(ch *channel, body []byte) error {
	ch.awaits = aMethod
	p := ch.publish
	p.Properties, p.Body = ch.properties, body
	err := ch.Publish(c.tx, p)
	if err != nil && isMalformed(err) {
		ch.method = 0 // RabbitMQ's channel dies of the properties, and has forgotten it
	}
	if !ch.confirming && ch.Pending() > 0 {
		ch.confirming = true
		c.confirms = append(c.confirms, ch)
	}
	return err
}

func isMalformed(err error) bool {
	var malformed *wire.ProtocolError
	return errors.As(err, &malformed)
}
