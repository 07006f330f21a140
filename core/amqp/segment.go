package amqp

import (
	"cmp"
	"slices"
)

// segment is what the broker knows of one segment of the log.
type segment struct {
	id      uint32
	live    int64           // bytes of records that somebody still holds
	spans   map[uint64]span // of the messages in it, by their holder
	defines bool            // has definitions that a snapshot must replace before it goes
	index   []byte          // heads, for the segment's index; nil once that is written
	indexed bool            // the index is written, or there is to be none

	// Ends that compaction has put here, as messages of other segments need
	// them: moving them again gives no space back before one of those goes.
	kept    int64               // bytes
	keptFor map[uint64]struct{} // holders

	evacuated bool // all of use has a copy on disk: only the removal is left
	orphans   bool // damage hides whose messages it has: it stays for repair
}

func (s *store) segment(id uint32) *segment {
	seg := s.segs[id]
	if seg == nil {
		seg = &segment{id: id, spans: map[uint64]span{}}
		s.segs[id] = seg
	}
	return seg
}

// recordOverhead is what the log adds to a record: counted as live with it, or
// a log of small messages would look half dead and be compacted for ever.
const recordOverhead = 10

// shareOf is the part of a record that each of n holders accounts for. size
// is that of the payload.
func shareOf(size, n int) uint32 { return uint32((size + recordOverhead) / n) }

// hold notes that the segment has messages of these holders.
func (seg *segment) hold(refs []ref) {
	for _, r := range refs {
		have, ok := seg.spans[r.holder]
		if !ok {
			have = span{r.seq, r.seq}
		}
		seg.spans[r.holder] = span{min(have.first, r.seq), max(have.last, r.seq)}
	}
}

// keep notes that compaction has put ends of a holder's messages here.
func (seg *segment) keep(holder uint64, size int) {
	if seg.keptFor == nil {
		seg.keptFor = map[uint64]struct{}{}
	}
	seg.keptFor[holder] = struct{}{}
	seg.kept += int64(size + recordOverhead)
}

// drop forgets a segment that was removed. Ends that were kept because of it
// may go as well now.
func (s *store) drop(id uint32) {
	gone := s.segs[id]
	delete(s.segs, id)
	for _, seg := range s.segs {
		for holder := range seg.keptFor {
			if _, ok := gone.spans[holder]; ok {
				seg.kept, seg.keptFor = 0, nil
				break
			}
		}
	}
}

// held gives the numbers of a holder's messages that other segments than one
// may have, sorted and apart from each other.
func (s *store) held(holder uint64, except uint32) []span {
	var all []span
	for id, seg := range s.segs {
		if one, ok := seg.spans[holder]; ok && id != except {
			all = append(all, one)
		}
	}
	return join(all)
}

// join sorts spans and puts together those that touch, in the memory of all.
func join(all []span) []span {
	slices.SortFunc(all, func(a, b span) int { return cmp.Compare(a.first, b.first) })
	joined := all[:0]
	for _, one := range all {
		if n := len(joined); n > 0 && one.first <= joined[n-1].last+1 {
			joined[n-1].last = max(joined[n-1].last, one.last)
			continue
		}
		joined = append(joined, one)
	}
	return joined
}

// touching gives those of some spans that have a number in common with one of
// others. Both are joined.
func touching(some, others []span) []span {
	var found []span
	for _, one := range some {
		for len(others) > 0 && others[0].last < one.first {
			others = others[1:]
		}
		if len(others) > 0 && others[0].first <= one.last {
			found = append(found, one)
		}
	}
	return found
}
