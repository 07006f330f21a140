package seglog

import (
	"errors"
	"hash/crc32"
	"io"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// sumBlock is the distance between the places of a file up to which the
// checksum is known.
const sumBlock = 4 << 10

// sums gives the checksum of any stretch of a file in about the same time,
// however long it is. The search behind damage needs that: a payload can be
// made to look like a million long records, each of which is to be checked.
//
// It stands on the CRC of a whole being known from those of its parts (Mark
// Adler's crc32_combine in zlib), and so that of an end from those of the
// whole and the beginning.
type sums struct {
	file   vfs.File
	blocks []uint32 // of the first i blocks of the file, as far as asked for
	block  [sumBlock]byte
}

// of gives the checksum of the bytes from one offset up to another.
func (s *sums) of(from, to int64) (uint32, error) {
	beginning, err := s.upTo(from)
	if err != nil {
		return 0, err
	}
	whole, err := s.upTo(to)
	return whole ^ shift(beginning, to-from), err
}

// upTo gives the checksum of the bytes before an offset.
func (s *sums) upTo(offset int64) (uint32, error) {
	if len(s.blocks) == 0 {
		s.blocks = append(s.blocks, 0)
	}
	for last := len(s.blocks) - 1; int64(last) < offset/sumBlock; last++ {
		sum, err := s.extend(s.blocks[last], int64(last)*sumBlock, sumBlock)
		if err != nil {
			return 0, err
		}
		s.blocks = append(s.blocks, sum)
	}
	return s.extend(s.blocks[offset/sumBlock], offset/sumBlock*sumBlock, offset%sumBlock)
}

// extend continues a checksum with n bytes of the file, at most a block.
func (s *sums) extend(sum uint32, at, n int64) (uint32, error) {
	read, err := s.file.ReadAt(s.block[:n], at)
	if int64(read) < n {
		if err == nil || errors.Is(err, io.EOF) {
			err = errCutShort
		}
		return 0, fileError(err)
	}
	return crc32.Update(sum, castagnoli, s.block[:n]), nil
}

// powers[k] is x^(8*2^k) modulo the CRC's polynomial: what 2^k bytes of zeros
// do to a checksum. Bit 31 is x^0, as in all reflected CRCs.
var powers = func() (p [40]uint32) {
	p[0] = 1 << (31 - 8)
	for k := range len(p) - 1 {
		p[k+1] = multiply(p[k], p[k])
	}
	return p
}()

// shift gives the part of a whole's checksum that comes from a beginning with
// this checksum, n bytes before the end.
func shift(sum uint32, n int64) uint32 {
	for k := 0; n > 0; k++ {
		if n&1 != 0 {
			sum = multiply(powers[k], sum)
		}
		n >>= 1
	}
	return sum
}

// multiply multiplies two polynomials modulo the CRC's.
func multiply(a, b uint32) (product uint32) {
	for ; a != 0; a <<= 1 {
		if a&(1<<31) != 0 {
			product ^= b
		}
		b = b>>1 ^ crc32.Castagnoli&-(b&1)
	}
	return product
}
