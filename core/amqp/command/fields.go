package command

import (
	"math"
	"strconv"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/jsontext"
)

// appendValue writes a value of a field table.
func appendValue(dst []byte, v any) []byte {
	switch v := v.(type) {
	case bool:
		return strconv.AppendBool(dst, v)
	case string:
		return jsontext.AppendText(dst, v)
	case []byte:
		return jsontext.AppendBase64(dst, string(v))
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
	w := jsontext.Writer{}
	for _, f := range t {
		w.Raw(f.Name, appendValue(nil, f.Value))
	}
	return append(dst, w.End()...)
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
