package bitcask

import (
	"errors"
	"hash/crc32"
	"io"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// sectorSize is what a disk writes whole or not at all.
const sectorSize = 512

// isTorn tells a write that a power loss cut short (true) from a record that
// was damaged later (false), for a file whose record at offset is not whole.
//
// Appended bytes that never reached the disk are missing or read as zeros.
// So it is torn if no whole record follows, as then nothing that was
// acknowledged can be lost; or if one follows (the disk may write in any
// order), but between the two a sector is nothing but zeros. Else bytes have
// changed that once were right.
func isTorn(file vfs.File, offset, size int64) (bool, error) {
	next, err := nextRecord(file, offset+1, size)
	if err != nil || next < 0 {
		return err == nil, err
	}
	return hasLostSector(file, offset, next)
}

// nextRecord looks for a whole record that begins at from or later, at any
// byte, and gives its offset or -1.
func nextRecord(file vfs.File, from, size int64) (int64, error) {
	window := make([]byte, min(readBuffer, max(size-from, 0)))
	for from+headerSize <= size {
		n, err := file.ReadAt(window[:min(int64(len(window)), size-from)], from)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		if n < headerSize {
			break
		}
		for i := 0; i+headerSize <= n; i++ {
			h := parseHeader(window[i:])
			at := from + int64(i)
			if h.keySize == 0 || at+h.total() > size { // an empty key is nothing we write
				continue
			}
			if whole, err := checksumFits(file, at, h); err != nil || whole {
				return at, err
			}
		}
		from += int64(n - headerSize + 1)
	}
	return -1, nil
}

func checksumFits(file vfs.File, at int64, h header) (bool, error) {
	sum := crc32.NewIEEE()
	_, err := io.Copy(sum, io.NewSectionReader(file, at+4, h.total()-4))
	return err == nil && sum.Sum32() == h.crc, err
}

// hasLostSector tells whether the bytes from start to end hold a sector of
// zeros: a whole one, the rest of the first, or all there is. The beginning
// of the last does not count: what follows in that sector was written.
func hasLostSector(file vfs.File, start, end int64) (bool, error) {
	piece := make([]byte, sectorSize)
	allZero := true
	for at := start; at < end; {
		boundary := (at/sectorSize + 1) * sectorSize
		n := min(boundary, end) - at
		if _, err := file.ReadAt(piece[:n], at); err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
		zero := isZero(piece[:n])
		if zero && boundary <= end {
			return true, nil
		}
		allZero = allZero && zero
		at += n
	}
	return allZero, nil
}

func isZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
