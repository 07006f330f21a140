package object

import (
	"strings"
	"unsafe"
)

// Str is a string. Strings do not change, but what one was built from may go
// on in the same memory: s + x writes x behind s where nobody else has, so
// that building a string piece by piece takes time in proportion to its
// length.
type Str struct {
	Object
	text string
	// buf is the memory that the text is a prefix of, nil for a text of the
	// source or the host.
	buf *buffer
}

// buffer is memory shared by strings of which each is a prefix of the next.
type buffer struct {
	bytes []byte // as far as written
	mark  uint32
}

// Text gives the string's bytes.
func (s *Str) Text() string { return s.text }

// Value gives the string as a value.
func (s *Str) Value() Value { return Of(&s.Object) }

// Literal makes a string that no account counts: one of the source, which is
// not kept with it.
func Literal(text string) Value {
	s := &Str{Object: Object{kind: KindString}, text: strings.Clone(text)}
	return s.Value()
}

// NewString makes a string of the host's.
func (h *Heap) NewString(text string) (Value, error) {
	if err := h.Take(stringSize + len(text)); err != nil {
		return Value{}, err
	}
	return Literal(text), nil
}

// short is up to which length a joined string lies in its own object.
const short = 32

type shortStr struct {
	Str
	bytes [short]byte
}

// Concat joins two strings.
func (h *Heap) Concat(a, b *Str) (Value, error) {
	n := len(a.text) + len(b.text)
	switch {
	case len(a.text) == 0:
		return b.Value(), nil
	case len(b.text) == 0:
		return a.Value(), nil
	case n <= short:
		if err := h.Take(stringSize + n); err != nil {
			return Value{}, err
		}
		return concatShort(a, b, n), nil
	}
	if a.buf != nil && len(a.buf.bytes) == len(a.text) && cap(a.buf.bytes) >= n {
		if err := h.Take(stringSize); err != nil {
			return Value{}, err
		}
		a.buf.bytes = append(a.buf.bytes, b.text...)
		return a.buf.prefix(), nil
	}
	return h.concatNew(a, b, n)
}

func concatShort(a, b *Str, n int) Value {
	s := &shortStr{Str: Str{Object: Object{kind: KindString, joined: true}}}
	copy(s.bytes[copy(s.bytes[:], a.text):], b.text)
	s.text = unsafe.String(&s.bytes[0], n)
	return s.Value()
}

// concatNew joins into new memory. Some is spare where a itself was joined
// before: it looks as if it goes on so. What is spare counts as held, so a
// long string gets a quarter only.
func (h *Heap) concatNew(a, b *Str, n int) (Value, error) {
	room := n
	if a.joined {
		room += min(n, max(4<<10, n/4))
	}
	if err := h.Take(stringSize + bufferSize + room); err != nil {
		return Value{}, err
	}
	buf := &buffer{bytes: make([]byte, 0, room)}
	buf.bytes = append(append(buf.bytes, a.text...), b.text...)
	return buf.prefix(), nil
}

// prefix makes a string of all that is written.
func (b *buffer) prefix() Value {
	text := unsafe.String(unsafe.SliceData(b.bytes), len(b.bytes))
	s := &Str{Object{kind: KindString, joined: true}, text, b}
	return s.Value()
}
