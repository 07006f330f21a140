package wire

import (
	"bytes"
	"errors"
	"strconv"
)

// Kind is the first byte of a RESP value.
type Kind byte

// The kinds, by their bytes on the wire. RESP3's "_" is Nil; so are RESP2's
// "$-1" and "*-1".
const (
	Status    Kind = '+'
	ErrorKind Kind = '-'
	Integer   Kind = ':'
	Bulk      Kind = '$'
	Array     Kind = '*'
	Nil       Kind = '_'
	Boolean   Kind = '#'
	Double    Kind = ','
	BigNumber Kind = '('
	BulkError Kind = '!'
	Verbatim  Kind = '='
	Map       Kind = '%'
	Set       Kind = '~'
	Attribute Kind = '|'
	Push      Kind = '>'
)

// Value is a decoded reply, for doors that turn replies into something else.
type Value struct {
	Kind  Kind
	Text  []byte  // Status, ErrorKind, Bulk, BigNumber, BulkError, Verbatim (with its "txt:")
	Int   int64   // Integer; Boolean as 0 and 1
	Float float64 // Double
	Items []Value // Array, Set, Push; Map and Attribute as key, value, key, value
}

// ErrIncomplete means: the same bytes and more, please.
var ErrIncomplete = errors.New("redis: reply is not complete")

// maxDepth bounds nesting, so that a stranger's bytes can't exhaust the stack.
const maxDepth = 128

// Decode reads one value and tells how many bytes it took. Text points into p.
func Decode(p []byte) (v Value, n int, err error) { return decode(p, 0) }

func decode(p []byte, depth int) (v Value, n int, err error) {
	if depth > maxDepth {
		return Value{}, 0, &ProtocolError{"nesting too deep"}
	}
	end := bytes.Index(p, []byte("\r\n"))
	if end < 0 {
		return Value{}, 0, ErrIncomplete
	}
	if end == 0 {
		return Value{}, 0, &ProtocolError{"empty line"}
	}
	v.Kind, n = Kind(p[0]), end+2
	line := p[1:end]
	switch v.Kind {
	case Status, ErrorKind, BigNumber:
		v.Text = line
		return v, n, nil
	case Nil:
		return v, n, nil
	case Integer:
		if v.Int, err = strconv.ParseInt(string(line), 10, 64); err != nil {
			err = &ProtocolError{"invalid integer"}
		}
	case Boolean:
		switch string(line) {
		case "t":
			v.Int = 1
		case "f":
		default:
			err = &ProtocolError{"invalid boolean"}
		}
	case Double:
		if v.Float, err = strconv.ParseFloat(string(line), 64); err != nil {
			err = &ProtocolError{"invalid double"}
		}
	case Bulk, BulkError, Verbatim:
		return decodeText(v, p, n, line)
	case Array, Set, Push, Map, Attribute:
		return decodeItems(v, p, n, line, depth)
	default:
		err = &ProtocolError{"unknown type byte"}
	}
	if err != nil {
		return Value{}, 0, err
	}
	return v, n, nil
}

func decodeText(v Value, p []byte, n int, line []byte) (Value, int, error) {
	size, ok := ParseInt(line)
	switch {
	case ok && size == -1:
		return Value{Kind: Nil}, n, nil
	case !ok || size < 0 || size > MaxBulk:
		return Value{}, 0, &ProtocolError{"invalid bulk length"}
	case int64(len(p)-n) < size+2:
		return Value{}, 0, ErrIncomplete
	case p[n+int(size)] != '\r' || p[n+int(size)+1] != '\n':
		return Value{}, 0, &ProtocolError{"bulk does not end where it said"}
	}
	v.Text = p[n : n+int(size)]
	return v, n + int(size) + 2, nil
}

func decodeItems(v Value, p []byte, n int, line []byte, depth int) (Value, int, error) {
	count, ok := ParseInt(line)
	if ok && count == -1 {
		return Value{Kind: Nil}, n, nil
	}
	if !ok || count < 0 || count > 1<<31 {
		return Value{}, 0, &ProtocolError{"invalid multibulk length"}
	}
	if v.Kind == Map || v.Kind == Attribute {
		count *= 2
	}
	// Grown as items come: a count alone must not take memory.
	for range count {
		item, used, err := decode(p[n:], depth+1)
		if err != nil {
			return Value{}, 0, err
		}
		v.Items = append(v.Items, item)
		n += used
	}
	return v, n, nil
}

// AppendRequest writes a request as clients do: an array of bulk strings.
func AppendRequest[S ~string | ~[]byte](b []byte, args ...S) []byte {
	w := Writer{Buf: b}
	w.Array(len(args))
	for _, a := range args {
		w.head('$', int64(len(a)))
		w.Buf = append(append(w.Buf, a...), "\r\n"...)
	}
	return w.Buf
}
