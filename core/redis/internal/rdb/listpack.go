package rdb

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// A listpack (github.com/antirez/listpack) is its size in bytes (four bytes)
// and its number of elements (two; 65535: count them), little-endian, then the
// elements and a byte 0xFF. Each element is followed by its own size, so that
// it can be read from behind.
const (
	listpackHeader  = 6
	listpackEnd     = 0xFF
	listpackUnknown = math.MaxUint16
)

// The first byte of an element: some of its bits tell the form, the others
// are part of the number or the length.
const (
	lpUint7    = 0x00 // 0xxxxxxx
	lpString6  = 0x80 // 10xxxxxx
	lpInt13    = 0xC0 // 110xxxxx, one more byte
	lpString12 = 0xE0 // 1110xxxx, one more byte
	lpString32 = 0xF0 // four bytes of length, little-endian
	lpInt16    = 0xF1 // two bytes, little-endian
	lpInt24    = 0xF2
	lpInt32    = 0xF3
	lpInt64    = 0xF4
)

// listpack packs items, integers as numbers.
func listpack(items [][]byte) []byte {
	b := make([]byte, listpackHeader)
	for _, item := range items {
		start := len(b)
		b = appendElement(b, item)
		b = appendBackLength(b, len(b)-start)
	}
	b = append(b, listpackEnd)
	binary.LittleEndian.PutUint32(b, uint32(len(b)))
	binary.LittleEndian.PutUint16(b[4:], uint16(min(len(items), listpackUnknown)))
	return b
}

// appendElement writes an element without its size behind.
func appendElement(b, item []byte) []byte {
	if n, ok := wire.ParseInt(item); ok {
		return appendNumber(b, n)
	}
	switch n := len(item); {
	case n < 1<<6:
		b = append(b, lpString6|byte(n))
	case n < 1<<12:
		b = append(b, lpString12|byte(n>>8), byte(n))
	default:
		b = binary.LittleEndian.AppendUint32(append(b, lpString32), uint32(n))
	}
	return append(b, item...)
}

// appendNumber takes the shortest form that holds n.
func appendNumber(b []byte, n int64) []byte {
	switch {
	case n >= 0 && n < 1<<7:
		return append(b, byte(n))
	case n >= -1<<12 && n < 1<<12:
		return append(b, lpInt13|byte(n>>8)&0x1F, byte(n))
	case n == int64(int16(n)):
		return binary.LittleEndian.AppendUint16(append(b, lpInt16), uint16(n))
	case n >= -1<<23 && n < 1<<23:
		return append(b, lpInt24, byte(n), byte(n>>8), byte(n>>16))
	case n == int64(int32(n)):
		return binary.LittleEndian.AppendUint32(append(b, lpInt32), uint32(n))
	}
	return binary.LittleEndian.AppendUint64(append(b, lpInt64), uint64(n))
}

// appendBackLength writes the size of an element, seven bits a byte, the most
// significant first; all but the first have their high bit set.
func appendBackLength(b []byte, n int) []byte {
	for i := backLengthSize(n) - 1; i >= 0; i-- {
		c := byte(n>>(7*i)) & 0x7F
		if i < backLengthSize(n)-1 {
			c |= 0x80
		}
		b = append(b, c)
	}
	return b
}

// backLengthSize is how many bytes that takes. From two bytes on each range
// ends one number early: so does Redis' own code, and readers count on it.
func backLengthSize(n int) int {
	switch {
	case n <= 1<<7-1:
		return 1
	case n < 1<<14-1:
		return 2
	case n < 1<<21-1:
		return 3
	case n < 1<<28-1:
		return 4
	}
	return 5
}

// parseListpack trusts none of the sizes: neither the header's nor those behind
// the elements.
func parseListpack(b []byte) ([][]byte, error) {
	if len(b) < listpackHeader+1 || uint64(binary.LittleEndian.Uint32(b)) != uint64(len(b)) || b[len(b)-1] != listpackEnd {
		return nil, ErrFormat
	}
	count := binary.LittleEndian.Uint16(b[4:])
	r := &reader{rest: b[listpackHeader : len(b)-1]}
	var items [][]byte
	for len(r.rest) > 0 {
		before := len(r.rest)
		item, err := r.element()
		if err != nil {
			return nil, err
		}
		if _, err := r.take(uint64(backLengthSize(before - len(r.rest)))); err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	if count != listpackUnknown && int(count) != len(items) {
		return nil, ErrFormat
	}
	return items, nil
}

// element reads one element without its size behind.
func (r *reader) element() ([]byte, error) {
	first, err := r.byte()
	if err != nil {
		return nil, err
	}
	switch {
	case first&0x80 == lpUint7:
		return strconv.AppendInt(nil, int64(first), 10), nil
	case first&0xC0 == lpString6:
		return r.copy(uint64(first & 0x3F))
	case first&0xE0 == lpInt13:
		low, err := r.byte()
		n := int64(first&0x1F)<<8 | int64(low)
		if n >= 1<<12 {
			n -= 1 << 13
		}
		return strconv.AppendInt(nil, n, 10), err
	case first&0xF0 == lpString12:
		low, err := r.byte()
		if err != nil {
			return nil, err
		}
		return r.copy(uint64(first&0x0F)<<8 | uint64(low))
	}
	switch first {
	case lpString32:
		size, err := r.take(4)
		if err != nil {
			return nil, err
		}
		return r.copy(uint64(binary.LittleEndian.Uint32(size)))
	case lpInt16:
		return r.number(2)
	case lpInt24:
		return r.number(3)
	case lpInt32:
		return r.number(4)
	case lpInt64:
		return r.number(8)
	}
	return nil, ErrFormat
}

func (r *reader) number(size uint64) ([]byte, error) {
	b, err := r.take(size)
	if err != nil {
		return nil, err
	}
	return strconv.AppendInt(nil, littleEndian(b), 10), nil
}

func (r *reader) copy(n uint64) ([]byte, error) {
	b, err := r.take(n)
	return append([]byte{}, b...), err
}
