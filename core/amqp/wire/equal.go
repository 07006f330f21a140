package wire

import (
	"bytes"
	"slices"
)

// Equal tells whether two arguments are equivalent when something is declared
// again (rabbit_misc:assert_args_equivalence): integers of any size by value,
// decimals among them only with decimals, and floats of either size by value.
// Inside tables and arrays the types must be the same too.
func Equal(a, b any) bool {
	if x, ok := Integer(a); ok {
		y, ok := Integer(b)
		return ok && x == y
	}
	if x, ok := float(a); ok {
		y, ok := float(b)
		return ok && x == y
	}
	return identical(a, b)
}

func identical(a, b any) bool {
	switch a := a.(type) {
	case []byte:
		b, ok := b.([]byte)
		return ok && bytes.Equal(a, b)
	case Table:
		b, ok := b.(Table)
		return ok && slices.EqualFunc(a, b, func(x, y Field) bool { return x.Name == y.Name && identical(x.Value, y.Value) })
	case Array:
		b, ok := b.(Array)
		return ok && slices.EqualFunc(a, b, identical)
	}
	switch b.(type) {
	case []byte, Table, Array: // can't be compared with ==
		return false
	}
	return a == b
}

// Integer gives the value of an integer of any width, signed or not; false for
// all else, timestamps too.
func Integer(v any) (int64, bool) {
	switch v := v.(type) {
	case int8:
		return int64(v), true
	case uint8:
		return int64(v), true
	case int16:
		return int64(v), true
	case uint16:
		return int64(v), true
	case int32:
		return int64(v), true
	case uint32:
		return int64(v), true
	case int64:
		return v, true
	}
	return 0, false
}

func float(v any) (float64, bool) {
	switch v := v.(type) {
	case float32:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}
