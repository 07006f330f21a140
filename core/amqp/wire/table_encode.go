package wire

import (
	"encoding/binary"
	"math"
	"slices"
)

// AppendTable appends a table with its length. Each value must satisfy
// ValidValue; one that does not is a mistake of the program, and it panics.
// Names longer than 255 bytes are cut.
func AppendTable(dst []byte, t Table) []byte {
	at := len(dst)
	dst = append(dst, 0, 0, 0, 0)
	for _, f := range t {
		dst = AppendValue(appendShortstr(dst, f.Name), f.Value)
	}
	return endSized(dst, at)
}

// endSized fills in the length of what follows the four octets at at.
func endSized(dst []byte, at int) []byte {
	binary.BigEndian.PutUint32(dst[at:], uint32(len(dst)-at-4))
	return dst
}

// AppendValue appends the letter of a value's type and the value, under the
// conditions of AppendTable.
func AppendValue(dst []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(dst, 'V')
	case string:
		return appendLongstr(append(dst, 'S'), v)
	case []byte:
		dst = binary.BigEndian.AppendUint32(append(dst, 'x'), uint32(len(v)))
		return append(dst, v...)
	case Table:
		return AppendTable(append(dst, 'F'), v)
	case Array:
		return appendArray(append(dst, 'A'), v)
	case Decimal:
		return binary.BigEndian.AppendUint32(append(dst, 'D', v.Scale), v.Value)
	case Timestamp:
		return binary.BigEndian.AppendUint64(append(dst, 'T'), uint64(v))
	case bool:
		if v {
			return append(dst, 't', 1)
		}
		return append(dst, 't', 0)
	}
	return appendNumber(dst, v)
}

func appendNumber(dst []byte, v any) []byte {
	switch v := v.(type) {
	case int8:
		return append(dst, 'b', byte(v))
	case uint8:
		return append(dst, 'B', v)
	case int16:
		return binary.BigEndian.AppendUint16(append(dst, 's'), uint16(v))
	case uint16:
		return binary.BigEndian.AppendUint16(append(dst, 'u'), v)
	case int32:
		return binary.BigEndian.AppendUint32(append(dst, 'I'), uint32(v))
	case uint32:
		return binary.BigEndian.AppendUint32(append(dst, 'i'), v)
	case int64:
		return binary.BigEndian.AppendUint64(append(dst, 'l'), uint64(v))
	case float32:
		return binary.BigEndian.AppendUint32(append(dst, 'f'), math.Float32bits(v))
	case float64:
		return binary.BigEndian.AppendUint64(append(dst, 'd'), math.Float64bits(v))
	}
	panic("amqp/wire: a field's value is of a Go type that AMQP has not")
}

func appendArray(dst []byte, a Array) []byte {
	at := len(dst)
	dst = append(dst, 0, 0, 0, 0)
	for _, v := range a {
		dst = AppendValue(dst, v)
	}
	return endSized(dst, at)
}

// ValidValue tells whether DecodeTable reads what AppendTable makes of a value,
// usually a whole Table: its type is one of Field's, numbers are finite, names
// fit, and it is not nested too deep. Doors ask it about what users gave them.
func ValidValue(v any) bool { return validValue(v, 1) }

func validValue(v any, depth int) bool {
	switch v := v.(type) {
	case nil, string, []byte, bool, Decimal, Timestamp,
		int8, uint8, int16, uint16, int32, uint32, int64:
		return true
	case float32:
		return finite(float64(v))
	case float64:
		return finite(v)
	case Table:
		return depth <= MaxDepth && !slices.ContainsFunc(v, func(f Field) bool {
			return len(f.Name) > maxShortstr || !validValue(f.Value, depth+1)
		})
	case Array:
		return depth <= MaxDepth && !slices.ContainsFunc(v, func(e any) bool { return !validValue(e, depth+1) })
	}
	return false
}

// finite: Erlang has no infinities and no NaN, so RabbitMQ refuses them.
func finite(f float64) bool { return !math.IsInf(f, 0) && !math.IsNaN(f) }
