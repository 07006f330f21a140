package rdb

import (
	"encoding/binary"
	"strconv"
)

// A length begins with two bits that tell its form; in the form special, the
// other six say how a string is encoded (rdb.h).
const (
	length6  = 0x00 // six bits
	length14 = 0x40 // fourteen bits, big-endian
	length32 = 0x80 // four bytes follow, big-endian
	length64 = 0x81 // eight bytes
	special  = 0xC0

	stringInt8  = 0
	stringInt16 = 1
	stringInt32 = 2
	stringLZF   = 3
)

// reader takes values off the front of rest. Nothing is allocated by what a
// length claims before the bytes are seen to be there.
type reader struct{ rest []byte }

// byte takes one byte.
func (r *reader) byte() (byte, error) {
	b, err := r.take(1)
	if err != nil {
		return 0, err
	}
	return b[0], nil
}

// take takes n bytes; they are the payload's own.
func (r *reader) take(n uint64) ([]byte, error) {
	if n > uint64(len(r.rest)) {
		return nil, ErrFormat
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b, nil
}

// length reads a length; where encoded is true it is the encoding of a string
// instead.
func (r *reader) length() (n uint64, encoded bool, err error) {
	first, err := r.byte()
	if err != nil {
		return 0, false, err
	}
	switch {
	case first&0xC0 == length6:
		return uint64(first), false, nil
	case first&0xC0 == length14:
		second, err := r.byte()
		return uint64(first&0x3F)<<8 | uint64(second), false, err
	case first&0xC0 == special:
		return uint64(first & 0x3F), true, nil
	case first == length32:
		b, err := r.take(4)
		if err != nil {
			return 0, false, err
		}
		return uint64(binary.BigEndian.Uint32(b)), false, nil
	case first == length64:
		b, err := r.take(8)
		if err != nil {
			return 0, false, err
		}
		return binary.BigEndian.Uint64(b), false, nil
	}
	return 0, false, ErrFormat
}

// plain reads a length that can't be an encoding.
func (r *reader) plain() (uint64, error) {
	n, encoded, err := r.length()
	if encoded {
		err = ErrFormat
	}
	return n, err
}

// string reads one string; the bytes are a copy.
func (r *reader) string() ([]byte, error) {
	n, encoded, err := r.length()
	if err != nil {
		return nil, err
	}
	if !encoded {
		b, err := r.take(n)
		return append([]byte{}, b...), err
	}
	switch n {
	case stringInt8, stringInt16, stringInt32:
		b, err := r.take(1 << n)
		if err != nil {
			return nil, err
		}
		return strconv.AppendInt(nil, littleEndian(b), 10), nil
	case stringLZF:
		return r.compressed()
	}
	return nil, ErrFormat
}

// compressed reads a string in LZF: its size, its full size, its bytes.
func (r *reader) compressed() ([]byte, error) {
	size, err := r.plain()
	if err != nil {
		return nil, err
	}
	full, err := r.plain()
	if err != nil {
		return nil, err
	}
	b, err := r.take(size)
	if err != nil {
		return nil, err
	}
	return decompress(b, full)
}

// littleEndian reads a signed integer of 1 to 8 bytes.
func littleEndian(b []byte) int64 {
	var u uint64
	for i, c := range b {
		u |= uint64(c) << (8 * i)
	}
	shift := 64 - 8*len(b)
	return int64(u<<shift) >> shift
}

// strings reads n strings, one after another.
func (r *reader) strings(n uint64) ([][]byte, error) {
	var items [][]byte
	for range n {
		s, err := r.string()
		if err != nil {
			return nil, err
		}
		items = append(items, s)
	}
	return items, nil
}

// counted reads a count and that many groups of strings.
func (r *reader) counted(group uint64) ([][]byte, error) {
	n, err := r.plain()
	if err != nil || n > uint64(len(r.rest)) { // each takes a byte at least
		return nil, ErrFormat
	}
	return r.strings(n * group)
}

// packed reads a string and what is in it.
func (r *reader) packed(parse func([]byte) ([][]byte, error)) ([][]byte, error) {
	s, err := r.string()
	if err != nil {
		return nil, err
	}
	return parse(s)
}

// quicklist reads a count of nodes, and of each its container and its content.
func (r *reader) quicklist() ([][]byte, error) {
	nodes, err := r.plain()
	if err != nil || nodes > uint64(len(r.rest)) {
		return nil, ErrFormat
	}
	var items [][]byte
	for range nodes {
		container, err := r.plain()
		if err != nil {
			return nil, err
		}
		switch container {
		case nodePlain:
			s, err := r.string()
			if err != nil {
				return nil, err
			}
			items = append(items, s)
		case nodePacked:
			part, err := r.packed(parseListpack)
			if err != nil {
				return nil, err
			}
			items = append(items, part...)
		default:
			return nil, ErrFormat
		}
	}
	return items, nil
}
