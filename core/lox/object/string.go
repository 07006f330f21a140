package object

import "unsafe"

// Str is memory that strings lie in, from its first byte on: a string is a
// Value of a Str and of a length. So strings of which each is a prefix of the
// next share one Str, and s + x that writes x behind s makes no object. Bytes
// that a string has do not change.
//
// The bytes follow the head in the same allocation, which Go's collector need
// not look into.
type Str struct {
	Object
	written int // bytes: the length of the longest string in it
	room    int // bytes
}

// headWords is the length of a Str's head in words of eight bytes.
const headWords = unsafe.Sizeof(Str{}) / 8

// newStr makes memory for so many bytes.
func newStr(room int, joined bool) *Str {
	// One more where a word would do: no bytes must not begin behind it.
	words := make([]uint64, int(headWords)+room/8+1)
	s := (*Str)(unsafe.Pointer(unsafe.SliceData(words)))
	*s = Str{Object: Object{kind: KindString, joined: joined}, room: room}
	return s
}

// bytes is the memory.
func (s *Str) bytes() []byte {
	return unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(s), headWords*8)), s.room)
}

// text gives the first n bytes, which have been written.
func (s *Str) text(n int) string {
	return unsafe.String((*byte)(unsafe.Add(unsafe.Pointer(s), headWords*8)), n)
}

// add writes behind what is written; there must be room.
func (s *Str) add(text string) {
	s.written += copy(s.bytes()[s.written:], text)
}

// value gives all that is written as a string.
func (s *Str) value() Value { return Value{&s.Object, float64(s.written)} }

// Text gives the bytes of a KindString.
func (v Value) Text() string { return v.Str().text(v.length()) }

// length of a KindString, in bytes.
func (v Value) length() int { return int(v.num) }

// Literal makes a string that no account counts: one of the source, which is
// not kept with it.
func Literal(text string) Value {
	s := newStr(len(text), false)
	s.add(text)
	return s.value()
}

// NewString makes a string of the host's.
//
// Errors: *ErrMemory.
func (h *Heap) NewString(text string) (Value, error) {
	if err := h.Take(stringSize + len(text)); err != nil {
		return Value{}, err
	}
	return Literal(text), nil
}

// Concat joins two strings.
//
// Errors: *ErrMemory.
func (h *Heap) Concat(a, b Value) (Value, error) {
	n, more := a.length(), b.length()
	switch {
	case n == 0:
		return b, nil
	case more == 0:
		return a, nil
	}
	s := a.Str()
	if n != s.written || more > s.room-n {
		fresh, err := h.newJoined(n+more, s.joined)
		if err != nil {
			return Value{}, err
		}
		fresh.add(a.Text())
		s = fresh
	}
	s.add(b.Text())
	return s.value(), nil
}

// newJoined makes memory for a string of n bytes that begins with another.
// Some is spare where that one was joined before: it looks as if it goes on
// so. What is spare counts as held, so a long string gets a quarter only.
func (h *Heap) newJoined(n int, before bool) (*Str, error) {
	room := max(n, short)
	if before && n > short {
		room += min(n, max(4<<10, n/4))
	}
	if err := h.Take(stringSize + room); err != nil {
		return nil, err
	}
	return newStr(room, true), nil
}

// short is the least room for a joined string, in bytes.
const short = 32
