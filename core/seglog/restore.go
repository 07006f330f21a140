package seglog

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// restore finds out what there is, when the log is opened.
func (l *Log) restore() error {
	names, err := l.fs.List("")
	if err != nil {
		return err
	}
	var indexes []uint32
	for _, name := range names {
		if id, ok := fileNumber(name, segmentSuffix); ok {
			l.segments = append(l.segments, &segment{id: id, sealed: true})
		} else if id, ok := fileNumber(name, indexSuffix); ok {
			indexes = append(indexes, id)
		} else if isOurNew(name) { // half made when the system died
			if err := l.fs.Remove(name); err != nil {
				return err
			}
		}
	}
	slices.SortFunc(l.segments, func(a, b *segment) int { return int(int64(a.id) - int64(b.id)) })
	for _, id := range indexes {
		if s := l.segment(id); s == nil { // Remove did not come to it
			if err := l.fs.Remove(indexName(id)); err != nil {
				return err
			}
		}
	}
	l.writer.files = &l.files
	if len(l.segments) == 0 {
		return nil
	}
	if err := l.measure(); err != nil {
		return err
	}
	return l.restoreLast()
}

// isOurNew tells whether the name is one that replaceFile gives to a file that
// is not whole yet.
func isOurNew(name string) bool {
	rest, ok := strings.CutSuffix(name, newSuffix)
	if !ok {
		return false
	}
	if segment, _, found := strings.Cut(rest, damagedSuffix); found {
		rest = segment
	}
	_, isSegment := fileNumber(rest, segmentSuffix)
	_, isIndex := fileNumber(rest, indexSuffix)
	return isSegment || isIndex
}

// measure asks for the segments' sizes.
func (l *Log) measure() error {
	for _, s := range l.segments {
		file, err := l.fs.Open(segmentName(s.id), vfs.ReadOnly)
		if err != nil {
			return err
		}
		s.size, err = file.Size()
		file.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// restoreLast cuts off what a crash has left at the end of the last segment,
// and goes on there. What is there is synced first: the process may have died
// before it did so, and what an owner has seen must not go away any more.
func (l *Log) restoreLast() error {
	last := l.segments[len(l.segments)-1]
	file, err := l.fs.Open(segmentName(last.id), 0)
	if err != nil {
		return err
	}
	w := &l.writer
	w.file, w.id = l.files.adopt(last.id, file), last.id
	end, marked, err := findEnd(file, last.id, last.size)
	if err != nil {
		return err
	}
	if end < last.size {
		if err := file.Truncate(end); err != nil {
			return err
		}
	}
	if err := file.SyncData(); err != nil {
		return err
	}
	if err := l.fs.SyncDir(""); err != nil {
		return err
	}
	w.written, w.synced, w.marked = end, end, marked
	last.size, last.sealed = end, false
	l.tail = Place{last.id, uint32(end)}
	return nil
}

// area is a damaged part of a file, with whole records behind it.
type area struct{ from, to int64 }

// findEnd gives the offset at which the last segment ends, and whether a mark
// there claims all of it.
//
// Bytes at the end that are no record are what a crash has left. Damage before
// whole records is either what a crash has left of the last commit, with some
// sectors lost and later ones not, and the log ends there; or it is decay,
// which Scan steps over. It is decay where a mark behind it claims that these
// bytes were on the disk once, and where no sector has been lost.
func findEnd(file vfs.File, id uint32, size int64) (end int64, marked bool, err error) {
	r := newReader(file, id, size)
	claimed := int64(0)
	var open []area // not claimed by a mark so far
	for {
		next, err := r.next()
		if err != nil {
			return 0, false, err
		}
		if next.what == theEnd || next.what == damaged && next.to == size {
			break
		}
		end, marked = next.to, false
		switch next.what {
		case damaged:
			open = append(open, area{next.from, next.to})
		case mark:
			claim := int64(binary.BigEndian.Uint32(next.payload))
			if claim <= next.from {
				claimed = max(claimed, claim)
				marked = claim == next.from
			}
			open = slices.DeleteFunc(open, func(a area) bool { return a.from < claimed })
		}
	}
	for _, a := range open {
		lost, err := hasLostSector(file, a.from, a.to)
		if err != nil {
			return 0, false, err
		}
		if lost {
			return a.from, false, nil
		}
	}
	return end, marked, nil
}
