// Package rdb is the form in which DUMP gives a value and RESTORE takes it:
// Redis' RDB file format, version 10 (Redis 7.0), for strings, lists, sets and
// hashes.
//
// A payload is a type byte, the value, two bytes of format version and a
// CRC-64 over all before it, both little-endian.
//
// Read are all encodings that Redis 7.0 writes, and the plain ones of older
// versions; ziplists and zipmaps (Redis before 7.0) are not.
//
// Files: rdb.go (the types), writer.go, reader.go; checksum.go, and the packed
// forms: intset.go, listpack.go, lzf.go.
package rdb

import (
	"encoding/binary"
	"errors"
)

// Version is the format version that is written; newer ones are not read.
const Version = 10

// What can be wrong with a payload.
var (
	ErrChecksum = errors.New("rdb: wrong version or checksum")
	ErrFormat   = errors.New("rdb: bad data format")
)

// Kind is what a value is.
type Kind uint8

// The kinds of values.
const (
	String Kind = iota
	List
	Set
	Hash
)

// Value is one value in plain form.
type Value struct {
	Kind Kind
	// Items are the one string, the elements, the members, or field, value,
	// field, value and so on.
	Items [][]byte
	// Compact asks for the compact form of a set (all integers) or a hash. It
	// is not set by Parse.
	Compact bool
}

// The type bytes (rdb.h of Redis 7.0).
const (
	typeString       = 0
	typeList         = 1
	typeSet          = 2
	typeHash         = 4
	typeSetIntset    = 11
	typeHashListpack = 16
	typeQuicklist2   = 18
)

// The containers of a node of typeQuicklist2.
const (
	nodePlain  = 1 // one element
	nodePacked = 2 // a listpack of elements
)

// nodeBytes is how big a packed node gets, as with list-max-listpack-size -2;
// a bigger element is a plain node of its own.
const nodeBytes = 8192

const footerSize = 2 + 8

// Append adds the payload of v to b.
func Append(b []byte, v Value) []byte {
	start := len(b)
	switch {
	case v.Kind == String:
		b = appendString(append(b, typeString), v.Items[0])
	case v.Kind == List:
		b = appendQuicklist(append(b, typeQuicklist2), v.Items)
	case v.Kind == Set && v.Compact:
		b = appendString(append(b, typeSetIntset), intset(v.Items))
	case v.Kind == Set:
		b = appendStrings(append(b, typeSet), len(v.Items), v.Items)
	case v.Compact:
		b = appendString(append(b, typeHashListpack), listpack(v.Items))
	default:
		b = appendStrings(append(b, typeHash), len(v.Items)/2, v.Items)
	}
	b = binary.LittleEndian.AppendUint16(b, Version)
	return binary.LittleEndian.AppendUint64(b, Checksum(b[start:]))
}

func appendStrings(b []byte, count int, items [][]byte) []byte {
	b = appendLength(b, uint64(count))
	for _, item := range items {
		b = appendString(b, item)
	}
	return b
}

// appendQuicklist writes a list as nodes.
func appendQuicklist(b []byte, items [][]byte) []byte {
	var nodes [][][]byte
	size := 0
	for _, item := range items {
		if len(nodes) == 0 || size+len(item) > nodeBytes {
			nodes, size = append(nodes, nil), 0
		}
		last := len(nodes) - 1
		nodes[last] = append(nodes[last], item)
		size += len(item)
	}
	b = appendLength(b, uint64(len(nodes)))
	for _, node := range nodes {
		if len(node) == 1 && len(node[0]) > nodeBytes {
			b = appendString(appendLength(b, nodePlain), node[0])
		} else {
			b = appendString(appendLength(b, nodePacked), listpack(node))
		}
	}
	return b
}

// Parse checks a payload and gives its value. The items are copies. A set
// without repeated members, a hash without repeated fields is for the caller
// to check; none is ever empty.
func Parse(p []byte) (Value, error) {
	body := len(p) - footerSize
	if body < 0 || binary.LittleEndian.Uint16(p[body:]) > Version ||
		binary.LittleEndian.Uint64(p[body+2:]) != Checksum(p[:body+2]) {
		return Value{}, ErrChecksum
	}
	r := &reader{rest: p[:body]}
	v, err := r.value()
	if err != nil || len(v.Items) == 0 {
		return Value{}, ErrFormat
	}
	return v, nil
}

func (r *reader) value() (v Value, err error) {
	t, err := r.byte()
	if err != nil {
		return v, err
	}
	switch t {
	case typeString:
		v.Kind = String
		v.Items, err = r.strings(1)
	case typeList:
		v.Kind = List
		v.Items, err = r.counted(1)
	case typeQuicklist2:
		v.Kind = List
		v.Items, err = r.quicklist()
	case typeSet:
		v.Kind = Set
		v.Items, err = r.counted(1)
	case typeSetIntset:
		v.Kind = Set
		v.Items, err = r.packed(parseIntset)
	case typeHash:
		v.Kind = Hash
		v.Items, err = r.counted(2)
	case typeHashListpack:
		v.Kind = Hash
		v.Items, err = r.packed(parseListpack)
		if len(v.Items)%2 != 0 {
			err = ErrFormat
		}
	default:
		err = ErrFormat
	}
	return v, err
}
