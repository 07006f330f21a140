package amqp

import "sort"

// blockSize entries are allocated, and packed, at once: a long queue grows
// without copying what it has, and gives memory back as it is drained.
const blockSize = 256

// ring is a first-in first-out list of entries, in order of their numbers.
// Between its two ends, where the work is, blocks whose messages are all on
// disk alone lie packed (packing.go).
//
// A pointer to an entry is good until the next push, pop or trim.
type ring struct {
	blocks []*block
	first  int // index of the first entry in blocks[0]
	n      int
	spare  []entry  // of an emptied block, kept for the next
	opened []*block // may have to be packed, in the order in which they were looked at
}

// block is blockSize entries, packed or not.
type block struct {
	first   uint64 // number of its first entry
	entries []entry
	packed  []byte // in place of entries
	opened  bool   // in ring.opened
}

func (r *ring) at(i int) *entry {
	i += r.first
	b := r.blocks[i/blockSize]
	if i >= blockSize && !b.opened {
		b.opened = true
		r.opened = append(r.opened, b)
	}
	if b.entries == nil {
		b.entries = r.room()
		unpack(b.packed, b.entries)
		b.packed = nil
	}
	return &b.entries[i%blockSize]
}

// room gives memory for a block.
func (r *ring) room() []entry {
	if entries := r.spare; entries != nil {
		r.spare = nil
		return entries
	}
	return make([]entry, blockSize)
}

func (r *ring) push(e entry) {
	end := r.first + r.n
	if end == len(r.blocks)*blockSize {
		if r.n > 0 {
			r.at(r.n - 1) // what is full may be packed
		}
		r.trim()
		r.blocks = append(r.blocks, &block{first: e.seq, entries: r.room()})
	}
	r.blocks[end/blockSize].entries[end%blockSize] = e
	r.n++
}

func (r *ring) pop() entry {
	p := r.at(0)
	e := *p
	*p = entry{} // its message must not be held
	r.first++
	r.n--
	if r.first == blockSize {
		r.spare, r.blocks[0].entries = r.blocks[0].entries, nil
		r.blocks[0] = nil
		r.blocks = r.blocks[1:]
		r.first = 0
		r.trim()
	}
	return e
}

// each calls f for every entry until it gives false, and gives that. It is for
// looking only: an entry is f's until f returns.
func (r *ring) each(f func(*entry) bool) bool {
	var scratch []entry
	for k, b := range r.blocks {
		entries := b.entries
		if entries == nil {
			if scratch == nil {
				scratch = make([]entry, blockSize)
			}
			entries = scratch
			unpack(b.packed, entries)
		}
		from, to := 0, min(blockSize, r.first+r.n-k*blockSize)
		if k == 0 {
			from = r.first
		}
		for i := from; i < to; i++ {
			if !f(&entries[i]) {
				return false
			}
		}
	}
	return true
}

// search gives the index of the first entry whose number is not below seq, n
// if there is none. Numbers mostly grow one by one.
func (r *ring) search(seq uint64) int {
	if r.n == 0 || seq <= r.at(0).seq {
		return 0
	}
	if guess := seq - r.at(0).seq; guess < uint64(r.n) && r.at(int(guess)).seq == seq {
		return int(guess)
	}
	// The one block that may have it, so that no other is unpacked.
	k := sort.Search(len(r.blocks), func(k int) bool { return r.blocks[k].first > seq }) - 1
	from := max(k*blockSize-r.first, 0)
	to := min((k+1)*blockSize-r.first, r.n)
	return from + sort.Search(to-from, func(i int) bool { return r.at(from+i).seq >= seq })
}

// find gives the entry of a number, nil if there is none.
func (r *ring) find(seq uint64) *entry {
	i := r.search(seq)
	if i == r.n {
		return nil
	}
	if e := r.at(i); e.seq == seq {
		return e
	}
	return nil
}
