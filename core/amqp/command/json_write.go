package command

import (
	"encoding/base64"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// object writes a JSON object, field by field.
type object struct{ buf []byte }

func (o *object) raw(name string, value []byte) *object {
	if len(o.buf) == 0 {
		o.buf = append(o.buf, '{')
	} else {
		o.buf = append(o.buf, ',')
	}
	o.buf = append(appendQuoted(o.buf, name), ':')
	o.buf = append(o.buf, value...)
	return o
}

func (o *object) text(name, value string) *object {
	return o.raw(name, appendText(nil, value))
}

func (o *object) blob(name string, value []byte) *object {
	return o.raw(name, appendText(nil, string(value)))
}

func (o *object) number(name string, value int64) *object {
	return o.raw(name, strconv.AppendInt(nil, value, 10))
}

func (o *object) flag(name string, value bool) *object {
	return o.raw(name, strconv.AppendBool(nil, value))
}

// end gives the object's text.
func (o *object) end() []byte {
	if len(o.buf) == 0 {
		return []byte("{}")
	}
	return append(o.buf, '}')
}

// appendText writes a string, or {"b64": ...} where it is not UTF-8.
func appendText(dst []byte, s string) []byte {
	if utf8.ValidString(s) {
		return appendQuoted(dst, s)
	}
	return appendBase64(dst, s)
}

func appendBase64(dst []byte, s string) []byte {
	dst = append(dst, `{"b64":"`...)
	dst = base64.StdEncoding.AppendEncode(dst, []byte(s))
	return append(dst, `"}`...)
}

const hexDigits = "0123456789abcdef"

// appendQuoted writes a JSON string; what is not UTF-8 becomes U+FFFD.
func appendQuoted(dst []byte, s string) []byte {
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

// appendValue writes a value of a field table.
func appendValue(dst []byte, v any) []byte {
	switch v := v.(type) {
	case bool:
		return strconv.AppendBool(dst, v)
	case string:
		return appendText(dst, v)
	case []byte:
		return appendBase64(dst, string(v))
	case float32:
		return appendFloat(dst, float64(v), 32)
	case float64:
		return appendFloat(dst, v, 64)
	case wire.Timestamp:
		dst = append(dst, `{"timestamp":`...)
		return append(strconv.AppendUint(dst, uint64(v), 10), '}')
	case wire.Decimal:
		return appendFloat(dst, float64(v.Value)/math.Pow10(int(v.Scale)), 64)
	case wire.Table:
		return appendTable(dst, v)
	case wire.Array:
		return appendArray(dst, v)
	}
	if n, ok := wire.Integer(v); ok {
		return strconv.AppendInt(dst, n, 10)
	}
	return append(dst, "null"...)
}

func appendTable(dst []byte, t wire.Table) []byte {
	o := object{}
	for _, f := range t {
		o.raw(f.Name, appendValue(nil, f.Value))
	}
	return append(dst, o.end()...)
}

func appendArray(dst []byte, list wire.Array) []byte {
	dst = append(dst, '[')
	for i, v := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendValue(dst, v)
	}
	return append(dst, ']')
}

// appendFloat keeps a fraction, so that a double is read as one again. JSON
// has no infinities: they are null.
func appendFloat(dst []byte, f float64, bits int) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(dst, "null"...)
	}
	start := len(dst)
	dst = strconv.AppendFloat(dst, f, 'g', -1, bits)
	for _, c := range dst[start:] {
		if c == '.' || c == 'e' {
			return dst
		}
	}
	return append(dst, '.', '0')
}
