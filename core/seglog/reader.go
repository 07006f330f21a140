package seglog

import (
	"errors"
	"io"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// readSize is how much of a file a reader asks for at once.
const readSize = 256 << 10

// reader goes through a segment's file from its beginning, and steps over what
// is damaged.
type reader struct {
	file vfs.File
	id   uint32
	size int64 // where to stop

	at     int64  // of the next item
	buf    []byte // a part of the file
	bufAt  int64  // its offset
	suffix suffix
	sums   sums // for the search
}

// item is what a reader has come upon: the segment's header, a record, a mark,
// or bytes that are none of these.
type item struct {
	what     what
	from, to int64 // offsets in the file
	kind     byte
	payload  []byte // the reader's until the next call
	previous uint32 // a segment header's
}

type what int

const (
	theEnd what = iota
	segmentHeader
	record
	mark
	damaged
)

func newReader(file vfs.File, id uint32, size int64) *reader {
	return &reader{file: file, id: id, size: size, sums: sums{file: file}}
}

// next gives the next item, theEnd after the last. The errors are those of the
// file, and ErrFormat.
func (r *reader) next() (item, error) {
	if r.at >= r.size {
		return item{what: theEnd, from: r.at, to: r.at}, nil
	}
	found, err := r.itemAt(r.at)
	if err != nil {
		return item{}, err
	}
	if found.what == damaged {
		found = item{what: damaged, from: r.at}
		if found.to, err = r.search(r.at + 1); err != nil {
			return item{}, err
		}
	}
	r.at = found.to
	return found, nil
}

// itemAt gives what begins at an offset, damaged where nothing does.
func (r *reader) itemAt(at int64) (item, error) {
	if at == 0 {
		b, err := r.window(0, segmentHeaderSize)
		if err != nil {
			return item{}, err
		}
		previous, ok, err := parseSegmentHeader(b, r.id)
		if !ok || err != nil {
			return item{what: damaged}, err
		}
		return item{what: segmentHeader, to: segmentHeaderSize, previous: previous}, nil
	}
	b, err := r.window(at, recordHeaderSize)
	if err != nil || len(b) < recordHeaderSize {
		return item{what: damaged}, err
	}
	h := parseHeader(b)
	if !h.plausible(r.size - at) {
		return item{what: damaged}, nil
	}
	if b, err = r.window(at, h.total()); err != nil {
		return item{}, err
	}
	h, payload, ok := decode(b, Place{r.id, uint32(at)}, &r.suffix)
	if !ok {
		return item{what: damaged}, nil
	}
	found := item{what: record, from: at, to: at + h.total(), kind: h.kind, payload: payload}
	if h.magic == markMagic {
		found.what = mark
	}
	return found, nil
}

// window gives n bytes of the file from an offset on, fewer where it ends.
func (r *reader) window(at, n int64) ([]byte, error) {
	n = min(n, r.size-at)
	if from := at - r.bufAt; from >= 0 && from+n <= int64(len(r.buf)) {
		return r.buf[from : from+n], nil
	}
	want := min(max(n, readSize), r.size-at)
	if int64(cap(r.buf)) < want {
		r.buf = make([]byte, want)
	}
	r.buf, r.bufAt = r.buf[:want], at
	read, err := r.file.ReadAt(r.buf, at)
	r.buf = r.buf[:read]
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fileError(err)
	}
	return r.buf[:min(n, int64(read))], nil
}

// search gives the offset of the first whole record or mark from at on, and
// the file's end where there is none.
func (r *reader) search(at int64) (int64, error) {
	piece := make([]byte, readSize)
	for at+recordHeaderSize <= r.size {
		n, err := r.file.ReadAt(piece[:min(readSize, r.size-at)], at)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, fileError(err)
		}
		if n < recordHeaderSize {
			break
		}
		starts := n - recordHeaderSize + 1
		for i := 0; i < starts; i++ {
			if piece[i] != recordMagic && piece[i] != markMagic {
				continue
			}
			whole, err := r.isWhole(at+int64(i), parseHeader(piece[i:]))
			if err != nil || whole {
				return at + int64(i), err
			}
		}
		at += int64(starts)
	}
	return r.size, nil
}

// isWhole checks what may be a record without holding it in memory.
func (r *reader) isWhole(at int64, h header) (bool, error) {
	if !h.plausible(r.size - at) {
		return false, nil
	}
	sum, err := r.sums.of(at+recordHeaderSize, at+h.total())
	return err == nil && r.suffix.checksum(sum, h.magic, h.kind, h.length, Place{r.id, uint32(at)}) == h.sum, err
}
