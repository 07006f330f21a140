package frames

import (
	"encoding/binary"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// script is a connection's life: what is sent, in one piece, after the
// handshake, or instead of it.
type script struct {
	name      string
	handshake []byte // nil is the usual one, up to connection.open-ok
	send      []byte
}

// scripts are all there are. Channel 1 is open at the start of those with the
// usual handshake.
var scripts = []script{
	{name: "close", send: method(0, &wire.ConnectionClose{ReplyCode: 200})},
	{name: "channel close", send: method(1, &wire.ChannelClose{ReplyCode: 200})},
	{name: "access request", send: method(1, &wire.AccessRequest{})},
	{name: "heartbeat", send: then(wire.AppendHeartbeat(nil), probe)},

	{name: "heartbeat on a channel", send: frame(8, 1, nil)},
	{name: "heartbeat with a payload", send: frame(8, 0, []byte("x"))},
	{name: "unknown frame type", send: frame(5, 1, []byte("hello"))},
	{name: "unknown frame type on channel 0", send: frame(5, 0, []byte("a payload of more than 16 octets"))},
	{name: "short method frame", send: frame(1, 1, []byte{0, 60})},
	{name: "short header frame", send: then(publish("", "q"), frame(2, 1, []byte{0, 60}))},
	{name: "wrong frame end", send: replaceLast(method(1, &wire.TxSelect{}), 0)},
	{name: "frame too large", send: frame(1, 1, make([]byte, 200_000))},

	{name: "unknown class", send: frame(1, 1, []byte{0, 77, 0, 10})},
	{name: "unknown method", send: frame(1, 1, []byte{0, 60, 0, 250})},
	{name: "unknown method on channel 0", send: frame(1, 0, []byte{0, 10, 0, 200})},
	{name: "fields too short", send: frame(1, 1, []byte{0, 50, 0, 10, 0, 0, 1})},
	{name: "fields too long", send: frame(1, 1, []byte{0, 90, 0, 10, 1, 2, 3})},
	{name: "fields too short on channel 0", send: frame(1, 0, []byte{0, 10, 0, 50, 0})},
	{name: "unknown type in a table", send: frame(1, 1, append([]byte{0, 50, 0, 10, 0, 0, 1, 'q', 0, 0, 0, 0, 4}, 1, 'a', '?', 0))},

	{name: "header without a method", send: frame(2, 1, header(60, 0, 0))},
	{name: "body without a method", send: frame(3, 1, []byte("body"))},
	{name: "method instead of a header", send: then(publish("", "q"), method(1, &wire.TxSelect{}))},
	{name: "body instead of a header", send: then(publish("", "q"), frame(3, 1, []byte("body")))},
	{name: "header of another class", send: then(publish("", "q"), frame(2, 1, header(50, 0, 0)))},
	{name: "header with a weight", send: then(publish("", "q"), frame(2, 1, header(60, 1, 0)))},
	{name: "header instead of a body", send: then(publish("", "q"), frame(2, 1, header(60, 0, 4)), frame(2, 1, header(60, 0, 4)))},
	{name: "method instead of a body", send: then(publish("", "q"), frame(2, 1, header(60, 0, 4)), method(1, &wire.TxSelect{}))},
	{name: "body after an empty message", send: then(publish("", "q"), frame(2, 1, header(60, 0, 0)), frame(3, 1, []byte("body")))},
	{name: "empty body frames", send: then(publish("", "q"), frame(2, 1, header(60, 0, 2)), frame(3, 1, nil), frame(3, 1, []byte("ab")), probe)},

	{name: "header on channel 0", send: frame(2, 0, header(60, 0, 0))},
	{name: "body on channel 0", send: frame(3, 0, []byte("body"))},
	{name: "channel open on channel 0", send: method(0, &wire.ChannelOpen{})},
	{name: "queue declare on channel 0", send: method(0, &wire.QueueDeclare{Queue: "q"})},
	{name: "connection open again", send: method(0, &wire.ConnectionOpen{VirtualHost: "/"})},
	{name: "start-ok again", send: method(0, &wire.ConnectionStartOk{Mechanism: "PLAIN", Response: "\x00guest\x00guest", Locale: "en_US"})},
	{name: "tune-ok again", send: method(0, &wire.ConnectionTuneOk{ChannelMax: 10, FrameMax: 131072})},
	{name: "close-ok without a close", send: then(method(0, &wire.ConnectionCloseOk{}), probe)},
	{name: "a server's method on channel 0", send: method(0, &wire.ConnectionTune{})},

	{name: "channel open twice", send: method(1, &wire.ChannelOpen{})},
	{name: "a method on a channel that is not open", send: method(9, &wire.QueueDeclare{Queue: "q"})},
	{name: "close of a channel that is not open", send: method(9, &wire.ChannelClose{ReplyCode: 200})},
	{name: "close-ok of a channel that is not open", send: method(9, &wire.ChannelCloseOk{})},
	{name: "publish on a channel that is not open", send: then(on(9, publish("", "q")), frame(2, 9, header(60, 0, 0)))},
	{name: "channel number over the limit", handshake: tuned(2, 131072), send: method(7, &wire.ChannelOpen{})},
	{name: "more channels than the limit", handshake: tuned(2, 131072), send: then(method(2, &wire.ChannelOpen{}), method(3, &wire.ChannelOpen{}))},

	{name: "a server's method", send: method(1, &wire.QueueDeclareOk{Queue: "q"})},
	{name: "a server's method with content", send: then(method(1, &wire.BasicDeliver{}), frame(2, 1, header(60, 0, 0)))},
	{name: "a connection's method on a channel", send: method(1, &wire.ConnectionOpen{VirtualHost: "/"})},
	{name: "flow-ok without a flow", send: then(method(1, &wire.ChannelFlowOk{Active: true}), probe)},
	{name: "flow off", send: method(1, &wire.ChannelFlow{})},
	{name: "cancel-ok without a cancel", send: then(method(1, &wire.BasicCancelOk{ConsumerTag: "c"}), probe)},

	{name: "passive of nothing", send: method(1, &wire.QueueDeclare{Queue: "q", Passive: true})},
	{name: "unknown delivery tag", send: method(1, &wire.BasicAck{DeliveryTag: 7})},
	{name: "recover without requeue", send: method(1, &wire.BasicRecover{})},
	{name: "publish to nowhere", send: then(publish("nowhere", "q"), frame(2, 1, header(60, 0, 0)))},
	{name: "publish immediate", send: then(method(1, &wire.BasicPublish{Immediate: true}), frame(2, 1, header(60, 0, 0)))},
	{name: "bad properties", send: then(publish("", "q"), frame(2, 1, append(header(60, 0, 0)[:12], 0x80, 0, 9)))},

	{name: "after an error all is ignored", send: then(
		method(1, &wire.QueueDeclare{Queue: "q", Passive: true}), method(1, &wire.QueueDeclare{Queue: "q"}), probe)},
	{name: "channel open after an error, before close-ok", send: then(
		method(1, &wire.QueueDeclare{Queue: "q", Passive: true}), method(1, &wire.ChannelOpen{}), probe)},
	{name: "channel close after an error, then open", send: then(
		method(1, &wire.QueueDeclare{Queue: "q", Passive: true}), method(1, &wire.ChannelClose{ReplyCode: 200}), method(1, &wire.ChannelOpen{}), probe)},

	{name: "another protocol", handshake: []byte("GET / HTTP/1.1\r\n\r\n")},
	{name: "another version", handshake: []byte("AMQP\x00\x01\x00\x00")},
	{name: "wrong password", handshake: login("PLAIN", "\x00guest\x00wrong", true)},
	{name: "no such virtual host", handshake: then(login("PLAIN", guest, true),
		method(0, &wire.ConnectionTuneOk{ChannelMax: 10, FrameMax: 131072}), method(0, &wire.ConnectionOpen{VirtualHost: "nowhere"}))},
	{name: "frame_max too small", handshake: then(login("PLAIN", guest, true), method(0, &wire.ConnectionTuneOk{ChannelMax: 10, FrameMax: 1000}))},
	{name: "frame_max too large", handshake: then(login("PLAIN", guest, true), method(0, &wire.ConnectionTuneOk{ChannelMax: 10, FrameMax: 1 << 20}))},
	{name: "channel_max too large", handshake: then(login("PLAIN", guest, true), method(0, &wire.ConnectionTuneOk{ChannelMax: 5000, FrameMax: 131072}))},
	{name: "no limits", handshake: then(login("PLAIN", guest, true), method(0, &wire.ConnectionTuneOk{}),
		method(0, &wire.ConnectionOpen{VirtualHost: "/"}), method(1, &wire.ChannelOpen{}))},
	{name: "amqplain", handshake: then(login("AMQPLAIN", "\x05LOGINS\x00\x00\x00\x05guest\x08PASSWORDS\x00\x00\x00\x05guest", true),
		method(0, &wire.ConnectionTuneOk{ChannelMax: 10, FrameMax: 131072}), method(0, &wire.ConnectionOpen{VirtualHost: "/"}),
		method(1, &wire.ChannelOpen{}))},
}

// probe shows that channel 1 still works.
var probe = method(1, &wire.ChannelFlow{Active: true})

const guest = "\x00guest\x00guest"

// login is the handshake up to the server's connection.tune.
func login(mechanism, response string, told bool) []byte {
	properties := wire.Table{{Name: "capabilities", Value: wire.Table{{Name: "authentication_failure_close", Value: told}}}}
	return then([]byte(wire.ProtocolHeader), method(0, &wire.ConnectionStartOk{
		ClientProperties: properties, Mechanism: mechanism, Response: response, Locale: "en_US"}))
}

// tuned is a whole handshake, and channel 1.
func tuned(channelMax uint16, frameMax uint32) []byte {
	return then(login("PLAIN", guest, true), method(0, &wire.ConnectionTuneOk{ChannelMax: channelMax, FrameMax: frameMax}),
		method(0, &wire.ConnectionOpen{VirtualHost: "/"}), method(1, &wire.ChannelOpen{}))
}

func method(channel uint16, m wire.Method) []byte { return wire.AppendMethodFrame(nil, channel, m) }

func publish(exchange, key string) []byte {
	return method(1, &wire.BasicPublish{Exchange: exchange, RoutingKey: key})
}

// header is the payload of a header frame without properties.
func header(class, weight uint16, size uint64) []byte {
	p := binary.BigEndian.AppendUint16(nil, class)
	p = binary.BigEndian.AppendUint16(p, weight)
	return append(binary.BigEndian.AppendUint64(p, size), 0, 0)
}

func frame(kind byte, channel uint16, payload []byte) []byte {
	p := binary.BigEndian.AppendUint16([]byte{kind}, channel)
	p = binary.BigEndian.AppendUint32(p, uint32(len(payload)))
	return append(append(p, payload...), wire.FrameEnd)
}

// on moves one frame to another channel.
func on(channel uint16, f []byte) []byte {
	binary.BigEndian.PutUint16(f[1:], channel)
	return f
}

func replaceLast(f []byte, b byte) []byte {
	f[len(f)-1] = b
	return f
}

func then(parts ...[]byte) (all []byte) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}
