package seglog

import (
	"slices"
	"sort"
	"sync/atomic"
)

const (
	// chunkSize is how much is written with one call, and so the memory of a
	// commit in the usual case.
	chunkSize = 1 << 20
	// largeRecord is from where a record gets a chunk of its own, filled
	// without holding the lock.
	largeRecord = chunkSize / 4
	// maxFree is how many chunks are kept for later use: one that fills while
	// another is written, and as many again for a burst.
	maxFree = 4
	// firstChunk is the memory that a chunk begins with.
	firstChunk = 16 << 10
)

// chunk is a stretch of the log in memory, within one segment: staged, being
// written, or written and not synced. Its bytes do not change once they are
// in, but for the mark, which is filled in when the chunk is taken.
type chunk struct {
	at      Place  // of data[0]; not changed after the chunk is shown
	end     uint64 // Log.End after the last byte; guarded by Log.mu
	data    []byte // grows under Log.mu until the chunk is taken
	marked  bool   // begins with a mark
	written bool   // guarded by Log.commitMu

	// readers copies from data at present; the memory is not used again
	// meanwhile. It goes up under Log.mu only.
	readers atomic.Int32
}

// next is the place after the last byte.
func (c *chunk) next() Place {
	return Place{c.at.Segment, c.at.Offset + uint32(len(c.data))}
}

// grow makes room for n bytes more. Doubling stops at chunkSize, so that the
// chunk can be used again.
func (c *chunk) grow(n int) {
	need := len(c.data) + n
	if need <= cap(c.data) {
		return
	}
	own := make([]byte, len(c.data), max(need, min(2*cap(c.data), chunkSize)))
	copy(own, c.data)
	c.data = own
}

// memory is the part of the log that is held in memory, oldest first and
// without gaps. The first taken of the chunks belong to the committer, the
// others are staged. All of it is guarded by Log.mu.
type memory struct {
	chunks []*chunk
	taken  int
	open   *chunk // the last of chunks if more fits into it, or nil
	free   []*chunk
}

// find gives the chunk that p lies in, or nil.
func (m *memory) find(p Place) *chunk {
	i := sort.Search(len(m.chunks), func(i int) bool { return p.before(m.chunks[i].at) }) - 1
	if i < 0 || !p.before(m.chunks[i].next()) || m.chunks[i].at.Segment != p.Segment {
		return nil
	}
	return m.chunks[i]
}

// add shows c as the newest chunk.
func (m *memory) add(c *chunk) { m.chunks = append(m.chunks, c) }

// get gives an empty chunk that begins at p.
func (m *memory) get(p Place) *chunk {
	last := len(m.free) - 1
	if last < 0 {
		return &chunk{at: p, data: make([]byte, 0, firstChunk)}
	}
	c := m.free[last]
	m.free[last] = nil
	m.free = m.free[:last]
	c.at, c.data, c.marked, c.written = p, c.data[:0], false, false
	return c
}

// put takes back what is no longer needed. A large record's memory goes, and
// so does what a reader still copies from.
func (m *memory) put(c *chunk) {
	if cap(c.data) <= chunkSize && len(m.free) < maxFree && c.readers.Load() == 0 {
		m.free = append(m.free, c)
	}
}

// release forgets the chunks that end at or before the position: they can be
// read from their files.
func (m *memory) release(position uint64) {
	n := 0
	for n < m.taken && m.chunks[n].end <= position {
		m.put(m.chunks[n])
		n++
	}
	m.chunks = slices.Delete(m.chunks, 0, n)
	m.taken -= n
}

// join puts small chunks that were written without a sync together, so that
// many calls of Flush do not hold a chunk each. All of chunks are written.
func (m *memory) join() {
	kept := m.chunks[:min(1, m.taken)]
	for _, c := range m.chunks[len(kept):m.taken] {
		last := kept[len(kept)-1]
		if last.next() == c.at && len(last.data)+len(c.data) <= chunkSize {
			last.grow(len(c.data))
			last.data = append(last.data, c.data...)
			last.end = c.end
			m.put(c)
			continue
		}
		kept = append(kept, c)
	}
	m.chunks = slices.Delete(m.chunks, len(kept), m.taken)
	m.taken = len(kept)
}
