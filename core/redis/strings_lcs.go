package redis

// LCSMatch is one run of bytes that two strings share, at A[0] to A[1] of the
// first and B[0] to B[1] of the second, both ends included.
type LCSMatch struct{ A, B [2]int }

// Len is the number of bytes of the run.
func (m LCSMatch) Len() int { return m.A[1] - m.A[0] + 1 }

// LCS finds a longest common subsequence of the strings under two keys; a
// missing key is an empty string. matches lists its runs from the last to the
// first. It takes memory and time in proportion to the product of the lengths;
// more than MaxValueSize is ErrLCSMemory.
func (tx *Tx) LCS(keyA, keyB []byte) (common []byte, matches []LCSMatch, err error) {
	a, errA := tx.Get(keyA)
	b, errB := tx.Get(keyB)
	if errA != nil || errB != nil {
		return nil, nil, ErrLCSKinds
	}
	const cell = 4 // bytes of an entry of the table
	if (len(a)+1)*(len(b)+1) > tx.db.opts.MaxValueSize/cell {
		return nil, nil, ErrLCSMemory
	}
	common, matches = lcsTable(a, b).walk(a, b)
	return common, matches, nil
}

// lcs is the table of dynamic programming: row i, column j has the length of
// the longest common subsequence of the first i and j bytes.
type lcs struct {
	width int
	cells []uint32
}

func (t *lcs) at(i, j int) uint32 { return t.cells[i*t.width+j] }

func lcsTable(a, b []byte) *lcs {
	t := &lcs{width: len(b) + 1, cells: make([]uint32, (len(a)+1)*(len(b)+1))}
	for i := 1; i <= len(a); i++ {
		above, row := t.cells[(i-1)*t.width:i*t.width], t.cells[i*t.width:(i+1)*t.width]
		for j := 1; j <= len(b); j++ {
			if a[i-1] == b[j-1] {
				row[j] = above[j-1] + 1
			} else {
				row[j] = max(above[j], row[j-1])
			}
		}
	}
	return t
}

// walk goes back through the table from its last cell and collects what is
// common, and in which runs. Where two ways are equally good it shortens b, as
// Redis does.
func (t *lcs) walk(a, b []byte) (common []byte, matches []LCSMatch) {
	i, j := len(a), len(b)
	left := int(t.at(i, j))
	common = make([]byte, left)
	var run *LCSMatch // that grows backward
	for i > 0 && j > 0 && left > 0 {
		if a[i-1] != b[j-1] {
			if t.at(i-1, j) > t.at(i, j-1) {
				i--
			} else {
				j--
			}
			run = nil
			continue
		}
		i, j, left = i-1, j-1, left-1
		common[left] = a[i]
		if run == nil {
			matches = append(matches, LCSMatch{A: [2]int{i, i}, B: [2]int{j, j}})
			run = &matches[len(matches)-1]
		}
		run.A[0], run.B[0] = i, j
	}
	return common, matches
}
