package rdb

import (
	"hash/crc64"
	"math/bits"
)

// jones is the CRC-64 polynomial that Redis uses (David T. Jones, "An Improved
// 64-bit Cyclic Redundancy Check for Protein Sequences", 2002).
const jones = 0xad93d23594c935a9

var jonesTable = crc64.MakeTable(bits.Reverse64(jones))

// Checksum is Redis' CRC-64 of p. Unlike the variants of hash/crc64 it begins
// with 0 and inverts nothing.
func Checksum(p []byte) uint64 { return ^crc64.Update(^uint64(0), jonesTable, p) }
