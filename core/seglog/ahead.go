package seglog

import (
	"errors"
	"io"
	"slices"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// maxAhead is how large a buffer ReadAhead keeps for the next call.
const maxAhead = 1 << 20

// ReadAhead gives f the record at p and those that follow it in the segment,
// as far as they are whole within the n bytes from p on, all from one read. It
// is for an owner that is to deliver a backlog. The record at p is given also
// where it is longer. It stops early where f returns false, at a damaged
// record after the first, and where memory ends and files begin.
//
// A payload is f's until f returns. The errors are Read's, for the record at p.
func (l *Log) ReadAhead(p Place, n int, f func(at Place, kind byte, payload []byte) bool) error {
	c, staged, err := l.locate(p)
	if err != nil {
		return err
	}
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	if c != nil {
		defer c.readers.Add(-1)
		return eachRecord(staged, p, n, s, f)
	}
	file, err := l.open(p.Segment)
	if err != nil {
		return err
	}
	defer l.files.put(file)
	if limit := l.inFile(p.Segment); limit >= 0 {
		n = min(n, int(limit-int64(p.Offset)))
	}
	b, err := readAhead(file, p, n, s)
	if err != nil {
		return err
	}
	return eachRecord(b, p, len(b), s, f)
}

// inFile is up to where segment id is only in its file, so that no reader
// sees bytes that are just being written; -1 where all of it is.
func (l *Log) inFile(id uint32) int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.memory.chunks {
		if c.at.Segment == id {
			return int64(c.at.Offset)
		}
	}
	return -1
}

// readAhead reads n bytes from p, or the record at p where that is more.
func readAhead(file vfs.File, p Place, n int, s *scratch) ([]byte, error) {
	size, err := file.Size()
	if err != nil {
		return nil, fileError(err)
	}
	rest := size - int64(p.Offset)
	if rest < recordHeaderSize {
		return nil, corruptAt(p)
	}
	b, err := s.fill(file, p, max(n, recordHeaderSize), rest)
	if err != nil {
		return nil, err
	}
	if h := parseHeader(b); h.total() > int64(len(b)) && h.plausible(rest) {
		return s.fill(file, p, int(h.total()), rest)
	}
	return b, nil
}

// fill reads n bytes from p, or all of rest where that is less, into memory
// that it keeps unless it is large.
func (s *scratch) fill(file vfs.File, p Place, n int, rest int64) ([]byte, error) {
	n = int(min(int64(n), rest))
	b := slices.Grow(s.ahead[:0], n)[:n]
	if cap(b) <= maxAhead {
		s.ahead = b
	}
	read, err := file.ReadAt(b, int64(p.Offset))
	if read < recordHeaderSize || err != nil && !errors.Is(err, io.EOF) {
		return nil, fileError(errors.Join(errCutShort, err))
	}
	return b[:read], nil
}

// eachRecord gives f the whole records that b begins with, as far as they lie
// within n bytes, and the first in any case.
func eachRecord(b []byte, p Place, n int, s *scratch, f func(Place, byte, []byte) bool) error {
	at := p
	for {
		h, payload, ok := decode(b, at, &s.suffix)
		if at == p && (!ok || h.magic != recordMagic) {
			return corruptAt(p)
		}
		past := int64(at.Offset-p.Offset) + h.total()
		if !ok || at != p && past > int64(n) {
			return nil
		}
		if h.magic == recordMagic && !f(at, h.kind, payload) {
			return nil
		}
		b = b[h.total():]
		at.Offset += uint32(h.total())
	}
}
