package session_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// raw makes a frame of any type.
func raw(kind byte, channel uint16, payload string) string {
	n := len(payload)
	return string([]byte{kind, byte(channel >> 8), byte(channel), byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}) +
		payload + string([]byte{wire.FrameEnd})
}

func method(channel uint16, m wire.Method) string {
	return string(wire.AppendMethodFrame(nil, channel, m))
}

func header(channel uint16, class byte, size uint64, props string) string {
	return raw(wire.FrameHeader, channel, string([]byte{0, class, 0, 0,
		byte(size >> 56), byte(size >> 48), byte(size >> 40), byte(size >> 32), byte(size >> 24), byte(size >> 16), byte(size >> 8), byte(size)})+props)
}

func body(channel uint16, s string) string { return raw(wire.FrameBody, channel, s) }

// TestFramesOutOfPlace feeds an open connection, whose channel 1 is open and
// whose queue is q, with what does not belong there.
func TestFramesOutOfPlace(t *testing.T) {
	const noProps = "\x00\x00"
	publish := method(1, &wire.BasicPublish{RoutingKey: "q"})
	tests := []struct {
		name string
		in   string
		want string
	}{
		{"body before its header", publish + body(1, "x"), "0 connection.close 505 UNEXPECTED_FRAME - *"},
		{"a method instead of the header", publish + publish, "0 connection.close 505 UNEXPECTED_FRAME - *"},
		{"a method instead of the body", publish + header(1, 60, 3, noProps) + publish, "0 connection.close 505 UNEXPECTED_FRAME - *"},
		{"a second header", publish + header(1, 60, 3, noProps) + header(1, 60, 3, noProps), "0 connection.close 505 UNEXPECTED_FRAME - *"},
		{"a header alone", header(1, 60, 3, noProps), "0 connection.close 505 UNEXPECTED_FRAME - *"},
		{"a body alone", body(1, "x"), "0 connection.close 505 UNEXPECTED_FRAME - *"},
		{"a header of another class", publish + header(1, 50, 3, noProps), "0 connection.close 505 UNEXPECTED_FRAME - *"},
		{"more body than announced", publish + header(1, 60, 3, noProps) + body(1, "long"), "0 connection.close *"},
		{"a header cut short", publish + raw(wire.FrameHeader, 1, "\x00\x3c\x00"), "0 connection.close 501 FRAME_ERROR - *"},
		{"properties cut short", publish + header(1, 60, 0, "\x80\x00\x05ab"), "0 connection.close *"},
		{"a body announced as larger than allowed", publish + header(1, 60, 1<<40, noProps), "1 channel.close 406 PRECONDITION_FAILED - *"},
		{"a body announced as endless", publish + header(1, 60, 1<<64-1, noProps), "1 channel.close 406 PRECONDITION_FAILED - *"},
		{"a heartbeat on a channel", raw(wire.FrameHeartbeat, 1, ""), "0 connection.close *"},
		{"a heartbeat that says something", raw(wire.FrameHeartbeat, 0, "x"), "0 connection.close 501 FRAME_ERROR - *"},
		{"content on channel 0", body(0, "x"), "0 connection.close *"},
		{"a frame of an unknown type", raw(9, 1, "x"), "0 connection.close 501 FRAME_ERROR - *"},
		{"another end marker", strings.TrimSuffix(body(1, "x"), "\xce") + "\xcf", "0 connection.close 501 FRAME_ERROR - *"},
		{"a frame larger than agreed", string([]byte{1, 0, 1, 0xff, 0xff, 0xff, 0xff}), "0 connection.close 501 FRAME_ERROR - *"},
		{"a method of an unknown class", raw(wire.FrameMethod, 1, "\xff\xff\x00\x0a"), "0 connection.close 540 NOT_IMPLEMENTED - unknown method 65535.10"},
		{"an unknown method", raw(wire.FrameMethod, 1, "\x00\x3c\xff\xff"), "0 connection.close 540 NOT_IMPLEMENTED - unknown method 60.65535"},
		{"a method too short for its name", raw(wire.FrameMethod, 1, "\x00\x3c"), "0 connection.close *"},
		{"arguments cut short", raw(wire.FrameMethod, 1, "\x00\x32\x00\x0a\x00\x00"), "0 connection.close *"},
		{"a method that only servers send", method(1, &wire.QueueDeclareOk{}), "0 connection.close *"},
		{"a connection method on a channel", method(1, &wire.ConnectionOpen{}), "0 connection.close *"},
		{"a channel method on channel 0", method(0, &wire.QueueDeclare{}), "0 connection.close *"},
		{"a channel that was never opened", method(2, &wire.QueueDeclare{}), "0 connection.close 504 CHANNEL_ERROR - expected 'channel.open'"},
		{"content for a channel that was never opened", body(2, "x"), "0 connection.close 505 UNEXPECTED_FRAME - expected method frame, got non method frame instead"},
		{"an exchange that is not there, before the content", method(1, &wire.BasicPublish{Exchange: "no"}) + header(1, 60, 1, noProps) + body(1, "x"),
			"1 channel.close 404 NOT_FOUND - no exchange 'no' in vhost '/'"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, whole := range []bool{true, false} {
				b := newBroker(t, amqp.Options{}, session.Options{})
				other := b.client(1)
				other.send(1, &wire.QueueDeclare{Queue: "q"})
				other.wants("1 queue.declare-ok *")
				c := b.client(1)
				if whole {
					c.feed([]byte(test.in))
				} else {
					for i := range len(test.in) {
						c.feed([]byte(test.in[i : i+1]))
					}
				}
				c.wants(test.want)
				other.publish(1, "q", "unharmed")
				other.send(1, &wire.BasicGet{Queue: "q", NoAck: true})
				other.wants("1 basic.get-ok *", "1 header 8", "1 body unharmed")
			}
		})
	}
}

