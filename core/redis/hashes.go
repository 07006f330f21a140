package redis

import (
	"math"
	"strconv"

	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// FieldValue is one entry of a hash.
type FieldValue struct{ Field, Value string }

// Found is a value, or OK false where there is none.
type Found struct {
	Value string
	OK    bool
}

// HSet sets fields: pairs holds field, value, field, value and so on. It makes
// the hash where there is none, and gives how many fields are new.
func (tx *Tx) HSet(key []byte, pairs ...[]byte) (added int, err error) {
	if len(pairs) == 0 || len(pairs)%2 != 0 {
		return 0, ErrHashPairs
	}
	if err := tx.fit(pairs...); err != nil {
		return 0, err
	}
	o, err := tx.hashToWrite(key)
	if err != nil {
		return 0, err
	}
	for i := 0; i < len(pairs); i += 2 {
		if o.hash.set(pairs[i], pairs[i+1], tx.Encodings()) {
			added++
		}
	}
	tx.changed(key, "hset")
	return added, nil
}

// HSetNX sets a field where there is no such field yet, and reports whether
// it did.
func (tx *Tx) HSetNX(key, field, value []byte) (done bool, err error) {
	if err := tx.fit(field, value); err != nil {
		return false, err
	}
	o, err := tx.hashToWrite(key)
	if err != nil {
		return false, err
	}
	if _, ok := o.hash.fields.GetBytes(field); ok {
		return false, nil
	}
	o.hash.set(field, value, tx.Encodings())
	tx.changed(key, "hset")
	return true, nil
}

// hashToWrite gives the hash under key and makes one where there is none: the
// caller then puts something in.
func (tx *Tx) hashToWrite(key []byte) (*object, error) {
	o, err := tx.write(key, KindHash)
	if o == nil && err == nil {
		o = &object{kind: KindHash, hash: &hash{}}
		tx.add(key, o)
	}
	return o, err
}

// HGet gives the value of a field; ok is false where there is none.
func (tx *Tx) HGet(key, field []byte) (value string, ok bool, err error) {
	o, err := tx.read(key, KindHash)
	if o == nil {
		return "", false, err
	}
	value, ok = o.hash.fields.GetBytes(field)
	return value, ok, nil
}

// HMGet is HGet for several fields.
func (tx *Tx) HMGet(key []byte, fields ...[]byte) ([]Found, error) {
	o, err := tx.read(key, KindHash)
	if err != nil {
		return nil, err
	}
	values := make([]Found, len(fields))
	if o == nil {
		return values, nil
	}
	for i, f := range fields {
		values[i].Value, values[i].OK = o.hash.fields.GetBytes(f)
	}
	return values, nil
}

// HGetAll gives all fields with their values: in the order in which they came
// while they are few, later in any.
func (tx *Tx) HGetAll(key []byte) ([]FieldValue, error) {
	o, err := tx.read(key, KindHash)
	if o == nil {
		return nil, err
	}
	all := make([]FieldValue, 0, o.hash.fields.Len())
	for f, v := range o.hash.fields.All {
		all = append(all, FieldValue{f, v})
	}
	return all, nil
}

// HDel removes fields and gives how many were there.
func (tx *Tx) HDel(key []byte, fields ...[]byte) (removed int, err error) {
	o, err := tx.write(key, KindHash)
	if o == nil {
		return 0, err
	}
	for _, f := range fields {
		if _, ok := o.hash.fields.DeleteBytes(f); ok {
			removed++
		}
	}
	if removed > 0 {
		tx.shrunk(key, o, "hdel")
	}
	return removed, nil
}

// HLen is the number of fields.
func (tx *Tx) HLen(key []byte) (int, error) {
	o, err := tx.read(key, KindHash)
	return o.size(), err
}

// HExists reports whether the hash has the field.
func (tx *Tx) HExists(key, field []byte) (bool, error) {
	_, ok, err := tx.HGet(key, field)
	return ok, err
}

// HStrLen is the length of a field's value in bytes, 0 where there is none.
func (tx *Tx) HStrLen(key, field []byte) (int, error) {
	v, _, err := tx.HGet(key, field)
	return len(v), err
}

// HIncrBy adds n to the integer in a field, which counts as 0 where there is
// none, and gives the sum.
func (tx *Tx) HIncrBy(key, field []byte, n int64) (int64, error) {
	if err := tx.fit(field); err != nil {
		return 0, err
	}
	o, err := tx.write(key, KindHash)
	if err != nil {
		return 0, err
	}
	value := int64(0)
	if text, ok := o.field(field); ok {
		if value, ok = wire.ParseInt([]byte(text)); !ok {
			return 0, ErrHashNotInteger
		}
	}
	if n < 0 && value < math.MinInt64-n || n > 0 && value > math.MaxInt64-n {
		return 0, ErrOverflow
	}
	value += n
	tx.setField(key, field, strconv.AppendInt(nil, value, 10), "hincrby")
	return value, nil
}

// HIncrByFloat adds delta to the number in a field, both in decimal, and gives
// the sum in decimal, as IncrByFloat does.
func (tx *Tx) HIncrByFloat(key, field, delta []byte) (sum []byte, err error) {
	if err := tx.fit(field); err != nil {
		return nil, err
	}
	by, err := parseLongDouble(delta)
	if err != nil {
		return nil, err
	}
	if by.IsInf() {
		return nil, ErrNotFinite
	}
	o, err := tx.write(key, KindHash)
	if err != nil {
		return nil, err
	}
	value := []byte("0")
	if text, ok := o.field(field); ok {
		value = []byte(text)
		if _, err := parseLongDouble(value); err != nil {
			return nil, ErrHashNotFloat
		}
	}
	if sum, err = addFloats(value, delta); err != nil {
		return nil, err
	}
	tx.setField(key, field, sum, "hincrbyfloat")
	return sum, nil
}

// field gives the value of a field; o may be nil.
func (o *object) field(name []byte) (string, bool) {
	if o == nil {
		return "", false
	}
	return o.hash.fields.GetBytes(name)
}

// setField sets one field of a hash whose kind has been checked.
func (tx *Tx) setField(key, field, value []byte, op string) {
	o, _ := tx.hashToWrite(key)
	o.hash.set(field, value, tx.Encodings())
	tx.changed(key, op)
}

// HRandField gives a random field; ok is false where there is no such key.
func (tx *Tx) HRandField(key []byte) (field string, ok bool, err error) {
	o, err := tx.read(key, KindHash)
	if o == nil {
		return "", false, err
	}
	field, _, ok = o.hash.fields.Random(tx.db.random)
	return field, ok, nil
}

// HRandFields gives up to count different random fields with their values;
// with a negative count exactly -count, among which the same may come several
// times.
func (tx *Tx) HRandFields(key []byte, count int64) ([]FieldValue, error) {
	o, err := tx.read(key, KindHash)
	if o == nil {
		return nil, err
	}
	places, err := tx.pick(o.hash.fields.Len(), count)
	if err != nil {
		return nil, err
	}
	entries := make([]FieldValue, len(places))
	for i, at := range places {
		entries[i].Field, entries[i].Value = o.hash.fields.At(at)
	}
	return entries, nil
}
