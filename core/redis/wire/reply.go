package wire

import (
	"math"
	"strconv"
)

// Writer appends replies to a buffer, in the version of RESP that the
// connection speaks: what version 2 lacks is written in its older form. The
// zero value writes RESP2.
type Writer struct {
	Buf   []byte
	RESP3 bool
	// Limit is how many bytes Buf may have before no more strings are written;
	// 0 is none. Over tells that one was left away: what is in Buf is no reply.
	Limit int
	Over  bool
}

// fits tells whether a string may be written: strings are what makes a reply
// larger than the request and the structures that it names.
func (w *Writer) fits(size int) bool {
	if w.Limit > 0 && len(w.Buf)+size > w.Limit {
		w.Over = true
		return false
	}
	return true
}

// Status writes a simple string such as OK. s must not hold CR or LF.
func (w *Writer) Status(s string) { w.Buf = append(append(append(w.Buf, '+'), s...), "\r\n"...) }

// OK writes the status of a command that has nothing else to say.
func (w *Writer) OK() { w.Buf = append(w.Buf, "+OK\r\n"...) }

// Error writes an error; text begins with its kind: "ERR", "WRONGTYPE". CR
// and LF in it become spaces, so that no text can forge a reply.
func (w *Writer) Error(text string) {
	w.Buf = append(w.Buf, '-')
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\r' || c == '\n' {
			c = ' '
		}
		w.Buf = append(w.Buf, c)
	}
	w.Buf = append(w.Buf, "\r\n"...)
}

// Int writes an integer.
func (w *Writer) Int(n int64) { w.head(':', n) }

// Bulk writes a string of bytes.
func (w *Writer) Bulk(b []byte) {
	if !w.fits(len(b)) {
		return
	}
	w.head('$', int64(len(b)))
	w.Buf = append(append(w.Buf, b...), "\r\n"...)
}

// BulkString writes a string of bytes. It stays a call: inlined in the many
// places that write a word of documentation or a name, it is 8 KB of the
// compressed WebAssembly module, for a nanosecond.
//
//go:noinline
func (w *Writer) BulkString(s string) {
	if !w.fits(len(s)) {
		return
	}
	w.head('$', int64(len(s)))
	w.Buf = append(append(w.Buf, s...), "\r\n"...)
}

// BulkInt writes a number as a bulk string.
func (w *Writer) BulkInt(n int64) {
	var digits [20]byte
	w.Bulk(strconv.AppendInt(digits[:0], n, 10))
}

// Nil writes "there is none": the null bulk of RESP2, the null of RESP3.
func (w *Writer) Nil() {
	if w.RESP3 {
		w.Buf = append(w.Buf, "_\r\n"...)
		return
	}
	w.Buf = append(w.Buf, "$-1\r\n"...)
}

// NilArray writes "there is none" where an array was due.
func (w *Writer) NilArray() {
	if w.RESP3 {
		w.Buf = append(w.Buf, "_\r\n"...)
		return
	}
	w.Buf = append(w.Buf, "*-1\r\n"...)
}

// Array announces n elements, to be written next.
func (w *Writer) Array(n int) { w.head('*', int64(n)) }

// Map announces n pairs of key and value.
func (w *Writer) Map(n int) {
	if w.RESP3 {
		w.head('%', int64(n))
		return
	}
	w.head('*', 2*int64(n))
}

// Set announces n elements without order.
func (w *Writer) Set(n int) {
	if w.RESP3 {
		w.head('~', int64(n))
		return
	}
	w.head('*', int64(n))
}

// Push announces n elements that answer no request; RESP2 has only arrays.
func (w *Writer) Push(n int) {
	if w.RESP3 {
		w.head('>', int64(n))
		return
	}
	w.head('*', int64(n))
}

// Bool writes a truth value; RESP2 has 1 and 0.
func (w *Writer) Bool(b bool) {
	switch {
	case w.RESP3 && b:
		w.Buf = append(w.Buf, "#t\r\n"...)
	case w.RESP3:
		w.Buf = append(w.Buf, "#f\r\n"...)
	case b:
		w.Int(1)
	default:
		w.Int(0)
	}
}

// Double writes a floating-point number; RESP2 has a bulk string.
func (w *Writer) Double(f float64) {
	var digits [40]byte
	text := AppendFloat(digits[:0], f)
	if w.RESP3 {
		w.Buf = append(append(append(w.Buf, ','), text...), "\r\n"...)
		return
	}
	w.Bulk(text)
}

// Verbatim writes text with its three-letter format ("txt", "mkd"); RESP2 has
// a bulk string.
func (w *Writer) Verbatim(format, text string) {
	if !w.RESP3 {
		w.BulkString(text)
		return
	}
	w.head('=', int64(len(text)+4))
	w.Buf = append(append(append(append(w.Buf, format...), ':'), text...), "\r\n"...)
}

// AppendFloat writes a double as Redis 7.0 does: 17 significant digits without
// trailing zeros (C's "%.17g"), "inf" and "-inf".
func AppendFloat(b []byte, f float64) []byte {
	switch {
	case math.IsInf(f, 1):
		return append(b, "inf"...)
	case math.IsInf(f, -1):
		return append(b, "-inf"...)
	case math.IsNaN(f):
		return append(b, "nan"...)
	}
	return strconv.AppendFloat(b, f, 'g', 17, 64)
}

func (w *Writer) head(kind byte, n int64) {
	w.Buf = append(w.Buf, kind)
	if n >= 0 && n < 10 {
		w.Buf = append(w.Buf, byte('0'+n))
	} else {
		w.Buf = strconv.AppendInt(w.Buf, n, 10)
	}
	w.Buf = append(w.Buf, '\r', '\n')
}