func TestContentInterleavesOverChannels(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{})
	c := b.client(1, 2)
	c.send(1, &wire.QueueDeclare{Queue: "q"})
	c.read()
	publish := func(ch uint16) string { return method(ch, &wire.BasicPublish{RoutingKey: "q"}) }
	c.feed([]byte(publish(1) + publish(2) + header(2, 60, 6, "\x00\x00") + header(1, 60, 5, "\x00\x00") +
		body(1, "fir") + body(2, "sec") + body(1, "st") + body(2, "") + body(2, "ond")))
	c.send(1, &wire.BasicGet{Queue: "q", NoAck: true}, &wire.BasicGet{Queue: "q", NoAck: true}, &wire.BasicGet{Queue: "q"})
	c.wants("1 basic.get-ok *", "1 header 5", "1 body first", "1 basic.get-ok *", "1 header 6", "1 body second", "1 basic.get-empty*")
}

func TestChannelNumberIsUsedAgain(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{})
	c := b.client(1)
	for range 3 {
		c.feed([]byte(method(1, &wire.BasicPublish{RoutingKey: "q"}) + header(1, 60, 100, "\x00\x00") + body(1, "half")))
		c.send(1, &wire.ChannelClose{})
		c.wants("0 connection.close 505 *")
		c = b.client(1)
		c.send(1, &wire.QueueDeclare{Queue: "no", Passive: true}, &wire.QueueDeclare{Queue: "ignored"})
		c.wants("1 channel.close 404 *")
		c.send(1, &wire.ChannelCloseOk{}, &wire.ChannelOpen{}, &wire.ConfirmSelect{})
		c.publish(1, "no", "x")
		c.wants("1 channel.open-ok", "1 confirm.select-ok", "1 basic.ack {DeliveryTag:1 Multiple:false}")
		c.send(1, &wire.ChannelClose{}, &wire.ChannelOpen{}, &wire.ChannelClose{})
		c.wants("1 channel.close-ok", "1 channel.open-ok", "1 channel.close-ok")
		c.send(1, &wire.ChannelOpen{})
		c.wants("1 channel.open-ok")
	}
	assert.Zero(t, b.db.Stats().Queues)
}

func TestPublishesAreSplitIntoFramesOfTheAgreedSize(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{})
	c := b.open(wire.ConnectionTuneOk{FrameMax: 4096}, 1)
	c.send(1, &wire.QueueDeclare{Queue: "q"})
	text := strings.Repeat("x", 4088)
	c.feed(publishFrames(1, &wire.BasicPublish{RoutingKey: "q"}, text))
	c.feed([]byte(method(1, &wire.BasicPublish{RoutingKey: "q"}) + header(1, 60, 4089, "\x00\x00") + body(1, text) + body(1, "y")))
	c.send(1, &wire.BasicGet{Queue: "q", NoAck: true}, &wire.BasicGet{Queue: "q", NoAck: true})
	c.wants("1 queue.declare-ok *", "1 basic.get-ok *", "1 header 4088", "1 body "+text,
		"1 basic.get-ok *", "1 header 4089", "1 body "+text, "1 body y")
}
