package amqp

import (
	"cmp"
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
	damage  bool // something can't be read
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
	data, ok, _ := r.store.log.ReadIndex(info.ID) // an error is one of the index alone: the scan does without
	if ok && r.index(seg, data) == nil {
		seg.indexed = true
		return nil
	}
	damage, err := r.store.log.Scan(info.ID, func(at place, kind byte, payload []byte) error {
		r.record(seg, at, kind, payload)
		return nil
	})
	r.tx.db.sayDamage(damage)
	r.damage = r.damage || len(damage) > 0
	seg.indexed = len(damage) > 0 // a scan has to find the damage again
	return err
}

func (db *DB) sayDamage(damage []seglog.Damage) {
	for _, d := range damage {
		db.world.Say(world.Error, "amqp: the log is damaged; the rest of it is served",
			"file", d.File, "offset", d.Offset, "length", d.Length, "kept", d.Kept)
	}
}

// record takes in one record of a scan.
func (r *recovery) record(seg *segment, at place, kind byte, payload []byte) {
	needed := payload
	var err error
	switch kind {
	case recordPaged:
		return
	case recordMessage:
		var rest []byte
		if rest, err = readHead(payload, &r.head); err == nil {
			needed = payload[:len(payload)-len(rest)]
			r.message(seg, at, len(payload))
		}
	default:
		err = r.other(seg, kind, payload)
	}
	if err != nil {
		r.damaged(at)
		return
	}
	seg.note(kind, at, needed, len(payload))
}

func (r *recovery) damaged(at place) {
	r.damage = true
	r.tx.db.world.Say(world.Error, "amqp: a record of the log makes no sense and is passed over",
		"segment", at.Segment, "offset", at.Offset)
}

// message notes who holds the record whose head was read.
func (r *recovery) message(seg *segment, at place, size int) {
	h := &r.head
	if len(h.refs) == 0 {
		return
	}
	share := shareOf(size, len(h.refs))
	seg.hold(h.refs)
	for _, one := range h.refs {
		r.held[one.holder] = append(r.held[one.holder], held{one, at, share, h.size, h.priority})
	}
}

