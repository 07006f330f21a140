package seglog

import (
	"hash/crc32"
	"math"
)

// Append stages one record, whose payload is all parts together, and gives its
// place. It copies the parts and does no I/O: the record is on the disk after
// the next Commit that succeeds. All kinds are the owner's.
//
// The result is the zero Place, and nothing is staged, if the payload is over
// Options.MaxRecord, the log is closed, or segment numbers are used up.
func (l *Log) Append(kind byte, parts ...[]byte) Place {
	size, sum := 0, uint32(0)
	for _, part := range parts {
		size += len(part)
		sum = crc32.Update(sum, castagnoli, part)
	}
	if size > l.recordMax {
		return Place{}
	}
	var own []byte
	if size >= largeRecord { // copied before others have to wait
		own = make([]byte, recordHeaderSize, recordHeaderSize+size)
		own = appendParts(own, parts)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || !l.makeRoom(recordHeaderSize+int64(size), own != nil) {
		return Place{}
	}
	at := l.tail
	sum = l.scratch.checksum(sum, recordMagic, kind, uint32(size), at)
	c := l.memory.open
	if own != nil {
		appendHeader(own[:0], recordMagic, kind, uint32(size), sum)
		c = &chunk{at: at, data: own}
		l.memory.add(c)
		l.memory.open = nil
	} else {
		c.grow(recordHeaderSize + size)
		c.data = appendHeader(c.data, recordMagic, kind, uint32(size), sum)
		c.data = appendParts(c.data, parts)
	}
	l.grown(c, recordHeaderSize+size)
	return at
}

func appendParts(b []byte, parts [][]byte) []byte {
	for _, part := range parts {
		b = append(b, part...)
	}
	return b
}

// grown counts n bytes that were added to c, the newest chunk.
func (l *Log) grown(c *chunk, n int) {
	l.end += uint64(n)
	c.end = l.end
	l.tail.Offset += uint32(n)
	l.segments[len(l.segments)-1].size = int64(l.tail.Offset)
}

// makeRoom sees to it that a record of n bytes fits at l.tail: in its segment,
// and in the open chunk unless it brings a chunk of its own. It tells whether
// there are segment numbers left. The caller holds l.mu.
func (l *Log) makeRoom(n int64, own bool) bool {
	m := &l.memory
	used := int64(l.tail.Offset)
	switch {
	case l.tail.Segment == 0, used > segmentHeaderSize && used+markSize+n > l.segmentMax:
		if l.tail.Segment == math.MaxUint32 {
			return false
		}
		l.beginSegment(Place{Segment: l.tail.Segment + 1}, l.tail.Offset)
	case used == 0: // a crash left the segment without its header
		l.beginSegment(l.tail, l.sizeBefore())
	case len(m.chunks) == m.taken: // the first since the last commit: say what is synced
		l.openChunk()
		m.open.marked = true
		m.open.data = m.open.data[:markSize]
		l.grown(m.open, markSize)
	case !own && (m.open == nil || len(m.open.data)+int(n) > chunkSize):
		l.openChunk()
	}
	return true
}

func (l *Log) openChunk() {
	l.memory.open = l.memory.get(l.tail)
	l.memory.add(l.memory.open)
}

// beginSegment stages the header of the segment at p.
func (l *Log) beginSegment(p Place, previous uint32) {
	if l.tail != p {
		l.tail = p
		l.segments = append(l.segments, &segment{id: p.Segment})
	}
	l.openChunk()
	c := l.memory.open
	c.data = appendSegmentHeader(c.data, p.Segment, previous)
	l.grown(c, segmentHeaderSize)
}

// sizeBefore is the final size of the segment before the last, 0 if there is
// none.
func (l *Log) sizeBefore() uint32 {
	if s := l.segment(l.tail.Segment - 1); s != nil {
		return uint32(s.size)
	}
	return 0
}
