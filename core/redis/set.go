package redis

import (
	"slices"
	"strconv"

	"github.com/twelvefold/twelvefold/core/redis/internal/dict"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// set is a collection of distinct byte strings. While all of them are
// integers, and not too many, they lie sorted in ints (OBJECT ENCODING:
// intset); from then on in members, for good (hashtable).
type set struct {
	ints    []int64
	table   bool
	members dict.Dict[struct{}]
}

func (s *set) len() int {
	if s.table {
		return s.members.Len()
	}
	return len(s.ints)
}

// has tells whether v is a member. In ints only the one way to write an integer
// counts: 05 is not 5.
func (s *set) has(v []byte) bool {
	if s.table {
		_, ok := s.members.GetBytes(v)
		return ok
	}
	n, ok := wire.ParseInt(v)
	if ok {
		_, ok = slices.BinarySearch(s.ints, n)
	}
	return ok
}

// add reports whether v is new. maxInts is how many integers are kept sorted.
func (s *set) add(v []byte, maxInts int) bool {
	if s.table {
		return s.members.SetBytes(v, struct{}{})
	}
	n, ok := wire.ParseInt(v)
	if !ok {
		s.toTable()
		return s.members.SetBytes(v, struct{}{})
	}
	i, ok := slices.BinarySearch(s.ints, n)
	if ok {
		return false
	}
	s.ints = slices.Insert(s.ints, i, n)
	if len(s.ints) > maxInts {
		s.toTable()
	}
	return true
}

// toTable gives up the sorted form.
func (s *set) toTable() {
	for _, n := range s.ints {
		s.members.Set(strconv.FormatInt(n, 10), struct{}{})
	}
	s.table, s.ints = true, nil
}

// remove reports whether v was there.
func (s *set) remove(v []byte) bool {
	if s.table {
		_, ok := s.members.DeleteBytes(v)
		return ok
	}
	n, ok := wire.ParseInt(v)
	if !ok {
		return false
	}
	i, ok := slices.BinarySearch(s.ints, n)
	if ok {
		s.ints = slices.Delete(s.ints, i, i+1)
	}
	return ok
}

// at gives the i-th member in the order of the moment.
func (s *set) at(i int) string {
	if s.table {
		m, _ := s.members.At(i)
		return m
	}
	return strconv.FormatInt(s.ints[i], 10)
}

// takeAt removes the i-th member and gives it.
func (s *set) takeAt(i int) string {
	m := s.at(i)
	if s.table {
		s.members.Delete(m)
	} else {
		s.ints = slices.Delete(s.ints, i, i+1)
	}
	return m
}

// all walks the members, integers in their order; yield must not change the
// set.
func (s *set) all(yield func(m string) bool) {
	for i := range s.len() {
		if !yield(s.at(i)) {
			return
		}
	}
}

// clone copies the set; the copies share nothing that changes.
func (s *set) clone() *set {
	return &set{ints: slices.Clone(s.ints), table: s.table, members: s.members.Clone()}
}
