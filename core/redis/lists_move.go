package redis

import "slices"

// LMove takes an element off one side of src, puts it on one side of dst,
// which may be the same list, and gives it; nil where there is no src.
func (tx *Tx) LMove(src, dst []byte, from, to Side) ([]byte, error) {
	source, err := tx.write(src, KindList)
	if source == nil {
		return nil, err
	}
	target, err := tx.write(dst, KindList)
	if err != nil {
		return nil, err
	}
	at := 0
	if from == Right {
		at = source.list.Len() - 1
	}
	value := slices.Clone(source.list.At(at))
	source.list.Delete(at, 1)
	if target == nil {
		target = tx.newList(dst)
	}
	pushTo(target.list, to, value)
	tx.changed(dst, pushOp[to])
	tx.shrunk(src, source, popOp[from])
	return value, nil
}

// LMPop takes up to count elements off one side of the first of the lists that
// is there, and names it; key is nil where none is.
func (tx *Tx) LMPop(keys [][]byte, side Side, count int64) (key []byte, values [][]byte, err error) {
	if count < 1 {
		return nil, nil, ErrCount
	}
	for _, k := range keys {
		o, err := tx.write(k, KindList)
		if err != nil {
			return nil, nil, err
		}
		if o != nil {
			return k, tx.takeOff(k, o, side, count), nil
		}
	}
	return nil, nil, nil
}
