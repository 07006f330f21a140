package amqp

import (
	"errors"

	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/world"
)

const (
	// compactFrom is how many times the live bytes the log may have.
	compactFrom = 2
	// compactFloor is the number of sealed segments that nobody minds.
	compactFloor = 4
	// freeShare is the part of a segment that is moved without a thought.
	freeShare = 64
	// maxFree and maxPaid are how many segments one Tick gives up at most:
	// those that are all but dead, and those of which more must be copied.
	maxFree, maxPaid = 64, 4
)

// maintain does what may take its time, away from the broker's lock: it syncs
// what nobody waits for, writes the indexes of sealed segments, and gives
// back the space of what is dead.
func (db *DB) maintain() {
	s := db.store
	if s == nil || !s.compacting.TryLock() {
		return
	}
	defer s.compacting.Unlock()
	if s.log.Dirty() && db.Commit() != nil {
		return // the alarm is up, and whoever commits tries again
	}
	db.writeIndexes()
	for paid, all := 0, 0; paid < maxPaid && all < maxFree; all++ {
		id, free := db.victim()
		if id == 0 {
			return
		}
		if err := db.evacuate(id); err != nil {
			if !errors.Is(err, seglog.ErrClosed) {
				db.world.Say(world.Warn, "amqp: a segment can't be compacted", "segment", id, "error", err)
			}
			return
		}
		if !free {
			paid++
		}
	}
}

func (db *DB) writeIndexes() {
	for _, info := range db.store.log.Segments() {
		if !info.Sealed {
			continue
		}
		if err := db.writeIndex(info.ID); err != nil && !errors.Is(err, seglog.ErrClosed) {
			db.world.Say(world.Warn, "amqp: an index can't be written; a restart takes longer", "error", err)
		}
	}
}

func (db *DB) writeIndex(id uint32) error {
	db.mu.Lock()
	seg := db.store.segs[id]
	if seg == nil || seg.indexed {
		db.mu.Unlock()
		return nil
	}
	index := seg.index
	seg.index, seg.indexed = nil, true
	db.mu.Unlock()
	return db.store.log.WriteIndex(id, index)
}

// cost is how many bytes must be written to give a segment up.
func (s *store) cost(seg *segment) int64 {
	cost := seg.live + seg.kept
	if seg.defines {
		cost += s.defined
	}
	return cost
}

// victim picks the next segment to give up: the oldest that has next to
// nothing of use (free), otherwise, while more than half of the log is of no
// use, the one that costs least for its size. Each that it picks gives a
// quarter of its size back or more, so that this comes to an end by itself.
// 0: none.
func (db *DB) victim() (id uint32, free bool) {
	db.mu.Lock()
	defer db.mu.Unlock()
	s := db.store
	var used, size int64
	sealed, best := 0, 1.0
	for _, info := range s.log.Segments() {
		seg := s.segment(info.ID)
		used += seg.live + seg.kept
		size += info.Size
		if !info.Sealed || seg.orphans {
			continue
		}
		sealed++
		cost := s.cost(seg)
		if seg.evacuated || cost <= info.Size/freeShare {
			return info.ID, true
		}
		if share := float64(cost) / float64(info.Size); share < best {
			best, id = share, info.ID
		}
	}
	if sealed > compactFloor && size > compactFrom*(used+s.defined)+db.opts.SegmentSize && best <= 0.75 {
		return id, false
	}
	return 0, false
}

// Compact gives back all the space that can be had: every sealed segment of
// which a tenth or more is of no use is rewritten. Without files it does
// nothing.
func (db *DB) Compact() error {
	s := db.store
	if s == nil {
		return nil
	}
	s.compacting.Lock()
	defer s.compacting.Unlock()
	if err := db.Commit(); err != nil {
		return err
	}
	db.writeIndexes()
	for _, info := range s.log.Segments() { // what is moved goes into later ones, whole
		db.mu.Lock()
		seg := s.segment(info.ID)
		gain := info.Sealed && !seg.orphans && s.cost(seg) <= info.Size-info.Size/10
		db.mu.Unlock()
		if !gain {
			continue
		}
		if err := db.evacuate(info.ID); err != nil {
			return err
		}
	}
	return nil
}

// evacuate copies what is of use in a segment to the end of the log, syncs,
// and removes the segment. The order matters: a crash in between leaves two
// copies, of which recovery takes the newer.
func (db *DB) evacuate(id uint32) error {
	s := db.store
	db.mu.Lock()
	seg := s.segment(id)
	done := seg.evacuated
	db.mu.Unlock()
	if !done {
		m := db.newMove(seg)
		if err := m.scan(); err != nil {
			return err
		}
		if err := m.remainder(); err != nil {
			return err
		}
		if err := db.Commit(); err != nil {
			return err
		}
		db.mu.Lock()
		seg.evacuated = true
		db.mu.Unlock()
	}
	if err := s.log.Remove(id); err != nil {
		return err
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	s.drop(id)
	return nil
}
