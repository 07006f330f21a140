package redis

import "slices"

// SUnion gives the members that are in any of the sets; a missing key is an
// empty set here and in all methods below.
func (tx *Tx) SUnion(keys ...[]byte) ([]string, error) { return tx.combine(keys, tx.union) }

// SInter gives the members that are in all of the sets.
func (tx *Tx) SInter(keys ...[]byte) ([]string, error) { return tx.combine(keys, tx.inter) }

// SDiff gives the members of the first set that are in none of the others.
func (tx *Tx) SDiff(keys ...[]byte) ([]string, error) { return tx.combine(keys, tx.diff) }

// SUnionStore puts SUnion under dst, whatever was there, and gives its size;
// an empty result removes dst.
func (tx *Tx) SUnionStore(dst []byte, keys ...[]byte) (int, error) {
	return tx.combineTo(dst, keys, tx.union, "sunionstore")
}

// SInterStore is for SInter what SUnionStore is for SUnion.
func (tx *Tx) SInterStore(dst []byte, keys ...[]byte) (int, error) {
	return tx.combineTo(dst, keys, tx.inter, "sinterstore")
}

// SDiffStore is for SDiff what SUnionStore is for SUnion.
func (tx *Tx) SDiffStore(dst []byte, keys ...[]byte) (int, error) {
	return tx.combineTo(dst, keys, tx.diff, "sdiffstore")
}

// SInterCard counts what SInter would give, up to limit; 0: to the end.
func (tx *Tx) SInterCard(limit int64, keys ...[]byte) (n int64, err error) {
	if limit < 0 {
		return 0, ErrLimit
	}
	sets, err := tx.sets(keys)
	if err != nil {
		return 0, err
	}
	tx.inter(sets, func(string) bool {
		n++
		return n != limit
	})
	return n, nil
}

// operation walks the result of combining sets, of which none is nil.
type operation func(sets []*set, yield func(m string) bool)

// combine gives the result of op.
func (tx *Tx) combine(keys [][]byte, op operation) (members []string, err error) {
	sets, err := tx.sets(keys)
	if err != nil {
		return nil, err
	}
	op(sets, func(m string) bool {
		members = append(members, m)
		return true
	})
	return members, nil
}

// combineTo stores the result of op under dst, with the name that events give.
func (tx *Tx) combineTo(dst []byte, keys [][]byte, op operation, name string) (int, error) {
	sets, err := tx.sets(keys)
	if err != nil {
		return 0, err
	}
	result := &set{}
	op(sets, func(m string) bool {
		result.add([]byte(m), tx.Encodings().SetMaxIntsetEntries)
		return true
	})
	if result.len() == 0 {
		tx.Del(dst)
		return 0, nil
	}
	tx.add(dst, &object{kind: KindSet, set: result})
	tx.changed(dst, name)
	return result.len(), nil
}

// sets looks all keys up.
func (tx *Tx) sets(keys [][]byte) ([]*set, error) {
	sets := make([]*set, len(keys))
	for i, key := range keys {
		o, err := tx.read(key, KindSet)
		switch {
		case err != nil:
			return nil, err
		case o == nil:
			sets[i] = &set{}
		default:
			sets[i] = o.set
		}
	}
	return sets, nil
}

// union collects first: a member of several sets must come once. Where all are
// integers they come in order.
func (tx *Tx) union(sets []*set, yield func(m string) bool) {
	all := &set{}
	for _, s := range sets {
		for m := range s.all {
			all.add([]byte(m), tx.Encodings().SetMaxIntsetEntries)
		}
	}
	all.all(yield)
}

// inter walks the smallest set and asks the others, small ones first: they
// are the most likely to say no.
func (tx *Tx) inter(sets []*set, yield func(m string) bool) {
	if len(sets) == 0 {
		return
	}
	sets = slices.SortedStableFunc(slices.Values(sets), func(a, b *set) int { return a.len() - b.len() })
	for m := range sets[0].all {
		if inAll(sets[1:], m) && !yield(m) {
			return
		}
	}
}

func inAll(sets []*set, m string) bool {
	for _, s := range sets {
		if !s.has([]byte(m)) {
			return false
		}
	}
	return true
}

// diff asks for each member of the first set whether another has it.
func (tx *Tx) diff(sets []*set, yield func(m string) bool) {
	if len(sets) == 0 {
		return
	}
	for m := range sets[0].all {
		if !inAny(sets[1:], m) && !yield(m) {
			return
		}
	}
}

func inAny(sets []*set, m string) bool {
	for _, s := range sets {
		if s.has([]byte(m)) {
			return true
		}
	}
	return false
}
