package redis

import "github.com/twelvefold/twelvefold/core/redis/internal/longdouble"

// parseLongDouble reads a number as C's strtold does in INCRBYFLOAT. inf is a
// number here, NaN is not.
func parseLongDouble(b []byte) (longdouble.Float, error) {
	x, ok := longdouble.Parse(b)
	if !ok {
		return longdouble.Float{}, ErrNotFloat
	}
	return x, nil
}

// addFloats gives a + b in decimal, at most 17 digits behind the point and no
// zeros at the end. It is INCRBYFLOAT and HINCRBYFLOAT. Redis adds floats as
// long double, so 0.1 + 0.2 is 0.3.
func addFloats(a, b []byte) ([]byte, error) {
	x, err := parseLongDouble(a)
	if err != nil {
		return nil, err
	}
	y, err := parseLongDouble(b)
	if err != nil {
		return nil, err
	}
	if x.IsInf() || y.IsInf() {
		return nil, ErrNaN
	}
	sum := x.Add(y)
	if sum.IsInf() {
		return nil, ErrNaN
	}
	return trimDecimals(sum.AppendFixed(nil)), nil
}

// trimDecimals cuts the zeros at the end of a number with a decimal point.
func trimDecimals(b []byte) []byte {
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	if string(b) == "-0" {
		return b[1:]
	}
	return b
}

// equalFold compares b with a lower-case ASCII word, in any case.
func equalFold(b []byte, lower string) bool {
	if len(b) != len(lower) {
		return false
	}
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}
