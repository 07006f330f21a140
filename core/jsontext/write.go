package jsontext

import (
	"encoding/base64"
	"strconv"
	"unicode/utf8"
)

// Writer writes one JSON object, member by member. The zero Writer is empty.
type Writer struct{ buf []byte }

// Raw adds a member whose value is JSON already.
func (w *Writer) Raw(name string, value []byte) *Writer {
	w.name(name)
	w.buf = append(w.buf, value...)
	return w
}

// Text adds a string, as AppendText writes it.
func (w *Writer) Text(name, value string) *Writer {
	w.name(name)
	w.buf = AppendText(w.buf, value)
	return w
}

// Integer adds a whole number.
func (w *Writer) Integer(name string, value int64) *Writer {
	w.name(name)
	w.buf = strconv.AppendInt(w.buf, value, 10)
	return w
}

// Flag adds true or false.
func (w *Writer) Flag(name string, value bool) *Writer {
	w.name(name)
	w.buf = strconv.AppendBool(w.buf, value)
	return w
}

func (w *Writer) name(name string) {
	if len(w.buf) == 0 {
		w.buf = append(w.buf, '{')
	} else {
		w.buf = append(w.buf, ',')
	}
	w.buf = append(AppendString(w.buf, name), ':')
}

// End gives the object's text.
func (w *Writer) End() []byte {
	if len(w.buf) == 0 {
		return []byte("{}")
	}
	return append(w.buf, '}')
}

// AppendList writes an array of items that are JSON already.
func AppendList(dst []byte, items [][]byte) []byte {
	dst = append(dst, '[')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, item...)
	}
	return append(dst, ']')
}

// AppendText writes a string, or {"b64": "..."} where it is not UTF-8.
func AppendText(dst []byte, s string) []byte {
	if utf8.ValidString(s) {
		return AppendString(dst, s)
	}
	return AppendBase64(dst, s)
}

// AppendBase64 writes bytes as {"b64": "..."}.
func AppendBase64(dst []byte, s string) []byte {
	dst = append(dst, `{"b64":"`...)
	dst = base64.StdEncoding.AppendEncode(dst, []byte(s))
	return append(dst, `"}`...)
}

const hexDigits = "0123456789abcdef"

// AppendString writes a JSON string; what is not UTF-8 becomes U+FFFD.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == '\n':
			dst = append(dst, '\\', 'n')
		case r < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}
