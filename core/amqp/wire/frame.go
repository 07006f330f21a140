package wire

import "encoding/binary"

// ProtocolHeader is what a client sends first, and what a server answers to
// another version before it closes the connection.
const ProtocolHeader = "AMQP\x00\x00\x09\x01"

// Types of frames, and the octet that ends each.
const (
	FrameMethod    = 1
	FrameHeader    = 2
	FrameBody      = 3
	FrameHeartbeat = 8
	FrameEnd       = 0xCE
)

const (
	frameHead     = 7 // type, channel, payload size
	frameOverhead = frameHead + 1
	// MinFrame is the smallest frame_max that may be agreed on, and the limit
	// before one is (RabbitMQ's FRAME_MIN_SIZE).
	MinFrame = 4096
	// maxPayload holds where no frame_max was agreed on.
	maxPayload = 128 << 20
	// keepBuffer is how much memory a parser keeps between frames: two frames
	// of the usual frame_max.
	keepBuffer = 256 << 10
)

// Frame is one frame. Payload is a view.
type Frame struct {
	Type    byte
	Channel uint16
	Payload []byte
}

// Parser cuts a stream of bytes into frames. It keeps a copy of what is not
// consumed only; what comes whole is never copied. Memory grows with the bytes
// that came, never with the lengths that they announce. The zero value is
// ready.
type Parser struct {
	// MaxFrame is the negotiated frame_max in bytes; 0 means no limit but 128
	// MiB. As RabbitMQ does, it lets a payload be as large as a whole frame may
	// be, since many clients forget the 8 octets around it.
	MaxFrame int

	held  []byte // what came earlier and is not consumed: empty, or the same as input
	input []byte // what Next reads: held, or the bytes given to Feed
	start int    // where the next frame begins in input
}

// Feed gives the parser more input. p is borrowed until Hold is called.
func (ps *Parser) Feed(p []byte) {
	if len(ps.held) > 0 {
		ps.held = append(ps.held, p...)
		ps.input = ps.held
		return
	}
	ps.input, ps.start = p, 0
}

// Hold ends the borrowing: it copies what has not been consumed.
func (ps *Parser) Hold() {
	rest := len(ps.input) - ps.start
	switch {
	case rest == 0:
		if cap(ps.held) > keepBuffer {
			ps.held = nil
		}
		ps.held = ps.held[:0]
	case len(ps.held) > 0 && ps.start < rest:
		return // it lies in held already; moving it would not pay yet
	default:
		ps.held = append(ps.held[:0], ps.input[ps.start:]...)
	}
	ps.start, ps.input = 0, ps.held
}

// Pending is the number of bytes of an unfinished frame, or of frames not yet
// asked for.
func (ps *Parser) Pending() int { return len(ps.input) - ps.start }

// ReadHeader takes the eight octets with which a connection begins; ok is
// false when they have not come whole.
func (ps *Parser) ReadHeader() (header [8]byte, ok bool) {
	if ps.Pending() < len(header) {
		return header, false
	}
	ps.start += copy(header[:], ps.input[ps.start:])
	return header, true
}

// Next gives the next whole frame; ok is false when more input is needed. The
// payload is good until the next call of Feed or Hold. An error, always a
// *ProtocolError, is final: the stream can't be read on, and Next gives it
// again.
func (ps *Parser) Next() (f Frame, ok bool, err error) {
	in := ps.input[ps.start:]
	if len(in) < frameHead {
		return Frame{}, false, nil
	}
	f.Type, f.Channel = in[0], binary.BigEndian.Uint16(in[1:])
	size := int64(binary.BigEndian.Uint32(in[3:]))
	limit := int64(ps.MaxFrame)
	if limit == 0 {
		limit = maxPayload
	}
	if size > limit {
		return Frame{}, false, frameTooLarge(f.Type, int(size), int(limit))
	}
	whole := frameHead + int(size) + 1
	if len(in) < whole {
		return Frame{}, false, nil
	}
	f.Payload = in[frameHead : whole-1 : whole-1]
	if in[whole-1] != FrameEnd {
		return Frame{}, false, invalidEnd(f.Type, f.Payload, in[whole-1])
	}
	ps.start += whole
	return f, true, nil
}
