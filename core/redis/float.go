package redis

import (
	"bytes"
	"math/big"
)

// Redis adds floats as the C type long double of x86: a mantissa of 64 bits.
// The same precision here gives the same digits, so that 0.1 + 0.2 is 0.3.
const (
	longDoublePrec   = 64
	longDoubleMaxExp = 16384  // base 2; beyond is infinity
	longDoubleMinExp = -16445 // base 2; below is 0
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
	base := 10
	if isHex(b) {
		base = 0 // told by the prefix
	}
	f, _, err := big.ParseFloat(string(b), base, longDoublePrec, big.ToNearestEven)
	if err != nil || f.IsInf() || f.MantExp(nil) > longDoubleMaxExp {
		return nil, ErrNotFloat
	}
	if f.Sign() != 0 && f.MantExp(nil) < longDoubleMinExp {
		return nil, ErrNotFloat
	}
	return f, nil
}

// isHex tells a number such as 0x10 or 0x1p-3, which strtold reads too.
func isHex(b []byte) bool {
	if b[0] == '-' || b[0] == '+' {
		b = b[1:]
	}
	return len(b) > 2 && b[0] == '0' && b[1]|0x20 == 'x' && bytes.IndexByte(b, '_') < 0
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
