package quicklist

import (
	"bytes"
	"slices"
)

// node holds elements one after another in data; ends[i] is where the i-th
// ends, the one before it where it begins.
type node struct {
	prev, next *node
	data       []byte
	ends       []uint32
}

func (n *node) len() int  { return len(n.ends) }
func (n *node) size() int { return len(n.data) }

// hasRoom tells whether an element of that size may still come in. A first
// one always may, however big.
func (n *node) hasRoom(size int) bool {
	return len(n.ends) == 0 || len(n.ends) < nodeElements && len(n.data)+size <= nodeBytes
}

// start is where the i-th element begins.
func (n *node) start(i int) uint32 {
	if i == 0 {
		return 0
	}
	return n.ends[i-1]
}

// at gives the i-th element; its capacity is cut, so that appending to it
// can't write over the next.
func (n *node) at(i int) []byte {
	from, to := n.start(i), n.ends[i]
	return n.data[from:to:to]
}

func (n *node) insert(i int, v []byte) {
	from := n.start(i)
	if n.data == nil {
		n.data = []byte{} // so that an empty element is not nil
	}
	n.data = slices.Insert(n.data, int(from), v...)
	n.ends = slices.Insert(n.ends, i, from)
	for j := i; j < len(n.ends); j++ {
		n.ends[j] += uint32(len(v))
	}
}

// remove takes the elements from i up to before j out. At both ends it only
// cuts the slices: that moves nothing, and leaves the bytes that were taken as
// they are for who looks at them still.
func (n *node) remove(i, j int) {
	from, to := n.start(i), n.start(j)
	switch {
	case i == 0:
		n.data, n.ends = n.data[to:], n.ends[j:]
	case j == n.len():
		n.data, n.ends = n.data[:from], n.ends[:i]
	default:
		n.data = slices.Delete(n.data, int(from), int(to))
		n.ends = slices.Delete(n.ends, i, j)
	}
	for k := i; k < len(n.ends); k++ {
		n.ends[k] -= to - from
	}
}

// removeEqual takes out at most most elements equal to v, from the end if
// back, and gives how many.
func (n *node) removeEqual(v []byte, most int, back bool) (removed int) {
	i, step := 0, 1
	if back {
		i, step = n.len()-1, -1
	}
	for removed < most && i >= 0 && i < n.len() {
		if !bytes.Equal(n.at(i), v) {
			i += step
			continue
		}
		n.remove(i, i+1)
		removed++
		if back {
			i--
		}
	}
	return removed
}

// split cuts the node before its i-th element and gives the second part.
func (n *node) split(i int) *node {
	second := &node{}
	for j := i; j < n.len(); j++ {
		second.insert(second.len(), n.at(j))
	}
	n.remove(i, n.len())
	return second
}

// appendAll adds all elements of m.
func (n *node) appendAll(m *node) {
	base := uint32(len(n.data))
	n.data = append(n.data, m.data...)
	for _, end := range m.ends {
		n.ends = append(n.ends, base+end)
	}
}

func (n *node) clone() *node {
	return &node{data: slices.Clone(n.data), ends: slices.Clone(n.ends)}
}
