package null

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
)

// Frame types, AMQP 0-9-1 section 4.2.3.
const (
	frameMethod    = 1
	frameHeader    = 2
	frameBody      = 3
	frameHeartbeat = 8
	frameEnd       = 0xCE
)

// errClosed ends a connection whose client said that it goes.
var errClosed = errors.New("null: closed by the client")

// conn is one client's connection. Output gathers while input is at hand, and
// is written once: as few calls of the system as a broker can make.
type conn struct {
	server   *Server
	socket   net.Conn
	in       *bufio.Reader
	channels map[uint16]*channel

	mu  sync.Mutex // guards out: an echo writes from another connection
	out *bufio.Writer
}

// channel is what is remembered of a channel.
type channel struct {
	id         uint16
	confirming bool
	published  uint64 // tag of the last message published in confirm mode
	confirmed  uint64 // the last tag that was told
	prefetch   int
	consumer   *consumer

	echo    *consumer // of the message whose content is coming, or nil
	missing uint64    // bytes of it that are still to come
	body    []byte    // those that came, kept for an echo only
}

// newConn has buffers as large as a broker would give a busy connection.
func newConn(s *Server, socket net.Conn) *conn {
	return &conn{server: s, socket: socket, channels: map[uint16]*channel{},
		in: bufio.NewReaderSize(socket, 64<<10), out: bufio.NewWriterSize(socket, 64<<10)}
}

// serve runs until the client goes. Errors are not told: the client sees a
// closed socket, and the benchmark ends.
func (c *conn) serve() {
	defer c.socket.Close()
	header := make([]byte, 8) // "AMQP" 0 0 9 1
	if _, err := io.ReadFull(c.in, header); err != nil {
		return
	}
	c.send(0, start)
	for {
		if c.in.Buffered() < 8 { // less than the smallest frame: time to answer
			if err := c.answer(); err != nil {
				return
			}
		}
		if err := c.readFrame(); err != nil {
			_ = c.answer() // close-ok
			return
		}
	}
}

// readFrame reads one frame and does what it says.
func (c *conn) readFrame() error {
	var head [7]byte
	if _, err := io.ReadFull(c.in, head[:]); err != nil {
		return err
	}
	size := int(binary.BigEndian.Uint32(head[3:])) + 1 // with the end mark
	payload, err := c.in.Peek(min(size, c.in.Size()))
	if err != nil {
		return err
	}
	if len(payload) < size { // larger than the buffer: no frame of the benchmark's is
		return errors.New("null: a large frame")
	}
	err = c.frame(head[0], c.channel(binary.BigEndian.Uint16(head[1:])), payload[:size-1])
	_, _ = c.in.Discard(size) // cannot fail: Peek had them
	return err
}

// frame does what one frame says. Header and body frames belong to the publish
// that came before them on their channel.
func (c *conn) frame(kind byte, ch *channel, payload []byte) error {
	switch kind {
	case frameMethod:
		return c.method(ch, payload)
	case frameHeader: // class, weight, then the body's size
		ch.missing = binary.BigEndian.Uint64(payload[4:])
		ch.body = ch.body[:0]
	case frameBody:
		ch.missing -= uint64(len(payload))
		if ch.echo != nil {
			ch.body = append(ch.body, payload...)
		}
	case frameHeartbeat:
		c.write(frameHeartbeat, 0, nil)
		return nil
	}
	if kind != frameMethod && ch.missing == 0 {
		c.complete(ch)
	}
	return nil
}

// complete is told of each message whose content is all here.
func (c *conn) complete(ch *channel) {
	if ch.confirming {
		ch.published++
	}
	if ch.echo != nil {
		ch.echo.pass(ch.body)
	}
}

// answer confirms everything published, fills the consumers' windows, and
// writes.
func (c *conn) answer() error {
	for _, ch := range c.channels {
		if ch.published > ch.confirmed {
			ch.confirmed = ch.published
			c.send(ch.id, ack(ch.confirmed))
		}
		if ch.consumer != nil && !ch.consumer.echoing {
			ch.consumer.fill(ch.prefetch)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.out.Flush()
}

// channel is made when its number is first met: that channel.open came before
// is trusted.
func (c *conn) channel(id uint16) *channel {
	ch := c.channels[id]
	if ch == nil {
		ch = &channel{id: id}
		c.channels[id] = ch
	}
	return ch
}

// send queues a method.
func (c *conn) send(id uint16, method []byte) { c.write(frameMethod, id, method) }

// write queues a frame; an error shows at the next Flush.
func (c *conn) write(kind byte, id uint16, payload []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = c.out.Write(appendFrame(c.out.AvailableBuffer(), kind, id, payload))
}

// appendFrame writes type, channel, size, payload and end mark.
func appendFrame(b []byte, kind byte, id uint16, payload []byte) []byte {
	b = append(b, kind)
	b = binary.BigEndian.AppendUint16(b, id)
	b = binary.BigEndian.AppendUint32(b, uint32(len(payload)))
	return append(append(b, payload...), frameEnd)
}