func (r *recovery) other(seg *segment, kind byte, payload []byte) error {
	switch kind {
	case recordEnds:
		e, err := readEnds(payload)
		if err != nil {
			return err
		}
		r.ended[e.holder] = append(r.ended[e.holder], e.spans...)
		r.through[e.holder] = max(r.through[e.holder], e.delivered)
	case recordReturn:
		b, err := readBack(payload)
		if err != nil {
			return err
		}
		key := [2]uint64{b.holder, b.seq} // compaction may have put an older count behind a newer one
		r.returns[key] = max(r.returns[key], uint32(b.count))
	case recordDefinition:
		all, err := readTables(payload)
		if err != nil {
			return err
		}
		seg.defines = true
		for _, t := range all {
			gone, _ := t.Get("gone")
			r.store.defines(len(payload), gone != true)
			r.tx.apply(t)
		}
	case recordSnapshot:
		all, err := readTables(payload)
		if err != nil {
			return err
		}
		r.snapshot(seg, all)
		r.store.defined = int64(len(payload))
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

// fill puts the messages that have not ended into their queues, virtual host
// by virtual host: timers of one instant fire as they were set.
func (r *recovery) fill() {
	for _, vh := range ordered(r.tx.db.vhosts) {
		for _, q := range ordered(vh.queues) {
			r.fillQueue(q)
		}
		for _, x := range ordered(vh.exchanges) {
			if x.kind == Delayed {
				r.fillDelayed(x)
			}
		}
	}
	r.spare()
}

func (r *recovery) fillQueue(q *queue) {
	list := r.living(q.id, &q.nextSeq)
	q.delivered = r.through[q.id]
	for _, h := range list {
		e := entry{seq: h.seq, at: h.at, expires: h.expires, size: h.size, share: h.share, flags: stored,
			count: r.returns[[2]uint64{q.id, h.seq}]}
		if h.seq <= q.delivered && q.stream == nil {
			e.flags |= redelivered
		}
		r.store.segment(h.at.Segment).live += int64(h.share)
		q.ready.push(e, h.priority)
	}
	r.tx.watchFront(q)
	delete(r.held, q.id)
}

func (r *recovery) fillDelayed(x *exchange) {
	for _, h := range r.living(x.id, &x.nextSeq) {
		r.store.segs[h.at.Segment].live += int64(h.share)
		r.tx.delayAgain(x, h)
	}
	delete(r.held, x.id)
}

// spare keeps segments from compaction whose messages belong to nobody, where
// damage may have taken the definition of their queue.
func (r *recovery) spare() {
	if !r.damage {
		return
	}
	orphans := 0
	for id := range r.held {
		for _, h := range r.living(id, new(uint64)) {
			r.store.segment(h.at.Segment).orphans = true
			orphans++
		}
	}
	if orphans > 0 {
		r.tx.db.world.Say(world.Error, "amqp: the log has messages of queues that nothing declares, perhaps because of its damage; they are kept",
			"messages", orphans)
	}
}

// living gives a holder's messages in order, without those that have ended
// and without the older of two copies, and raises its next number.
func (r *recovery) living(id uint64, next *uint64) []held {
	list, ended := r.held[id], r.ended[id]
	slices.SortStableFunc(list, func(a, b held) int { return cmp.Compare(a.seq, b.seq) })
	slices.SortFunc(ended, func(a, b span) int { return cmp.Compare(a.first, b.first) })
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

// A segment's index is, for each record: its kind, its offset, the size of
// its payload, then the size and the bytes of its head (of the whole payload,
// but for messages). All numbers are unsigned varints. Records that recovery
// passes over are not in it.

// note adds a record to the index that is written once the segment is sealed.
func (seg *segment) note(kind byte, at place, head []byte, size int) {
	if seg.indexed {
		return
	}
	seg.index = append(seg.index, kind)
	seg.index = binary.AppendUvarint(seg.index, uint64(at.Offset))
	seg.index = binary.AppendUvarint(seg.index, uint64(size))
	seg.index = binary.AppendUvarint(seg.index, uint64(len(head)))
	seg.index = append(seg.index, head...)
}

// eachIndexed calls f for the records of an index.
func eachIndexed(data []byte, f func(offset uint32, kind byte, size int, head []byte) error) error {
	for n := (numbers{p: data}); len(n.p) > 0; {
		kind, offset, size := n.octet(), n.next(), n.next()
		head := n.take(n.next())
		if n.bad || offset > maxRecord<<1 || size > maxRecord {
			return errRecord
		}
		if err := f(uint32(offset), kind, int(size), head); err != nil {
			return err
		}
	}
	return nil
}

// index recovers a segment from its index, or leaves all as it is.
func (r *recovery) index(seg *segment, data []byte) error {
	err := eachIndexed(data, func(_ uint32, kind byte, _ int, payload []byte) error {
		return checkIndexed(kind, payload, &r.head)
	})
	if err != nil {
		return err
	}
	return eachIndexed(data, func(offset uint32, kind byte, size int, payload []byte) error {
		if kind != recordMessage {
			return r.other(seg, kind, payload)
		}
		if _, err := readHead(payload, &r.head); err != nil {
			return err
		}
		r.message(seg, place{Segment: seg.id, Offset: offset}, size)
		return nil
	})
}

// checkIndexed tells whether a record of an index can be read.
func checkIndexed(kind byte, payload []byte, h *head) (err error) {
	switch kind {
	case recordMessage:
		_, err = readHead(payload, h)
	case recordEnds:
		_, err = readEnds(payload)
	case recordReturn:
		_, err = readBack(payload)
	case recordDefinition, recordSnapshot:
		_, err = readTables(payload)
	}
	return err
}
