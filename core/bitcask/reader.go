package bitcask

import (
	"bufio"
	"hash/crc32"
	"io"

	"github.com/twelvefold/twelvefold/core/vfs"
)

const readBuffer = 64 << 10

// buffered reads size bytes of a file from offset on, through a buffer no
// larger than them.
func buffered(file vfs.File, offset, size int64) *bufio.Reader {
	return bufio.NewReaderSize(io.NewSectionReader(file, offset, size), int(min(size, readBuffer)))
}

// recordReader walks over the records of a data file, by its hints or by its
// data. next gives a nil key at the end; the key is good until the next call.
type recordReader interface {
	next() (key []byte, l location, err error)
}

// dataReader reads the records of a data file themselves. It stops, without
// an error, at the end and at the first record that is not whole: offset then
// tells how far it came.
type dataReader struct {
	in     *bufio.Reader
	offset int64 // of the next record
	end    int64
	key    []byte
}

func newDataReader(file vfs.File, from, to int64) *dataReader {
	return &dataReader{in: buffered(file, from, to-from), offset: from, end: to}
}

func (r *dataReader) next() ([]byte, location, error) {
	var fixed [headerSize]byte
	if r.end-r.offset < headerSize {
		return nil, location{}, nil
	}
	if _, err := io.ReadFull(r.in, fixed[:]); err != nil {
		return nil, location{}, atEnd(err)
	}
	h := parseHeader(fixed[:])
	if r.offset+h.total() > r.end {
		return nil, location{}, nil
	}
	crc := crc32.ChecksumIEEE(fixed[4:])
	r.key = grow(r.key, int(h.keySize))
	if _, err := io.ReadFull(r.in, r.key); err != nil {
		return nil, location{}, atEnd(err)
	}
	crc = crc32.Update(crc, crc32.IEEETable, r.key)
	tombstone, crc, err := r.value(int64(h.valueSize), crc)
	if err != nil {
		return nil, location{}, atEnd(err)
	}
	if crc != h.crc {
		return nil, location{}, nil
	}
	l := location{offset: r.offset, size: uint32(h.total()), tstamp: h.tstamp, tombstone: tombstone}
	r.offset += h.total()
	return r.key, l, nil
}

// value goes over a value without keeping it: it may be larger than memory
// should be spent on before its checksum is known.
func (r *dataReader) value(size int64, crc uint32) (tombstone bool, sum uint32, err error) {
	for first := true; size > 0; first = false {
		piece, err := r.in.Peek(int(min(size, int64(r.in.Size()))))
		if err != nil {
			return false, 0, err
		}
		if first {
			tombstone = isTombstone(piece)
		}
		crc = crc32.Update(crc, crc32.IEEETable, piece)
		size -= int64(len(piece))
		if _, err := r.in.Discard(len(piece)); err != nil {
			return false, 0, err
		}
	}
	return tombstone, crc, nil
}

// hintReader reads a hint file that hintIsValid has found good.
type hintReader struct {
	in  *bufio.Reader
	key []byte
}

func newHintReader(file vfs.File, size int64) *hintReader {
	return &hintReader{in: buffered(file, 0, size)}
}

func (r *hintReader) next() ([]byte, location, error) {
	var fixed [hintHeaderSize]byte
	if _, err := io.ReadFull(r.in, fixed[:]); err != nil {
		return nil, location{}, err
	}
	l, keySize := parseHint(fixed[:])
	if isHintEnd(l, keySize) {
		return nil, location{}, nil
	}
	r.key = grow(r.key, keySize)
	_, err := io.ReadFull(r.in, r.key)
	return r.key, l, err
}

// hintIsValid proves a hint file: whole, its checksum right, and every record
// within a data file of dataSize bytes. An error means that it could not be
// read.
func hintIsValid(file vfs.File, dataSize int64) (bool, error) {
	size, err := file.Size()
	if err != nil || size < hintHeaderSize {
		return false, err
	}
	body := size - hintHeaderSize
	sum := crc32.NewIEEE()
	in := bufio.NewReaderSize(io.TeeReader(io.NewSectionReader(file, 0, body), sum), int(min(body, readBuffer)))
	var fixed [hintHeaderSize]byte
	for at := int64(0); at < body; {
		if _, err := io.ReadFull(in, fixed[:min(hintHeaderSize, body-at)]); err != nil {
			return false, atEnd(err)
		}
		l, keySize := parseHint(fixed[:])
		at += hintHeaderSize + int64(keySize)
		if at > body || l.offset > dataSize-int64(l.size) || int64(l.size) < headerSize+int64(keySize) {
			return false, nil
		}
		if _, err := in.Discard(keySize); err != nil {
			return false, atEnd(err)
		}
	}
	if _, err := file.ReadAt(fixed[:], body); err != nil && err != io.EOF {
		return false, err
	}
	end, keySize := parseHint(fixed[:])
	return isHintEnd(end, keySize) && end.size == sum.Sum32(), nil
}

// atEnd turns the end of a file into the end of the records.
func atEnd(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return nil
	}
	return err
}

// grow gives n bytes, in b's memory if it is large enough; never nil, which
// would stand for the end.
func grow(b []byte, n int) []byte {
	if b == nil || cap(b) < n {
		return make([]byte, n)
	}
	return b[:n]
}
