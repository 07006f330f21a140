package redis

import (
	"bytes"
	"math"
)

// LInsert puts value before (or after) the first element equal to pivot and
// gives the new length; -1 where there is no such element, 0 where there is no
// such key.
func (tx *Tx) LInsert(key []byte, before bool, pivot, value []byte) (length int, err error) {
	if err := tx.fit(value); err != nil {
		return 0, err
	}
	o, err := tx.write(key, KindList)
	if o == nil {
		return 0, err
	}
	for i, v := range o.list.From(0) {
		if !bytes.Equal(v, pivot) {
			continue
		}
		if !before {
			i++
		}
		o.list.Insert(i, value)
		tx.changed(key, "linsert")
		return o.list.Len(), nil
	}
	return -1, nil
}

// LRem removes elements equal to value: the first count of them, the last
// -count where count is negative, all where it is 0. It gives how many.
func (tx *Tx) LRem(key []byte, count int64, value []byte) (removed int, err error) {
	o, err := tx.write(key, KindList)
	if o == nil {
		return 0, err
	}
	count = min(max(count, -math.MaxInt32), math.MaxInt32) // more than any list holds
	removed = o.list.Remove(value, int(count))
	if removed > 0 {
		tx.shrunk(key, o, "lrem")
	}
	return removed, nil
}

// LPosOptions of LPos. The zero value finds every match.
type LPosOptions struct {
	// Rank is the first match to give: 1 the first from the head, -1 the
	// first from the tail. 0 means 1.
	Rank int64
	// Count is how many matches to give at the most; 0: all.
	Count int64
	// MaxLen is how many elements to look at; 0: all.
	MaxLen int64
}

// LPos finds the places of elements equal to value, always counted from the
// head.
func (tx *Tx) LPos(key, value []byte, opt LPosOptions) (places []int, err error) {
	switch {
	case opt.Count < 0:
		return nil, ErrLPosCount
	case opt.MaxLen < 0:
		return nil, ErrLPosMaxLen
	}
	o, err := tx.read(key, KindList)
	if o == nil {
		return nil, err
	}
	elements, skip := o.list.From(0), opt.Rank-1
	switch {
	case opt.Rank == 0:
		skip = 0
	case opt.Rank < 0:
		elements, skip = o.list.Back(o.list.Len()-1), -(opt.Rank + 1)
	}
	seen := int64(0)
	for i, v := range elements {
		if opt.MaxLen > 0 && seen == opt.MaxLen {
			break
		}
		seen++
		if !bytes.Equal(v, value) {
			continue
		}
		if skip > 0 {
			skip--
			continue
		}
		places = append(places, i)
		if int64(len(places)) == opt.Count {
			break
		}
	}
	return places, nil
}
