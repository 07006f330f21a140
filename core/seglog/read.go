package seglog

import (
	"errors"
	"hash/crc32"
	"io"
	"slices"
	"sync"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// firstRead is how much of a record is read before its length is known.
const firstRead = 4 << 10

// scratch is the memory of a read that is not the caller's.
type scratch struct {
	first  [firstRead]byte
	suffix suffix
	ahead  []byte
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// Read gives the record at p, also one that is only staged. The payload is in
// buf where that is large enough, else in memory of its own; it is the
// caller's.
//
// The errors are ErrNotFound where there is no such segment, *CorruptionError
// where there is no whole record at p, ErrIO and ErrClosed.
func (l *Log) Read(p Place, buf []byte) (kind byte, payload []byte, err error) {
	c, staged, err := l.locate(p)
	if err != nil {
		return 0, nil, err
	}
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	if c != nil {
		defer c.readers.Add(-1)
		h, payload, ok := decode(staged, p, &s.suffix)
		if !ok {
			return 0, nil, corruptAt(p)
		}
		return h.kind, append(buf[:0], payload...), nil
	}
	file, err := l.open(p.Segment)
	if err != nil {
		return 0, nil, err
	}
	defer l.files.put(file)
	return readRecord(file, p, buf, s)
}

// locate finds the chunk that holds p, with its bytes from p on, and has its
// memory kept until the caller takes one from readers. The chunk is nil where
// p is in a file.
func (l *Log) locate(p Place) (*chunk, []byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, nil, ErrClosed
	}
	if l.segment(p.Segment) == nil {
		return nil, nil, ErrNotFound
	}
	c := l.memory.find(p)
	if c == nil {
		return nil, nil, nil
	}
	c.readers.Add(1)
	return c, c.data[p.Offset-c.at.Offset:], nil
}

// open opens segment id for reading.
func (l *Log) open(id uint32) (*handle, error) {
	file, err := l.files.get(id)
	if errors.Is(err, vfs.ErrNotExist) { // removed since it was looked up
		return nil, ErrNotFound
	}
	return file, fileError(err)
}

// decode takes the record at the beginning of b apart. ok is false where none
// is, or not all of it. The payload shares b's memory.
func decode(b []byte, at Place, s *suffix) (h header, payload []byte, ok bool) {
	if len(b) < recordHeaderSize {
		return header{}, nil, false
	}
	h = parseHeader(b)
	if !h.plausible(int64(len(b))) {
		return h, nil, false
	}
	payload = b[recordHeaderSize:h.total():h.total()]
	sum := crc32.Update(0, castagnoli, payload)
	return h, payload, s.checksum(sum, h.magic, h.kind, h.length, at) == h.sum
}

// readRecord reads the record at p: one call for a small one, two for others.
func readRecord(file vfs.File, p Place, buf []byte, s *scratch) (kind byte, payload []byte, err error) {
	n, err := file.ReadAt(s.first[:], int64(p.Offset))
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, nil, fileError(err)
	}
	if n < recordHeaderSize {
		return 0, nil, corruptAt(p)
	}
	h := parseHeader(s.first[:])
	limit := int64(n)
	if h.total() > limit && n == firstRead { // there may be more
		size, err := file.Size()
		if err != nil {
			return 0, nil, fileError(err)
		}
		limit = size - int64(p.Offset) // a damaged length asks for no more memory than this
	}
	if h.magic != recordMagic || !h.plausible(limit) {
		return 0, nil, corruptAt(p)
	}
	first := s.first[recordHeaderSize:min(int64(n), h.total())]
	payload = append(slices.Grow(buf[:0], int(h.length)), first...)[:h.length]
	if rest := payload[len(first):]; len(rest) > 0 {
		if n, err := file.ReadAt(rest, int64(p.Offset)+firstRead); n < len(rest) {
			if errors.Is(err, io.EOF) {
				return 0, nil, corruptAt(p)
			}
			return 0, nil, fileError(err)
		}
	}
	sum := crc32.Update(0, castagnoli, payload)
	if s.suffix.checksum(sum, h.magic, h.kind, h.length, p) != h.sum {
		return 0, nil, corruptAt(p)
	}
	return h.kind, payload, nil
}

func corruptAt(p Place) error {
	return &CorruptionError{segmentName(p.Segment), int64(p.Offset)}
}
