package rdb

import (
	"encoding/binary"
	"math"

	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// appendLength takes the shortest form that holds n.
func appendLength(b []byte, n uint64) []byte {
	switch {
	case n < 1<<6:
		return append(b, byte(n))
	case n < 1<<14:
		return append(b, length14|byte(n>>8), byte(n))
	case n <= math.MaxUint32:
		return binary.BigEndian.AppendUint32(append(b, length32), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(b, length64), n)
}

// appendString writes a string, short integers as numbers. Long ones are not
// compressed, which the format leaves open.
func appendString(b, s []byte) []byte {
	if n, ok := wire.ParseInt(s); ok {
		switch {
		case n == int64(int8(n)):
			return append(b, special|stringInt8, byte(n))
		case n == int64(int16(n)):
			return binary.LittleEndian.AppendUint16(append(b, special|stringInt16), uint16(n))
		case n == int64(int32(n)):
			return binary.LittleEndian.AppendUint32(append(b, special|stringInt32), uint32(n))
		}
	}
	return append(appendLength(b, uint64(len(s))), s...)
}
