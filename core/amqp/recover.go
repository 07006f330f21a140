package amqp

import (
	"encoding/binary"
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/world"
)

// recovery gathers what the log's segments say, before queues are filled.
type recovery struct {
	tx      *Tx
	store   *store
	held    map[uint64][]held // by holder
	ended   map[uint64][]span
	through map[uint64]uint64 // delivered once up to
	returns map[[2]uint64]uint32
	head    head
}

// held is a message that a queue may still have.
type held struct {
	ref
	at       place
	share    uint32
	size     uint32
	priority uint8
}

// restore rebuilds the broker from the log: definitions in their order, then
// the messages that have not ended. It reads the heads alone of segments that
// have an index.
func (db *DB) restore() error {
	r := &recovery{
		tx: db.begin(db.world.Now()), store: db.store, held: map[uint64][]held{},
		ended: map[uint64][]span{}, through: map[uint64]uint64{}, returns: map[[2]uint64]uint32{},
	}
	db.store.replaying = true
	defer func() { db.store.replaying = false }()
	for _, info := range db.store.log.Segments() {
		if err := r.segment(info); err != nil {
			return err
		}
	}
	r.fill()
	return nil
}

func (r *recovery) segment(info seglog.SegmentInfo) error {
	seg := r.store.segment(info.ID)
	if data, ok, err := r.store.log.ReadIndex(info.ID); err != nil {
		return err
	} else if ok && r.index(seg, data) == nil {
		seg.indexed = true
		return nil
	}
	damage, err := r.store.log.Scan(info.ID, func(at place, kind byte, payload []byte) error {
		if kind == recordMessage {
			size := len(payload)
			rest, err := readHead(payload, &r.head)
			if err != nil {
				r.damaged(at)
				return nil
			}
			h := payload[:size-len(rest)]
			seg.noteSize(kind, at, h, uint32(size))
			r.message(seg, at, uint32(size))
			return nil
		}
		seg.note(kind, at, payload)
		if r.other(seg, kind, payload) != nil {
			r.damaged(at)
		}
		return nil
	})
	for _, d := range damage {
		r.tx.db.world.Say(world.Error, "amqp: the log is damaged; the rest of it is served",
			"file", d.File, "offset", d.Offset, "length", d.Length, "kept", d.Kept)
	}
	seg.indexed = len(damage) > 0 // a scan has to find the damage again
	return err
}

func (r *recovery) damaged(at place) {
	r.tx.db.world.Say(world.Error, "amqp: a record of the log makes no sense and is passed over",
		"segment", at.Segment, "offset", at.Offset)
}

// message notes who holds the record whose head was read.
func (r *recovery) message(seg *segment, at place, size uint32) {
	h := &r.head
	if len(h.refs) == 0 {
		return
	}
	share := size / uint32(len(h.refs))
	seg.hold(h.refs)
	for _, one := range h.refs {
		r.held[one.holder] = append(r.held[one.holder], held{one, at, share, h.size, h.priority})
	}
}

func (r *recovery) other(seg *segment, kind byte, payload []byte) error {
	switch kind {
	case recordEnds:
		e, err := readEnds(payload)
		r.ended[e.holder] = append(r.ended[e.holder], e.spans...)
		r.through[e.holder] = max(r.through[e.holder], e.delivered)
		return err
	case recordReturn:
		b, err := readBack(payload)
		r.returns[[2]uint64{b.holder, b.seq}] = uint32(b.count)
		return err
	case recordDefinition:
		all, err := readTables(payload)
		seg.defines = true
		for _, t := range all {
			r.tx.apply(t)
		}
		return err
	case recordSnapshot:
		all, err := readTables(payload)
		if err != nil {
			return err
		}
		r.snapshot(seg, all)
	}
	return nil
}

// snapshot replaces all definitions so far.
func (r *recovery) snapshot(seg *segment, all []wire.Table) {
	for _, other := range r.store.segs {
		other.defines = false
	}
	seg.defines = true
	db := r.tx.db
	last := db.lastID
	db.clear()
	db.lastID = last
	for _, t := range all {
		r.tx.apply(t)
	}
}

// fill puts the messages that have not ended into their queues.
func (r *recovery) fill() {
	for _, vh := range r.tx.db.vhosts {
		for _, q := range vh.queues {
			list := r.living(q.id, &q.nextSeq)
			q.delivered = r.through[q.id]
			for _, h := range list {
				e := entry{seq: h.seq, at: h.at, expires: h.expires, size: h.size, share: h.share, flags: stored,
					count: r.returns[[2]uint64{q.id, h.seq}]}
				if h.seq <= q.delivered {
					e.flags |= redelivered
				}
				r.store.segs[h.at.Segment].live += int64(h.share)
				q.ready.push(e, h.priority)
			}
			r.tx.watchFront(q)
		}
		for _, x := range vh.exchanges {
			if x.kind == Delayed {
				for _, h := range r.living(x.id, &x.nextSeq) {
					r.store.segs[h.at.Segment].live += int64(h.share)
					r.tx.delayAgain(x, h)
				}
			}
		}
	}
}

// living gives a holder's messages in order, without those that have ended
// and without the older of two copies, and raises its next number.
func (r *recovery) living(id uint64, next *uint64) []held {
	list, ended := r.held[id], r.ended[id]
	slices.SortStableFunc(list, func(a, b held) int { return compare(a.seq, b.seq) })
	slices.SortFunc(ended, func(a, b span) int { return compare(a.first, b.first) })
	if n := len(list); n > 0 {
		*next = max(*next, list[n-1].seq+1)
	}
	for _, s := range ended {
		*next = max(*next, s.last+1)
	}
	*next = max(*next, r.through[id]+1)
	living := list[:0]
	past := uint64(0) // ends reach up to here
	for i, h := range list {
		for len(ended) > 0 && ended[0].first <= h.seq {
			past = max(past, ended[0].last)
			ended = ended[1:]
		}
		newer := i+1 < len(list) && list[i+1].seq == h.seq
		if !newer && h.seq > past {
			living = append(living, h)
		}
	}
	return living
}

func compare(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// A segment's index is, for each record: its kind, its offset, the size of
// its payload, then the size and the bytes of its head (of the whole payload,
// but for messages). All numbers are unsigned varints.

// note adds a record to the index that is written once the segment is sealed.
func (seg *segment) note(kind byte, at place, head []byte) {
	seg.noteSize(kind, at, head, uint32(len(head)))
}

func (seg *segment) noteSize(kind byte, at place, head []byte, size uint32) {
	if seg.indexed {
		return
	}
	seg.index = append(seg.index, kind)
	seg.index = binary.AppendUvarint(seg.index, uint64(at.Offset))
	seg.index = binary.AppendUvarint(seg.index, uint64(size))
	seg.index = binary.AppendUvarint(seg.index, uint64(len(head)))
	seg.index = append(seg.index, head...)
}

// index recovers a segment from its index.
func (r *recovery) index(seg *segment, data []byte) error {
	for n := (numbers{p: data}); len(n.p) > 0; {
		kind, offset, size := n.octet(), n.next(), n.next()
		payload := n.take(n.next())
		if n.bad {
			return errRecord
		}
		if kind != recordMessage {
			if err := r.other(seg, kind, payload); err != nil {
				return err
			}
			continue
		}
		if _, err := readHead(payload, &r.head); err != nil {
			return err
		}
		r.message(seg, place{Segment: seg.id, Offset: uint32(offset)}, uint32(size))
	}
	return nil
}
