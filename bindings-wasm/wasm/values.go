//go:build wasm

package main

import (
	"encoding/binary"
	"math"

	"github.com/twelvefold/twelvefold/core/code"
)

// Values that cross one by one, as arguments and results of functions of the
// host and of programs: a tag, and behind it what the tag says. src/values.ts
// is the other side.
const (
	tagNil    byte = 0
	tagFalse  byte = 1
	tagTrue   byte = 2
	tagNumber byte = 3 // a float64
	tagString byte = 4 // its length (uint32), its bytes
	tagObject byte = 5 // a byte that the engine chooses, a handle (uint32)
)

// object is a value that stays in the engine: the host has a handle to it.
type object struct {
	kind   byte
	handle uint32
}

var errPacked = code.New(code.InvalidArgument, "wasm: the values are not packed as they should be")

// appendPlain packs nil, a bool, a float64, a string or an object.
func appendPlain(dst []byte, v any) []byte {
	switch v := v.(type) {
	case bool:
		if v {
			return append(dst, tagTrue)
		}
		return append(dst, tagFalse)
	case float64:
		return appendNumber(append(dst, tagNumber), v)
	case string:
		return appendField(append(dst, tagString), v)
	case object:
		return binary.LittleEndian.AppendUint32(append(dst, tagObject, v.kind), v.handle)
	}
	return append(dst, tagNil)
}

// takePlain unpacks the first value of b; strings are copies.
func takePlain(b []byte) (v any, rest []byte) {
	tag, b := takeBytes(b, 1)
	switch tag[0] {
	case tagNil:
		return nil, b
	case tagFalse, tagTrue:
		return tag[0] == tagTrue, b
	case tagNumber:
		bits, b := takeBytes(b, 8)
		return math.Float64frombits(binary.LittleEndian.Uint64(bits)), b
	case tagString:
		n, b := takeBytes(b, 4)
		text, b := takeBytes(b, binary.LittleEndian.Uint32(n))
		return string(text), b
	case tagObject:
		o, b := takeBytes(b, 5)
		return object{o[0], binary.LittleEndian.Uint32(o[1:])}, b
	}
	panic(errPacked)
}

// takeBytes parts b after n bytes. It panics, to caught, where there are fewer.
func takeBytes(b []byte, n uint32) (first, rest []byte) {
	if uint64(n) > uint64(len(b)) {
		panic(errPacked)
	}
	return b[:n], b[n:]
}
