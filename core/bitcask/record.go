package bitcask

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// A record of a data file, big-endian as all of the format (paper, section
// "The model"; basho/bitcask, src/bitcask_fileops.erl, write/4):
//
//	0   crc32      32 bits, IEEE, of all that follows
//	4   tstamp     32 bits, Unix seconds of the write
//	8   key size   16 bits
//	10  value size 32 bits
//	14  key, value
const headerSize = 14

// tombstonePrefix begins the value of every deletion, whatever its version
// (basho/bitcask, include/bitcask.hrl).
const tombstonePrefix = "bitcask_tombstone"

// A version 2 tombstone ends in the 32-bit number of the file in which the
// deleted record lies.
const (
	tombstone2     = tombstonePrefix + "2"
	tombstone2Size = len(tombstone2) + 4
)

type header struct {
	crc       uint32
	tstamp    uint32
	keySize   uint16
	valueSize uint32
}

func parseHeader(b []byte) header {
	return header{
		crc:       binary.BigEndian.Uint32(b),
		tstamp:    binary.BigEndian.Uint32(b[4:]),
		keySize:   binary.BigEndian.Uint16(b[8:]),
		valueSize: binary.BigEndian.Uint32(b[10:]),
	}
}

// total is the size of the whole record in bytes.
func (h header) total() int64 {
	return headerSize + int64(h.keySize) + int64(h.valueSize)
}

// appendRecord appends a record to b. Key and value are within the format's
// limits.
func appendRecord(b []byte, tstamp uint32, key, value []byte) []byte {
	start := len(b)
	b = binary.BigEndian.AppendUint32(b, 0) // the checksum, below
	b = binary.BigEndian.AppendUint32(b, tstamp)
	b = binary.BigEndian.AppendUint16(b, uint16(len(key)))
	b = binary.BigEndian.AppendUint32(b, uint32(len(value)))
	b = append(b, key...)
	b = append(b, value...)
	binary.BigEndian.PutUint32(b[start:], crc32.ChecksumIEEE(b[start+4:]))
	return b
}

// decodeRecord takes apart a record that is all of b. The result shares b's
// memory. ok is false where sizes or checksum do not fit.
func decodeRecord(b []byte) (h header, key, value []byte, ok bool) {
	if len(b) < headerSize {
		return header{}, nil, nil, false
	}
	h = parseHeader(b)
	if h.total() != int64(len(b)) || crc32.ChecksumIEEE(b[4:]) != h.crc {
		return header{}, nil, nil, false
	}
	split := headerSize + int(h.keySize)
	return h, b[headerSize:split:split], b[split:], true
}

// appendTombstone appends the value that marks the deletion of a record in
// the file numbered file.
func appendTombstone(b []byte, file uint32) []byte {
	return binary.BigEndian.AppendUint32(append(b, tombstone2...), file)
}

// isTombstone knows the deletions of all versions by their common beginning,
// as Riak does.
func isTombstone(value []byte) bool {
	return bytes.HasPrefix(value, []byte(tombstonePrefix))
}
