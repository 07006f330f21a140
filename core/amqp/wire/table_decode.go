package wire

import (
	"encoding/binary"
	"errors"
	"math"
)

// MaxDepth is how deep tables and arrays may be nested, the outermost counted.
// RabbitMQ has no limit but the frame's size.
const MaxDepth = 100

// ErrTable is a field table that can't be read: a length beyond its end, an
// unknown type, a float that is not finite, or nested too deep. (RabbitMQ's
// parser has no clause for these; the process that called it dies.)
var ErrTable = errors.New("amqp: malformed field table")

// DecodeTable reads a table with its length off the front of p. An empty table
// is nil.
func DecodeTable(p []byte) (t Table, rest []byte, err error) {
	body, rest, ok := cutSized(p)
	if !ok {
		return nil, nil, ErrTable
	}
	t, err = DecodeTableBody(body)
	return t, rest, err
}

// DecodeTableBody reads a table without its length, as the response of
// AMQPLAIN has it.
func DecodeTableBody(body []byte) (Table, error) {
	if !checkTable(body, 1) {
		return nil, ErrTable
	}
	return buildTable(body), nil
}

// Lookup reads the first value with that name out of a table with its length,
// such as Scan.Headers, that has been checked. It makes no table.
func Lookup(table []byte, name string) (value any, ok bool) {
	body, _, ok := cutSized(table)
	for ok && len(body) > 0 {
		key, rest, _ := cutShortstr(body)
		size := valueSize(rest)
		if string(key) == name {
			return buildValue(rest[0], rest[1:1+size]), true
		}
		body = rest[1+size:]
	}
	return nil, false
}

// checkTable tells whether body is a table's fields, whole. After it the build
// functions can't fail.
func checkTable(body []byte, depth int) bool {
	for len(body) > 0 {
		_, rest, ok := cutShortstr(body)
		if !ok {
			return false
		}
		if body, ok = checkValue(rest, depth); !ok {
			return false
		}
	}
	return depth <= MaxDepth
}

func checkArray(body []byte, depth int) (ok bool) {
	for len(body) > 0 {
		if body, ok = checkValue(body, depth); !ok {
			return false
		}
	}
	return depth <= MaxDepth
}

// checkValue checks a value, its type's letter first, inside something of a
// depth, and gives what follows it.
func checkValue(p []byte, depth int) (rest []byte, ok bool) {
	if len(p) == 0 || depth > MaxDepth {
		return nil, false
	}
	size := valueSize(p)
	if size < 0 || size > len(p)-1 {
		return nil, false
	}
	value, rest := p[1:1+size], p[1+size:]
	switch p[0] {
	case 'F':
		ok = checkTable(value[4:], depth+1)
	case 'A':
		ok = checkArray(value[4:], depth+1)
	case 'f':
		ok = finite(float64(math.Float32frombits(binary.BigEndian.Uint32(value))))
	case 'd':
		ok = finite(math.Float64frombits(binary.BigEndian.Uint64(value)))
	default:
		ok = true
	}
	return rest, ok
}

// valueSize is the number of octets of a value behind its type's letter p[0],
// a length included; -1 for a type that there is not, or a length cut off.
func valueSize(p []byte) int {
	switch p[0] {
	case 'V':
		return 0
	case 't', 'b', 'B':
		return 1
	case 's', 'u':
		return 2
	case 'I', 'i', 'f':
		return 4
	case 'D':
		return 5
	case 'l', 'L', 'd', 'T':
		return 8
	case 'S', 'x', 'F', 'A':
		if s, _, ok := cutSized(p[1:]); ok {
			return 4 + len(s)
		}
	}
	return -1
}

func buildTable(body []byte) (t Table) {
	for len(body) > 0 {
		name, rest, _ := cutShortstr(body)
		end := 1 + valueSize(rest)
		t = append(t, Field{string(name), buildValue(rest[0], rest[1:end])})
		body = rest[end:]
	}
	return t
}

func buildArray(body []byte) Array {
	a := Array{}
	for len(body) > 0 {
		end := 1 + valueSize(body)
		a = append(a, buildValue(body[0], body[1:end]))
		body = body[end:]
	}
	return a
}

// buildValue makes a value of its octets, a length included.
func buildValue(kind byte, p []byte) any {
	switch kind {
	case 'S':
		return string(p[4:])
	case 'x':
		return append([]byte{}, p[4:]...)
	case 'F':
		return buildTable(p[4:])
	case 'A':
		return buildArray(p[4:])
	case 't':
		return p[0] != 0
	case 'T':
		return Timestamp(binary.BigEndian.Uint64(p))
	case 'D':
		return Decimal{Scale: p[0], Value: binary.BigEndian.Uint32(p[1:])}
	}
	return buildNumber(kind, p)
}

func buildNumber(kind byte, p []byte) any {
	switch kind {
	case 'b':
		return int8(p[0])
	case 'B':
		return p[0]
	case 's':
		return int16(binary.BigEndian.Uint16(p))
	case 'u':
		return binary.BigEndian.Uint16(p)
	case 'I':
		return int32(binary.BigEndian.Uint32(p))
	case 'i':
		return binary.BigEndian.Uint32(p)
	case 'l', 'L':
		return int64(binary.BigEndian.Uint64(p))
	case 'f':
		return math.Float32frombits(binary.BigEndian.Uint32(p))
	case 'd':
		return math.Float64frombits(binary.BigEndian.Uint64(p))
	}
	return nil // V
}
