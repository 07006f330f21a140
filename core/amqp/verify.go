package amqp

import (
	"cmp"
	"errors"
	"slices"

	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/vfs"
)

// Report is what Verify has found.
type Report struct {
	Segments int   // files of the log
	Indexes  int   // of them, those with an index
	Bytes    int64 // of the segments
	Live     int64 // of them, bytes of messages that somebody still holds
	Records  int   // whole ones
	Queues   []QueueReport
	Damage   []Damage
}

// QueueReport is a line of Report: a queue, and what it holds.
type QueueReport struct {
	Vhost, Queue string
	Messages     int // ready and delivered
	OnDisk       int // of them, those that the log has
}

// Damage is something in the log that can't be read.
type Damage struct {
	File   string // name in the log's folder
	Offset int64  // in bytes
	Length int64  // in bytes; 0 where it is not known
	Kept   string // the file with a copy of the bytes; "" if there is none
	What   string // a sentence
}

// Verify reads the whole log and holds it against what the broker knows. It
// changes nothing but that damage it finds is copied to a file beside the
// segment, and commits first. Others work on meanwhile, but for compaction.
// Without files there is nothing to verify.
func (db *DB) Verify() (Report, error) {
	s := db.store
	if s == nil {
		return Report{}, nil
	}
	s.compacting.Lock()
	defer s.compacting.Unlock()
	if err := db.Commit(); err != nil {
		return Report{}, err
	}
	v := verification{db: db}
	v.expect()
	for _, info := range s.log.Segments() {
		v.report.Segments++
		v.report.Bytes += info.Size
		if err := v.segment(info); err != nil {
			return v.report, err
		}
	}
	return v.report, nil
}

// verification is one Verify under way.
type verification struct {
	db       *DB
	report   Report
	expected []place // of the messages that entries hold, in order
}

// expect notes where the log should have messages.
func (v *verification) expect() {
	db := v.db
	db.mu.Lock()
	defer db.mu.Unlock()
	lines := map[*queue]*QueueReport{}
	db.eachQueue(func(q *queue) {
		line := &QueueReport{Vhost: q.vhost.name, Queue: q.name, Messages: q.ready.count + q.unacked}
		lines[q] = line
		q.ready.each(func(e *entry) bool { v.entry(line, e); return true })
	})
	db.eachDelivery(func(o *outstanding) {
		if line := lines[o.queue]; line != nil {
			v.entry(line, &o.entry)
		}
	})
	db.eachQueue(func(q *queue) { v.report.Queues = append(v.report.Queues, *lines[q]) })
	db.eachExchange(func(x *exchange) {
		for _, e := range x.waiting {
			v.entry(&QueueReport{}, e)
		}
	})
	for _, seg := range db.store.segs {
		v.report.Live += seg.live
	}
	slices.SortFunc(v.expected, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.Segment, b.Segment), cmp.Compare(a.Offset, b.Offset))
	})
	v.expected = slices.Compact(v.expected)
}

func (v *verification) entry(line *QueueReport, e *entry) {
	if e.at != (place{}) {
		line.OnDisk++
		v.expected = append(v.expected, e.at)
	}
}

// segment scans one, and its index.
func (v *verification) segment(info seglog.SegmentInfo) error {
	log := v.db.store.log
	file := seglog.FileName(info.ID)
	var h head
	damage, err := log.Scan(info.ID, func(at place, kind byte, payload []byte) error {
		v.report.Records++
		for len(v.expected) > 0 && before(v.expected[0], at) {
			v.missing()
		}
		if len(v.expected) > 0 && v.expected[0] == at {
			v.expected = v.expected[1:]
		}
		if err := checkWhole(kind, payload, &h); err != nil {
			v.add(Damage{File: file, Offset: int64(at.Offset), Length: int64(len(payload)), What: "the record is whole and makes no sense"})
		}
		return nil
	})
	if errors.Is(err, seglog.ErrNotFound) {
		return nil // its removal was all that was left of its compaction
	}
	if err != nil {
		return err
	}
	for _, d := range damage {
		v.add(Damage{d.File, d.Offset, d.Length, d.Kept, "the bytes are no records"})
	}
	for len(v.expected) > 0 && v.expected[0].Segment <= info.ID && info.Sealed {
		v.missing()
	}
	return v.index(info)
}

// index counts an index, and tells of one that can't be used: a restart then
// scans the segment.
func (v *verification) index(info seglog.SegmentInfo) error {
	name := seglog.IndexName(info.ID)
	if !info.Sealed || !v.exists(name) {
		return nil
	}
	data, ok, err := v.db.store.log.ReadIndex(info.ID)
	if err != nil {
		return err
	}
	v.report.Indexes++
	var h head
	err = eachIndexed(data, func(_ uint32, kind byte, _ int, payload []byte) error {
		return checkIndexed(kind, payload, &h)
	})
	if !ok || err != nil {
		v.add(Damage{File: name, What: "the index can't be used"})
	}
	return nil
}

// missing tells of a message that is not where it should be.
func (v *verification) missing() {
	at := v.expected[0]
	v.expected = v.expected[1:]
	v.add(Damage{File: seglog.FileName(at.Segment), Offset: int64(at.Offset), What: "a message that a queue holds can't be read"})
}

func (v *verification) add(d Damage) { v.report.Damage = append(v.report.Damage, d) }

func before(a, b place) bool {
	return a.Segment < b.Segment || a.Segment == b.Segment && a.Offset < b.Offset
}

// checkWhole tells whether a record can be read, all of it.
func checkWhole(kind byte, payload []byte, h *head) error {
	if kind == recordMessage || kind == recordPaged {
		_, err := readMessage(payload)
		return err
	}
	return checkIndexed(kind, payload, h)
}

func (v *verification) exists(name string) bool {
	file, err := v.db.world.FS.Open(name, vfs.ReadOnly)
	if err != nil {
		return false
	}
	return file.Close() == nil
}
