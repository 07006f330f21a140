package redis

import "math/big"

// Redis adds floats as the C type long double of x86: a mantissa of 64 bits.
// The same precision here gives the same digits, so that 0.1 + 0.2 is 0.3.
const (
	longDoublePrec   = 64
	longDoubleMaxExp = 16384 // base 2; beyond is infinity
	longDoubleChars  = 5 * 1024
	floatDecimals    = 17
)

// parseLongDouble reads a number as C's strtold does in INCRBYFLOAT: decimal,
// with or without exponent; no spaces around it. inf is a number here, NaN is not.
func parseLongDouble(b []byte) (*big.Float, error) {
	if len(b) == 0 || len(b) >= longDoubleChars {
		return nil, ErrNotFloat
	}
	if f, ok := parseInfinity(b); ok {
		return f, nil
	}
	f, _, err := big.ParseFloat(string(b), 10, longDoublePrec, big.ToNearestEven)
	if err != nil || f.IsInf() || f.MantExp(nil) > longDoubleMaxExp {
		return nil, ErrNotFloat
	}
	return f, nil
}

func parseInfinity(b []byte) (f *big.Float, ok bool) {
	neg := b[0] == '-'
	if neg || b[0] == '+' {
		b = b[1:]
	}
	if !equalFold(b, "inf") && !equalFold(b, "infinity") {
		return nil, false
	}
	return new(big.Float).SetInf(neg), true
}

// addFloats gives a + b in decimal, at most 17 digits behind the point and no
// zeros at the end. It is INCRBYFLOAT and HINCRBYFLOAT.
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
	sum := x.Add(x, y)
	if sum.MantExp(nil) > longDoubleMaxExp {
		return nil, ErrNaN
	}
	return trimDecimals(sum.Append(nil, 'f', floatDecimals)), nil
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
