package wire

import (
	"encoding/binary"
	"unicode/utf8"
)

// maxShortstr is the most bytes of a short string: its length is one octet.
const maxShortstr = 255

// codec reads or writes a method's fields, so that each method says only once
// what they are and both directions agree. A fault ends reading quietly: the
// fields that follow stay as they are, and DecodeMethod looks at it at last.
type codec struct {
	decoding bool
	raw      bool   // short strings may hold any octets
	buf      []byte // reading: what is left; writing: what has been written
	fault    fault
}

// fault is what a codec stumbled over; the larger one is the one to report.
type fault byte

const (
	faultNone  fault = iota
	faultUTF8        // a short string that is not UTF-8
	faultTable       // a field table that can't be read
	faultSize        // fields end too early
)

// encoding begins to write a method.
func encoding(dst []byte, id MethodID) codec {
	return codec{buf: binary.BigEndian.AppendUint32(dst, uint32(id))}
}

// stop notes a fault, unless an earlier one is as bad.
func (c *codec) stop(f fault) { c.fault = max(c.fault, f) }

// take cuts n octets from what is left, or gives nil.
func (c *codec) take(n int) []byte {
	if c.fault == faultSize || len(c.buf) < n {
		c.stop(faultSize)
		return nil
	}
	taken := c.buf[:n:n]
	c.buf = c.buf[n:]
	return taken
}

func (c *codec) octet(v *uint8) {
	if !c.decoding {
		c.buf = append(c.buf, *v)
	} else if p := c.take(1); p != nil {
		*v = p[0]
	}
}

func (c *codec) short(v *uint16) {
	if !c.decoding {
		c.buf = binary.BigEndian.AppendUint16(c.buf, *v)
	} else if p := c.take(2); p != nil {
		*v = binary.BigEndian.Uint16(p)
	}
}

func (c *codec) long(v *uint32) {
	if !c.decoding {
		c.buf = binary.BigEndian.AppendUint32(c.buf, *v)
	} else if p := c.take(4); p != nil {
		*v = binary.BigEndian.Uint32(p)
	}
}

func (c *codec) longlong(v *uint64) {
	if !c.decoding {
		c.buf = binary.BigEndian.AppendUint64(c.buf, *v)
	} else if p := c.take(8); p != nil {
		*v = binary.BigEndian.Uint64(p)
	}
}

// bits packs up to eight neighbours into one octet, the first one lowest.
func (c *codec) bits(vs ...*bool) {
	var packed uint8
	for i, v := range vs {
		if *v {
			packed |= 1 << i
		}
	}
	c.octet(&packed)
	for i, v := range vs {
		*v = packed&(1<<i) != 0
	}
}

func (c *codec) shortstr(v *string) {
	if !c.decoding {
		c.buf = appendShortstr(c.buf, *v)
		return
	}
	var size uint8
	c.octet(&size)
	p := c.take(int(size))
	if !c.raw && !utf8.Valid(p) {
		c.stop(faultUTF8)
	}
	*v = string(p)
}

func (c *codec) longstr(v *string) {
	if !c.decoding {
		c.buf = appendLongstr(c.buf, *v)
		return
	}
	*v = string(c.sized())
}

func (c *codec) table(v *Table) {
	if !c.decoding {
		c.buf = AppendTable(c.buf, *v)
		return
	}
	t, err := DecodeTableBody(c.sized())
	if err != nil {
		c.stop(faultTable)
	}
	*v = t
}

// sized takes octets that a long announces.
func (c *codec) sized() []byte {
	var size uint32
	c.long(&size)
	if int64(size) > int64(len(c.buf)) {
		c.stop(faultSize)
		return nil
	}
	return c.take(int(size))
}

// Fields that AMQP 0-9-1 reserves hold nothing: zero and empty are written,
// anything is read.

func (c *codec) reservedShort()    { c.short(new(uint16)) }
func (c *codec) reservedBit()      { c.bits(new(bool)) }
func (c *codec) reservedShortstr() { c.shortstr(new(string)) }
func (c *codec) reservedLongstr()  { c.longstr(new(string)) }

// appendShortstr cuts what is longer than 255 bytes: the engine refuses such
// names, and a text that is too long must not spoil the frame.
func appendShortstr(dst []byte, s string) []byte {
	s = cutText(s, maxShortstr)
	return append(append(dst, byte(len(s))), s...)
}

// cutText is at most n bytes of s, ending with a whole character.
func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	cut := n
	for cut > n-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut]
}

func appendLongstr(dst []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint32(dst, uint32(len(s))), s...)
}
