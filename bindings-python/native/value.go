//go:build pyext

package main

import (
	"encoding/binary"
	"math"
	"unsafe"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/object"
)

// Plain values cross as bytes; value.h has the format.

// appendValue writes a value for Python. An object gets a handle, which Python
// frees.
func appendValue(b []byte, v lox.Value) []byte {
	switch v.Type() {
	case lox.NilType:
		return append(b, 'n')
	case lox.Bool:
		if v.Truthy() {
			return append(b, 't')
		}
		return append(b, 'f')
	case lox.Number:
		return binary.NativeEndian.AppendUint64(append(b, 'd'), math.Float64bits(v.Float()))
	case lox.String:
		text := v.Text()
		b = binary.NativeEndian.AppendUint64(append(b, 's'), uint64(len(text)))
		return append(b, text...)
	}
	b = binary.NativeEndian.AppendUint64(append(b, 'o'), uint64(door.Keep(v)))
	return binary.NativeEndian.AppendUint64(b, identity(v))
}

// identity is the same for two values that are the same object, while either
// is kept: Go's collector moves nothing.
func identity(v lox.Value) uint64 {
	o, _ := v.Same().(*object.Object)
	return uint64(uintptr(unsafe.Pointer(o)))
}

var errMalformed = code.New(code.Internal, "python: malformed value")

// readValues reads what Python wrote.
func readValues(b []byte) ([]any, error) {
	var values []any
	for len(b) > 0 {
		v, rest, err := readValue(b)
		if err != nil {
			return nil, err
		}
		values, b = append(values, v), rest
	}
	return values, nil
}

func readValue(b []byte) (value any, rest []byte, err error) {
	switch b[0] {
	case 'n':
		return nil, b[1:], nil
	case 't', 'f':
		return b[0] == 't', b[1:], nil
	}
	if len(b) < 9 {
		return nil, nil, errMalformed
	}
	number, rest := binary.NativeEndian.Uint64(b[1:]), b[9:]
	switch b[0] {
	case 'd':
		return math.Float64frombits(number), rest, nil
	case 'o':
		v, err := door.Of[lox.Value](int64(number))
		return v, rest, err
	case 's':
		if number <= uint64(len(rest)) {
			return string(rest[:number]), rest[number:], nil
		}
	}
	return nil, nil, errMalformed
}
