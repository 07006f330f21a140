package amqp

import "sort"

// outstanding is a delivery that waits for its acknowledgement.
type outstanding struct {
	tag      uint64
	queue    *queue    // nil: settled
	consumer *consumer // nil: from basic.get
	entry    entry
	at       int64 // when it was delivered, in Unix milliseconds
}

// unacked holds a channel's outstanding deliveries in order of their tags.
// Mostly the oldest is acknowledged first, so the tag's place is guessed; what
// was acknowledged out of order stays as a gap until half are gaps.
type unacked struct {
	list       []outstanding
	head       int // list[:head] are settled
	count      int
	prefetched int // of them, those that count for the channel's prefetch
}

func (u *unacked) add(o outstanding) {
	if len(u.list) == cap(u.list) && u.count < len(u.list)/2 {
		u.compact()
	}
	u.list = append(u.list, o)
	u.count++
	if o.consumer != nil {
		u.prefetched++
	}
}

// compact closes the gaps.
func (u *unacked) compact() {
	kept := u.list[:0]
	for _, o := range u.list[u.head:] {
		if o.queue != nil {
			kept = append(kept, o)
		}
	}
	clear(u.list[len(kept):])
	u.list, u.head = kept, 0
}

// take settles one delivery.
func (u *unacked) take(tag uint64) (outstanding, bool) {
	i := u.find(tag)
	if i == len(u.list) || u.list[i].tag != tag || u.list[i].queue == nil {
		return outstanding{}, false
	}
	return u.settle(i), true
}

// subject is the queue of a delivery, "" where there is none.
func (u *unacked) subject(tag uint64) string {
	if i := u.find(tag); i < len(u.list) && u.list[i].tag == tag && u.list[i].queue != nil {
		return u.list[i].queue.name
	}
	return ""
}

// holds tells that the delivery with this very tag is outstanding.
func (u *unacked) holds(tag uint64) bool {
	i := u.find(tag)
	return i < len(u.list) && u.list[i].tag == tag && u.list[i].queue != nil
}

// find is the index of the first delivery whose tag is not below tag.
func (u *unacked) find(tag uint64) int {
	if u.head < len(u.list) && u.list[u.head].tag == tag {
		return u.head
	}
	rest := u.list[u.head:]
	return u.head + sort.Search(len(rest), func(i int) bool { return rest[i].tag >= tag })
}

func (u *unacked) settle(i int) outstanding {
	o := u.list[i]
	u.list[i] = outstanding{tag: o.tag}
	u.count--
	if o.consumer != nil {
		u.prefetched--
	}
	for u.head < len(u.list) && u.list[u.head].queue == nil {
		u.head++
	}
	if u.head == len(u.list) {
		u.list, u.head = u.list[:0], 0
	}
	return o
}

// upTo calls f for the deliveries up to tag (0 is all), oldest first, as they
// are settled. It reports how many there were.
func (u *unacked) upTo(tag uint64, f func(outstanding)) (n int) {
	for u.count > 0 && (tag == 0 || u.list[u.head].tag <= tag) {
		f(u.settle(u.head))
		n++
	}
	return n
}

// restore makes settled deliveries outstanding again.
func (u *unacked) restore(back []outstanding) {
	u.compact()
	u.list = append(u.list, back...)
	sort.Slice(u.list, func(i, j int) bool { return u.list[i].tag < u.list[j].tag })
	for _, o := range back {
		u.count++
		if o.consumer != nil {
			u.prefetched++
		}
	}
}

// each calls f for every outstanding delivery, oldest first.
func (u *unacked) each(f func(*outstanding)) {
	for i := u.head; i < len(u.list); i++ {
		if u.list[i].queue != nil {
			f(&u.list[i])
		}
	}
}
