package null

import "encoding/binary"

// BodySize of the message that is delivered for ever.
const BodySize = 1024

// consumer gets deliveries on one channel.
type consumer struct {
	conn    *conn
	channel uint16
	tag     []byte
	echoing bool // gets what others publish, not the message for ever

	sent         uint64 // last delivery tag
	acknowledged uint64 // how many; only those of its own connection's loop
	body         []byte
	frames       []byte // of one delivery, used again
}

// newConsumer copies the tag, which lies in the connection's input.
func newConsumer(c *conn, channel uint16, tag []byte) *consumer {
	return &consumer{conn: c, channel: channel, tag: append([]byte(nil), tag...), body: make([]byte, BodySize)}
}

// acknowledge opens the window again, by one or up to a tag.
func (c *consumer) acknowledge(tag uint64, multiple bool) {
	if multiple {
		c.acknowledged = tag
		return
	}
	c.acknowledged++
}

// fill delivers until as many as prefetch are unacknowledged.
func (c *consumer) fill(prefetch int) {
	for c.sent-c.acknowledged < uint64(prefetch) {
		c.deliver(c.body)
	}
}

// pass delivers another connection's message at once.
func (c *consumer) pass(body []byte) {
	c.deliver(body)
	c.conn.mu.Lock()
	defer c.conn.mu.Unlock()
	_ = c.conn.out.Flush() // the consumer's own loop will see the error
}

// deliver queues one message: method, header with delivery mode 2, body.
func (c *consumer) deliver(body []byte) {
	c.conn.mu.Lock()
	defer c.conn.mu.Unlock()
	c.sent++
	m := appendShort(basicDeliver.bytes(), c.tag)
	m = binary.BigEndian.AppendUint64(m, c.sent)
	m = append(m, 0, 0, 0) // not redelivered, no exchange, no key
	header := []byte{0, byte(basicDeliver.class), 0, 0}
	header = binary.BigEndian.AppendUint64(header, uint64(len(body)))
	header = append(header, 0x10, 0x00, 2) // one property: delivery mode
	f := appendFrame(c.frames[:0], frameMethod, c.channel, m)
	f = appendFrame(f, frameHeader, c.channel, header)
	c.frames = appendFrame(f, frameBody, c.channel, body)
	_, _ = c.conn.out.Write(c.frames)
}
