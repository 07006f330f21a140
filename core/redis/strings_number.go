package redis

import (
	"math"
	"strconv"

	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// IncrBy adds n to the integer under key, which counts as 0 where there is
// none, and gives the sum. The time to live stays.
func (tx *Tx) IncrBy(key []byte, n int64) (int64, error) {
	o, err := tx.write(key, KindString)
	if err != nil {
		return 0, err
	}
	value := int64(0)
	if o != nil {
		v, ok := wire.ParseInt(o.str)
		if !ok {
			return 0, ErrNotInteger
		}
		value = v
	}
	if n < 0 && value < math.MinInt64-n || n > 0 && value > math.MaxInt64-n {
		return 0, ErrOverflow
	}
	value += n
	if o == nil {
		o = newString(nil)
		tx.add(key, o)
	}
	o.str, o.raw, o.text = strconv.AppendInt(o.str[:0], value, 10), false, false
	tx.changed(key, "incrby")
	return value, nil
}

// DecrBy subtracts n.
func (tx *Tx) DecrBy(key []byte, n int64) (int64, error) {
	if n == math.MinInt64 {
		return 0, ErrDecrOverflow
	}
	return tx.IncrBy(key, -n)
}

// IncrByFloat adds delta to the number under key, both in decimal, and gives
// the sum in decimal: with 17 digits behind the point at the most, never with
// an exponent. The bytes belong to the store.
func (tx *Tx) IncrByFloat(key, delta []byte) ([]byte, error) {
	o, err := tx.write(key, KindString)
	if err != nil {
		return nil, err
	}
	value := []byte("0")
	if o != nil {
		value = o.str
	}
	sum, err := addFloats(value, delta)
	if err != nil {
		return nil, err
	}
	if o == nil {
		o = &object{kind: KindString}
		tx.add(key, o)
	}
	o.str, o.raw, o.text = sum, false, true
	tx.changed(key, "incrbyfloat")
	return sum, nil
}
