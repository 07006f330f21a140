// Package quicklist is a list of byte strings with cheap ends and little
// memory per element: a chain of nodes, each with many elements packed one
// after another, as Redis does it.
//
// Adding and taking at the ends is amortized O(1); an index is found in the
// time that it takes to walk the nodes from the nearer end.
package quicklist

// A node is full with nodeElements elements, or with nodeBytes bytes where it
// has more than one: enough to make the node's own cost small, and few enough
// that moving its bytes is cheap.
const (
	nodeElements = 128
	nodeBytes    = 4096
)

// List is a sequence of byte strings. The zero value is empty and ready. It
// copies what it is given; what it gives is its own memory, good until the
// next change.
type List struct {
	head, tail *node
	length     int
}

// Len is the number of elements.
func (l *List) Len() int { return l.length }

// PushBack adds v at the end.
func (l *List) PushBack(v []byte) {
	if l.tail == nil || !l.tail.hasRoom(len(v)) {
		l.link(&node{}, l.tail)
	}
	l.tail.insert(l.tail.len(), v)
	l.length++
}

// PushFront adds v at the begin.
func (l *List) PushFront(v []byte) {
	if l.head == nil || !l.head.hasRoom(len(v)) {
		l.link(&node{}, nil)
	}
	l.head.insert(0, v)
	l.length++
}

// At gives the i-th element, 0 <= i < Len.
func (l *List) At(i int) []byte {
	n, i := l.seek(i)
	return n.at(i)
}

// Set replaces the i-th element.
func (l *List) Set(i int, v []byte) {
	n, i := l.seek(i)
	if old := n.at(i); len(old) == len(v) {
		copy(old, v)
		return
	}
	n.remove(i, i+1)
	l.length--
	l.insertInto(n, i, v)
}

// Insert puts v before the i-th element, 0 <= i <= Len.
func (l *List) Insert(i int, v []byte) {
	switch i {
	case 0:
		l.PushFront(v)
	case l.length:
		l.PushBack(v)
	default:
		n, i := l.seek(i)
		l.insertInto(n, i, v)
	}
}

// insertInto puts v into n at place i, and splits n where it would grow too
// big.
func (l *List) insertInto(n *node, i int, v []byte) {
	l.length++
	if n.hasRoom(len(v)) {
		n.insert(i, v)
		return
	}
	before := n
	if i < n.len() {
		if i > 0 {
			l.link(n.split(i), n)
		} else {
			before = n.prev
		}
	}
	if before == nil || !before.hasRoom(len(v)) {
		l.link(&node{}, before)
		before = l.after(before)
	}
	before.insert(before.len(), v)
}

// Delete removes count elements from place i on; all must be there.
func (l *List) Delete(i, count int) {
	if count == 0 {
		return
	}
	n, i := l.seek(i)
	l.length -= count
	for count > 0 {
		next := n.next
		take := min(count, n.len()-i)
		n.remove(i, i+take)
		count -= take
		if n.len() == 0 {
			l.unlink(n)
		} else {
			l.merge(n)
		}
		n, i = next, 0
	}
}

// Remove takes out the elements equal to v: the first count of them, the last
// -count where count is negative, all where it is 0. It gives how many.
func (l *List) Remove(v []byte, count int) (removed int) {
	back := count < 0
	if back {
		count = -count
	}
	n := l.head
	if back {
		n = l.tail
	}
	for n != nil && (count == 0 || removed < count) {
		next := n.next
		if back {
			next = n.prev
		}
		most := count - removed
		if count == 0 {
			most = n.len()
		}
		removed += n.removeEqual(v, most, back)
		if n.len() == 0 {
			l.unlink(n)
		}
		n = next
	}
	l.length -= removed
	return removed
}

// merge moves the elements of n into its neighbour before it where both have
// few, so that removing here and there does not leave many almost empty nodes.
func (l *List) merge(n *node) {
	p := n.prev
	if p == nil || n.len()+p.len() > nodeElements/2 || n.size()+p.size() > nodeBytes/2 {
		return
	}
	p.appendAll(n)
	l.unlink(n)
}

// seek finds the node and the place in it of the i-th element.
func (l *List) seek(i int) (*node, int) {
	if i < l.length/2 {
		n := l.head
		for i >= n.len() {
			i -= n.len()
			n = n.next
		}
		return n, i
	}
	n := l.tail
	left := l.length - n.len() // elements before n
	for i < left {
		n = n.prev
		left -= n.len()
	}
	return n, i - left
}

// link puts n behind after, or first where after is nil.
func (l *List) link(n, after *node) {
	n.prev, n.next = after, l.after(after)
	if n.prev == nil {
		l.head = n
	} else {
		n.prev.next = n
	}
	if n.next == nil {
		l.tail = n
	} else {
		n.next.prev = n
	}
}

// after is the node behind n, the first where n is nil.
func (l *List) after(n *node) *node {
	if n == nil {
		return l.head
	}
	return n.next
}

func (l *List) unlink(n *node) {
	if n.prev == nil {
		l.head = n.next
	} else {
		n.prev.next = n.next
	}
	if n.next == nil {
		l.tail = n.prev
	} else {
		n.next.prev = n.prev
	}
}

// From walks the elements from place i on to the end; yield must not change
// the list.
func (l *List) From(i int) func(yield func(i int, v []byte) bool) {
	return func(yield func(int, []byte) bool) {
		if i >= l.length {
			return
		}
		n, at := l.seek(i)
		for ; n != nil; n, at = n.next, 0 {
			for ; at < n.len(); at++ {
				if !yield(i, n.at(at)) {
					return
				}
				i++
			}
		}
	}
}

// Back walks the elements from place i down to the first; yield must not
// change the list.
func (l *List) Back(i int) func(yield func(i int, v []byte) bool) {
	return func(yield func(int, []byte) bool) {
		if i < 0 || l.length == 0 {
			return
		}
		n, at := l.seek(i)
		for {
			for ; at >= 0; at-- {
				if !yield(i, n.at(at)) {
					return
				}
				i--
			}
			if n = n.prev; n == nil {
				return
			}
			at = n.len() - 1
		}
	}
}

// Clone copies the list; the copies share nothing.
func (l *List) Clone() *List {
	c := &List{length: l.length}
	for n := l.head; n != nil; n = n.next {
		c.link(n.clone(), c.tail)
	}
	return c
}
