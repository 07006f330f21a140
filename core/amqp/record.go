package amqp

import (
	"encoding/binary"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/code"
)

// The kinds of the log's records. Their layouts, with offsets, are in
// DESIGN.md; all numbers in them are unsigned varints (encoding/binary) but
// where it says otherwise.
const (
	recordMessage    byte = 1 // a message, and the queues that hold it
	recordPaged      byte = 2 // the same, of a transient message: nothing after a restart
	recordEnds       byte = 3 // messages of one queue that have ended
	recordReturn     byte = 4 // a quorum queue's message came back
	recordDefinition byte = 5 // one exchange, queue, binding, user or virtual host: made or removed
	recordSnapshot   byte = 6 // all definitions: those before count no more
)

var errRecord = code.New(code.Corrupt, "amqp: a record of the log can't be read")

// ref is one queue's hold on a message record. A delayed exchange holds its
// messages by the same means.
type ref struct {
	holder  uint64 // id of the queue
	seq     uint64
	expires int64 // Unix milliseconds, 0 never; when it is due, of a delayed message
}

// head is what recovery needs of a message record: the index of a segment has
// the heads alone.
type head struct {
	refs     []ref
	priority uint8
	size     uint32 // of the body
	at       int64  // Unix milliseconds of the publish
}

func appendHead(dst []byte, h *head) []byte {
	dst = append(dst, h.priority)
	dst = binary.AppendUvarint(dst, uint64(h.size))
	dst = binary.AppendUvarint(dst, uint64(h.at))
	dst = binary.AppendUvarint(dst, uint64(len(h.refs)))
	for _, r := range h.refs {
		dst = binary.AppendUvarint(dst, r.holder)
		dst = binary.AppendUvarint(dst, r.seq)
		dst = binary.AppendUvarint(dst, uint64(r.expires))
	}
	return dst
}

// numbers reads varints until one is missing.
type numbers struct {
	p   []byte
	bad bool
}

func (n *numbers) next() uint64 {
	v, size := binary.Uvarint(n.p)
	if size <= 0 {
		n.bad = true
		return 0
	}
	n.p = n.p[size:]
	return v
}

// count is a number of things of which each takes at least size bytes: what
// can't fit is refused before memory is taken for it.
func (n *numbers) count(size int) int {
	v := n.next()
	if v > uint64(len(n.p)/size) {
		n.bad = true
		return 0
	}
	return int(v)
}

func (n *numbers) octet() byte {
	if len(n.p) == 0 {
		n.bad = true
		return 0
	}
	b := n.p[0]
	n.p = n.p[1:]
	return b
}

// take gives n bytes.
func (n *numbers) take(size uint64) []byte {
	if size > uint64(len(n.p)) {
		n.bad = true
		return nil
	}
	b := n.p[:size:size]
	n.p = n.p[size:]
	return b
}

// readHead reads a message record's head and gives what follows it. The refs
// are put into the memory of h.refs.
func readHead(p []byte, h *head) (rest []byte, err error) {
	n := numbers{p: p}
	h.priority = n.octet()
	h.size = uint32(n.next())
	h.at = int64(n.next())
	h.refs = h.refs[:0]
	for range n.count(3) {
		h.refs = append(h.refs, ref{n.next(), n.next(), int64(n.next())})
	}
	if n.bad {
		return nil, errRecord
	}
	return n.p, nil
}

// appendNames is the rest of a message record but for the properties and the
// body, which come right behind it.
func appendNames(dst []byte, m *Message) []byte {
	persistent := byte(0)
	if m.persistent {
		persistent = 1
	}
	dst = append(dst, persistent)
	dst = binary.AppendUvarint(dst, uint64(len(m.Exchange)))
	dst = append(dst, m.Exchange...)
	dst = binary.AppendUvarint(dst, uint64(len(m.Key)))
	dst = append(dst, m.Key...)
	dst = binary.AppendUvarint(dst, uint64(len(m.copies)))
	for _, key := range m.copies {
		dst = binary.AppendUvarint(dst, uint64(len(key)))
		dst = append(dst, key...)
	}
	return binary.AppendUvarint(dst, uint64(len(m.Properties)))
}

// readMessage reads a whole message record. It copies.
func readMessage(p []byte) (*Message, error) {
	var h head
	rest, err := readHead(p, &h)
	if err != nil {
		return nil, err
	}
	n := numbers{p: rest}
	n.octet() // persistent: the properties tell it again
	exchange := n.take(n.next())
	key := n.take(n.next())
	var copies []string // BCC is no longer in the headers, and dead letters go by it
	for range n.count(1) {
		copies = append(copies, string(n.take(n.next())))
	}
	props := n.take(n.next())
	if n.bad || uint64(len(n.p)) != uint64(h.size) {
		return nil, errRecord
	}
	scan, err := wire.ScanProperties(props)
	if err != nil {
		return nil, errRecord
	}
	m, err := newMessage(string(exchange), string(key), props, n.p, &scan)
	if err != nil {
		return nil, errRecord
	}
	m.priority, m.at, m.copies = h.priority, h.at, copies
	return m, nil
}

// span is messages of one queue by number, first and last included.
type span struct{ first, last uint64 }

// ends is a record of messages that have ended, and up to which number the
// queue's messages had been delivered once.
type ends struct {
	holder    uint64
	delivered uint64
	spans     []span
}

func appendEnds(dst []byte, e *ends) []byte {
	dst = binary.AppendUvarint(dst, e.holder)
	dst = binary.AppendUvarint(dst, e.delivered)
	dst = binary.AppendUvarint(dst, uint64(len(e.spans)))
	for _, s := range e.spans {
		dst = binary.AppendUvarint(dst, s.first)
		dst = binary.AppendUvarint(dst, s.last-s.first)
	}
	return dst
}

func readEnds(p []byte) (ends, error) {
	n := numbers{p: p}
	e := ends{holder: n.next(), delivered: n.next()}
	for range n.count(2) {
		first := n.next()
		one := span{first, first + n.next()}
		n.bad = n.bad || one.last < one.first
		e.spans = append(e.spans, one)
	}
	if n.bad || len(n.p) > 0 {
		return ends{}, errRecord
	}
	return e, nil
}

// back is a record of a quorum queue's message that was not acknowledged.
type back struct{ holder, seq, count uint64 }

func appendBack(dst []byte, b back) []byte {
	dst = binary.AppendUvarint(dst, b.holder)
	dst = binary.AppendUvarint(dst, b.seq)
	return binary.AppendUvarint(dst, b.count)
}

func readBack(p []byte) (back, error) {
	n := numbers{p: p}
	b := back{n.next(), n.next(), n.next()}
	if n.bad || len(n.p) > 0 {
		return back{}, errRecord
	}
	return b, nil
}

// readTables reads definitions, one behind the other.
func readTables(p []byte) ([]wire.Table, error) {
	var all []wire.Table
	for len(p) > 0 {
		t, rest, err := wire.DecodeTable(p)
		if err != nil {
			return nil, errRecord
		}
		all, p = append(all, t), rest
	}
	return all, nil
}
