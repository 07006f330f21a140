package rdb

import (
	"encoding/binary"
	"slices"
	"strconv"

	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// An intset is the width of its integers in bytes (2, 4 or 8) and their count,
// four bytes each, then the integers in order; all little-endian (intset.h).
const intsetHeader = 8

// intset packs integers, all of which must be such.
func intset(items [][]byte) []byte {
	ints := make([]int64, len(items))
	width := 2
	for i, item := range items {
		n, _ := wire.ParseInt(item)
		ints[i] = n
		switch {
		case n != int64(int32(n)):
			width = 8
		case n != int64(int16(n)):
			width = max(width, 4)
		}
	}
	slices.Sort(ints)
	b := binary.LittleEndian.AppendUint32(nil, uint32(width))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(ints)))
	for _, n := range ints {
		for i := range width {
			b = append(b, byte(n>>(8*i)))
		}
	}
	return b
}

// parseIntset refuses integers out of order: Redis searches them by halving.
func parseIntset(b []byte) ([][]byte, error) {
	if len(b) < intsetHeader {
		return nil, ErrFormat
	}
	width := binary.LittleEndian.Uint32(b)
	count := binary.LittleEndian.Uint32(b[4:])
	b = b[intsetHeader:]
	if width != 2 && width != 4 && width != 8 || uint64(len(b)) != uint64(width)*uint64(count) {
		return nil, ErrFormat
	}
	items := make([][]byte, 0, count)
	last := int64(0)
	for part := range slices.Chunk(b, int(width)) {
		n := littleEndian(part)
		if len(items) > 0 && n <= last {
			return nil, ErrFormat
		}
		items, last = append(items, strconv.AppendInt(nil, n, 10)), n
	}
	return items, nil
}
