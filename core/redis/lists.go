package redis

import "github.com/twelvefold/twelvefold/core/redis/internal/quicklist"

// Side is an end of a list.
type Side uint8

// The ends.
const (
	Left  Side = iota // the head
	Right             // the tail
)

// pushOp and popOp name what is done at each side, for events.
var (
	pushOp = [...]string{Left: "lpush", Right: "rpush"}
	popOp  = [...]string{Left: "lpop", Right: "rpop"}
)

// LPush adds values at the head, one after another, so that the last one is
// first in the end. It makes the list where there is none, and gives its
// length.
func (tx *Tx) LPush(key []byte, values ...[]byte) (length int, err error) {
	return tx.push(key, Left, true, values)
}

// RPush adds values at the tail, as LPush does at the head.
func (tx *Tx) RPush(key []byte, values ...[]byte) (length int, err error) {
	return tx.push(key, Right, true, values)
}

// LPushX is LPush only where there is a list already; it gives 0 otherwise.
func (tx *Tx) LPushX(key []byte, values ...[]byte) (length int, err error) {
	return tx.push(key, Left, false, values)
}

// RPushX is RPush only where there is a list already; it gives 0 otherwise.
func (tx *Tx) RPushX(key []byte, values ...[]byte) (length int, err error) {
	return tx.push(key, Right, false, values)
}

func (tx *Tx) push(key []byte, side Side, create bool, values [][]byte) (int, error) {
	if err := tx.fit(values...); err != nil {
		return 0, err
	}
	o, err := tx.write(key, KindList)
	if err != nil || o == nil && !create {
		return 0, err
	}
	if len(values) == 0 {
		return o.size(), nil
	}
	if o == nil {
		o = tx.newList(key)
	}
	for _, v := range values {
		pushTo(o.list, side, v)
	}
	tx.changed(key, pushOp[side])
	return o.list.Len(), nil
}

// newList makes an empty list under key: the caller puts something in.
func (tx *Tx) newList(key []byte) *object {
	o := &object{kind: KindList, list: &quicklist.List{}}
	tx.add(key, o)
	return o
}

func pushTo(l *quicklist.List, side Side, v []byte) {
	if side == Left {
		l.PushFront(v)
	} else {
		l.PushBack(v)
	}
}

// LPop takes the head off and gives it; nil where there is no such key. The
// bytes belong to the store and are good until the key is written, at the
// latest until End; so are all others that a method gives.
func (tx *Tx) LPop(key []byte) ([]byte, error) { return tx.pop(key, Left) }

// RPop takes the tail off, as LPop does the head.
func (tx *Tx) RPop(key []byte) ([]byte, error) { return tx.pop(key, Right) }

// pop is popN of one element, nil where there is none.
func (tx *Tx) pop(key []byte, side Side) ([]byte, error) {
	values, err := tx.popN(key, side, 1)
	if len(values) == 0 {
		return nil, err
	}
	return values[0], nil
}

// LPopN takes up to count elements off the head, the first one first; nil
// where there is no such key.
func (tx *Tx) LPopN(key []byte, count int64) ([][]byte, error) {
	return tx.popN(key, Left, count)
}

// RPopN takes up to count elements off the tail, the last one first; nil where
// there is no such key.
func (tx *Tx) RPopN(key []byte, count int64) ([][]byte, error) {
	return tx.popN(key, Right, count)
}

func (tx *Tx) popN(key []byte, side Side, count int64) ([][]byte, error) {
	if count < 0 {
		return nil, ErrNotPositive
	}
	o, err := tx.write(key, KindList)
	if o == nil {
		return nil, err
	}
	return tx.takeOff(key, o, side, count), nil
}

// takeOff does the popping once all is checked.
func (tx *Tx) takeOff(key []byte, o *object, side Side, count int64) [][]byte {
	n := int(min(count, int64(o.list.Len())))
	values := make([][]byte, 0, n)
	if n == 0 {
		return values
	}
	if side == Left {
		for i, v := range o.list.From(0) {
			if i == n {
				break
			}
			values = append(values, v)
		}
		o.list.Delete(0, n)
	} else {
		rest := o.list.Len() - n
		for i, v := range o.list.Back(o.list.Len() - 1) {
			if i < rest {
				break
			}
			values = append(values, v)
		}
		o.list.Delete(rest, n)
	}
	tx.shrunk(key, o, popOp[side])
	return values
}

// LLen is the length of a list, 0 where there is none.
func (tx *Tx) LLen(key []byte) (int, error) {
	o, err := tx.read(key, KindList)
	return o.size(), err
}

// LRange gives the elements from start to stop, both included; negative
// numbers count from the end, and what lies outside is left out.
func (tx *Tx) LRange(key []byte, start, stop int64) ([][]byte, error) {
	o, err := tx.read(key, KindList)
	if o == nil {
		return nil, err
	}
	from, to := clip(start, stop, o.list.Len())
	values := make([][]byte, 0, to-from)
	for i, v := range o.list.From(from) {
		if i >= to {
			break
		}
		values = append(values, v)
	}
	return values, nil
}

// clip turns an inclusive range with numbers from either end into one of
// places from <= i < to, both within 0 and n.
func clip(start, stop int64, n int) (from, to int) {
	length := int64(n)
	if start < 0 {
		start = max(start+length, 0)
	}
	if stop < 0 {
		stop += length
	}
	stop = min(stop, length-1)
	if start > stop {
		return 0, 0
	}
	return int(start), int(stop) + 1
}

// LIndex gives one element, counted from the end where index is negative; nil
// where there is none.
func (tx *Tx) LIndex(key []byte, index int64) ([]byte, error) {
	o, err := tx.read(key, KindList)
	if o == nil {
		return nil, err
	}
	i, ok := place(index, o.list.Len())
	if !ok {
		return nil, nil
	}
	return o.list.At(i), nil
}

// place turns an index from either end into one from the begin.
func place(index int64, n int) (i int, ok bool) {
	if index < 0 {
		index += int64(n)
	}
	return int(index), index >= 0 && index < int64(n)
}

// LSet replaces one element.
func (tx *Tx) LSet(key []byte, index int64, value []byte) error {
	if err := tx.fit(value); err != nil {
		return err
	}
	o, err := tx.write(key, KindList)
	if err != nil {
		return err
	}
	if o == nil {
		return ErrNoSuchKey
	}
	i, ok := place(index, o.list.Len())
	if !ok {
		return ErrIndexRange
	}
	o.list.Set(i, value)
	tx.changed(key, "lset")
	return nil
}

// LTrim keeps the elements from start to stop, as LRange counts them, and
// removes all others.
func (tx *Tx) LTrim(key []byte, start, stop int64) error {
	o, err := tx.write(key, KindList)
	if o == nil {
		return err
	}
	from, to := clip(start, stop, o.list.Len())
	o.list.Delete(to, o.list.Len()-to)
	o.list.Delete(0, from)
	tx.shrunk(key, o, "ltrim")
	return nil
}
