package amqp

import (
	"encoding/binary"
	"slices"
)

// A packed block has its entries one behind the other, each as what differs
// from what is expected after the one before it: a byte that says which fields
// do, and these. A backlog of messages of one size takes two or three bytes
// for each, where an entry takes 48. It is memory's format, on no disk.

// openMost is how many blocks between a ring's ends may lie unpacked because
// somebody has looked at them, so that readers who take turns do not unpack
// the same ones ever anew.
const openMost = 8

// Which fields of an entry are not as expected.
const (
	packedSeq     = 1 << iota // the next number
	packedSegment             // of the log: the same
	packedOffset              // in it: as far behind as the one before it was
	packedExpires             // the same, as is all that follows
	packedSize
	packedShare
	packedCount
	packedKind // flags and priority
)

// trim packs what was looked at and has no message in memory, but for the
// openMost blocks that were looked at last.
func (r *ring) trim() {
	excess := len(r.opened) - openMost
	if excess <= 0 {
		return
	}
	for _, b := range r.opened[:excess] {
		b.opened = false
		if b.entries == nil || b == r.blocks[0] || b == r.blocks[len(r.blocks)-1] || !allOnDisk(b.entries) {
			continue // the first of these: it has been emptied
		}
		b.packed = slices.Clip(pack(nil, b.entries))
		r.spare, b.entries = b.entries, nil
	}
	r.opened = slices.Delete(r.opened, 0, excess)
}

func allOnDisk(entries []entry) bool {
	return !slices.ContainsFunc(entries, func(e entry) bool { return e.msg != nil })
}

// pack appends entries without a message in memory.
func pack(p []byte, entries []entry) []byte {
	var expected entry
	stride := uint32(0)
	for i := range entries {
		e := &entries[i]
		at := len(p)
		p = append(p, 0)
		field := func(bit byte, have, want int64) {
			if have != want {
				p[at] |= bit
				p = binary.AppendVarint(p, have-want)
			}
		}
		field(packedSeq, int64(e.seq), int64(expected.seq+1))
		field(packedSegment, int64(e.at.Segment), int64(expected.at.Segment))
		field(packedOffset, int64(e.at.Offset), int64(expected.at.Offset+stride))
		field(packedExpires, e.expires, expected.expires)
		field(packedSize, int64(e.size), int64(expected.size))
		field(packedShare, int64(e.share), int64(expected.share))
		field(packedCount, int64(e.count), int64(expected.count))
		if e.flags != expected.flags || e.priority != expected.priority {
			p[at] |= packedKind
			p = append(p, byte(e.flags), e.priority)
		}
		stride = e.at.Offset - expected.at.Offset
		expected = *e
	}
	return p
}

// unpack fills entries with what pack has written of as many.
func unpack(p []byte, entries []entry) {
	var e entry
	stride := uint32(0)
	for i := range entries {
		differs := p[0]
		p = p[1:]
		field := func(bit byte) int64 {
			if differs&bit == 0 {
				return 0
			}
			n, size := binary.Varint(p)
			p = p[size:]
			return n
		}
		before := e.at.Offset
		e.seq += uint64(1 + field(packedSeq))
		e.at.Segment += uint32(field(packedSegment))
		e.at.Offset += stride + uint32(field(packedOffset))
		e.expires += field(packedExpires)
		e.size += uint32(field(packedSize))
		e.share += uint32(field(packedShare))
		e.count += uint32(field(packedCount))
		if differs&packedKind != 0 {
			e.flags, e.priority = entryFlags(p[0]), p[1]
			p = p[2:]
		}
		stride = e.at.Offset - before
		entries[i] = e
	}
}
