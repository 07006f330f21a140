package null

import "encoding/binary"

// id is a method's class and number, as they begin its frame.
type id struct{ class, method uint16 }

// bytes gives the beginning of a method's frame.
func (i id) bytes() []byte {
	return binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, i.class), i.method)
}

// The methods in which we read something, AMQP 0-9-1 section 1.
var (
	connectionClose = id{10, 50}
	queueDeclare    = id{50, 10}
	basicQos        = id{60, 10}
	basicConsume    = id{60, 20}
	basicPublish    = id{60, 40}
	basicDeliver    = id{60, 60}
	basicAck        = id{60, 80}
	confirmSelect   = id{85, 10}
)

// answers are those that are the same for everybody: arguments after the id.
var answers = map[id][]byte{
	{10, 11}:        method(id{10, 30}, "\x07\xff\x00\x02\x00\x00\x00\x3c"), // start-ok: tune, 2047 channels, frames of 128 KiB, 60 s
	{10, 40}:        method(id{10, 41}, "\x00"),                             // open
	connectionClose: method(id{10, 51}, ""),
	{20, 10}:        method(id{20, 11}, "\x00\x00\x00\x00"), // channel.open
	{20, 40}:        method(id{20, 41}, ""),                 // channel.close
	{40, 10}:        method(id{40, 11}, ""),                 // exchange.declare
	{40, 20}:        method(id{40, 21}, ""),                 // exchange.delete
	{50, 20}:        method(id{50, 21}, ""),                 // queue.bind
	{50, 40}:        method(id{50, 41}, "\x00\x00\x00\x00"), // queue.delete
	basicQos:        method(id{60, 11}, ""),
	confirmSelect:   method(id{85, 11}, ""),
}

// start: version 0-9, no properties, one mechanism, one locale.
var start = method(id{10, 10}, "\x00\x09\x00\x00\x00\x00\x00\x00\x00\x05PLAIN\x00\x00\x00\x05en_US")

// method encodes one whose arguments are written out.
func method(i id, arguments string) []byte { return append(i.bytes(), arguments...) }

// ack confirms everything up to a tag.
func ack(tag uint64) []byte {
	return append(binary.BigEndian.AppendUint64(basicAck.bytes(), tag), 1)
}

// method does what a method says. What is not known needs no answer.
func (c *conn) method(ch *channel, payload []byte) error {
	m := id{binary.BigEndian.Uint16(payload), binary.BigEndian.Uint16(payload[2:])}
	arguments := payload[4:]
	if answer, ok := answers[m]; ok {
		c.send(ch.id, answer)
	}
	switch m {
	case connectionClose:
		return errClosed
	case confirmSelect:
		ch.confirming = true
	case basicQos: // size (4), count (2)
		ch.prefetch = int(binary.BigEndian.Uint16(arguments[4:]))
	case queueDeclare: // reserved (2), queue
		name, _ := shortString(arguments[2:])
		c.send(ch.id, method(id{50, 11}, string(appendShort(nil, name))+"\x00\x00\x00\x00\x00\x00\x00\x00"))
	case basicConsume: // reserved (2), queue, tag
		queue, rest := shortString(arguments[2:])
		tag, _ := shortString(rest)
		c.send(ch.id, method(id{60, 21}, string(appendShort(nil, tag))))
		ch.consumer = newConsumer(c, ch.id, tag)
		c.server.register(string(queue), ch.consumer)
	case basicPublish: // reserved (2), exchange, routing key
		_, rest := shortString(arguments[2:])
		key, _ := shortString(rest)
		ch.echo = c.server.echoTo(key)
	case basicAck: // tag (8), multiple
		if ch.consumer != nil {
			ch.consumer.acknowledge(binary.BigEndian.Uint64(arguments), arguments[8]&1 == 1)
		}
	}
	return nil
}

// shortString cuts off a text of up to 255 bytes, whose length comes first.
func shortString(b []byte) (text, rest []byte) { return b[1 : 1+b[0]], b[1+b[0]:] }

// appendShort is its opposite.
func appendShort(b, text []byte) []byte { return append(append(b, byte(len(text))), text...) }
