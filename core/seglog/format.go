package seglog

import (
	"encoding/binary"
	"hash/crc32"
)

// The layouts are spelled out in DESIGN.md. All numbers are big-endian.

// formatNumber is the version of all layouts together.
const formatNumber = 1

// Magic bytes. Those of records are no ASCII, and never a zero, which is what
// a sector reads as that did not reach the disk.
const (
	segmentMagic = "\x89seglog\n"
	indexMagic   = "\x89segidx\n"
	recordMagic  = 0xD7
	markMagic    = 0xD8
)

const (
	segmentHeaderSize = 24
	indexHeaderSize   = 24
	recordHeaderSize  = 10
	markSize          = recordHeaderSize + 4
)

// castagnoli is the polynomial of iSCSI (RFC 3720, section 12.1), for which
// amd64 and arm64 have instructions.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// suffix is what a record's checksum covers after the payload: magic, kind,
// length and the place. The place keeps bytes from counting that are a record
// of somewhere else: one within a payload, or in a file with a wrong name.
type suffix [14]byte

// checksum continues the payload's checksum over the rest. It takes the
// scratch space from the caller, as an array of its own would be allocated
// anew for each record.
func (s *suffix) checksum(payload uint32, magic, kind byte, length uint32, at Place) uint32 {
	s[0], s[1] = magic, kind
	binary.BigEndian.PutUint32(s[2:], length)
	binary.BigEndian.PutUint32(s[6:], at.Segment)
	binary.BigEndian.PutUint32(s[10:], at.Offset)
	return crc32.Update(payload, castagnoli, s[:])
}

// appendHeader appends the header that a record, or a mark, begins with.
func appendHeader(b []byte, magic, kind byte, length, sum uint32) []byte {
	b = append(b, magic, kind)
	b = binary.BigEndian.AppendUint32(b, length)
	return binary.BigEndian.AppendUint32(b, sum)
}

// header is a record's or mark's, not checked yet.
type header struct {
	magic, kind byte
	length, sum uint32
}

func parseHeader(b []byte) header {
	return header{
		magic:  b[0],
		kind:   b[1],
		length: binary.BigEndian.Uint32(b[2:]),
		sum:    binary.BigEndian.Uint32(b[6:]),
	}
}

// total is the size of the whole record in bytes.
func (h header) total() int64 { return recordHeaderSize + int64(h.length) }

// plausible tells whether h may begin a record of which at most limit bytes
// are there.
func (h header) plausible(limit int64) bool {
	switch h.magic {
	case recordMagic:
		return h.total() <= limit
	case markMagic:
		return h.length == markSize-recordHeaderSize && h.kind == 0 && markSize <= limit
	}
	return false
}

// putMark writes the mark that stands at place: all of the segment before
// claim was on the disk when this was written.
func (s *suffix) putMark(b []byte, at Place, claim uint32) {
	binary.BigEndian.PutUint32(b[recordHeaderSize:], claim)
	payload := crc32.Update(0, castagnoli, b[recordHeaderSize:markSize])
	sum := s.checksum(payload, markMagic, 0, markSize-recordHeaderSize, at)
	appendHeader(b[:0], markMagic, 0, markSize-recordHeaderSize, sum)
}

// appendSegmentHeader begins segment id. previous is the final size of the
// segment before it, 0 where there is none.
func appendSegmentHeader(b []byte, id, previous uint32) []byte {
	start := len(b)
	b = append(b, segmentMagic...)
	b = binary.BigEndian.AppendUint16(b, formatNumber)
	b = binary.BigEndian.AppendUint16(b, 0) // reserved
	b = binary.BigEndian.AppendUint32(b, id)
	b = binary.BigEndian.AppendUint32(b, previous)
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b[start:], castagnoli))
}

// parseSegmentHeader gives the size of the segment before. ok is false where
// the bytes are not the header of segment id; the error is ErrFormat.
func parseSegmentHeader(b []byte, id uint32) (previous uint32, ok bool, err error) {
	if len(b) < segmentHeaderSize || string(b[:8]) != segmentMagic ||
		crc32.Checksum(b[:20], castagnoli) != binary.BigEndian.Uint32(b[20:]) {
		return 0, false, nil
	}
	if binary.BigEndian.Uint16(b[8:]) != formatNumber {
		return 0, false, ErrFormat
	}
	return binary.BigEndian.Uint32(b[16:]), binary.BigEndian.Uint32(b[12:]) == id, nil
}
