package longdouble

import (
	"bytes"
	"strconv"
)

// MaxText is the length in bytes from which on a text is refused. It is
// Redis's buffer for one (MAX_LONG_DOUBLE_CHARS), and it bounds the work.
const MaxText = 5 * 1024

const (
	// 10^maxDecimalExp is above every Float, 10^minDecimalExp below half of
	// the smallest.
	maxDecimalExp = 4933
	minDecimalExp = -4951
	// Exponents are cut to this: beyond what MaxText digits could make good.
	exponentLimit = 1 << 20
)

// The highest powers in 64 bits.
const (
	pow10, pow10Digits = 1e19, 19
	pow5, pow5Exp      = 7450580596923828125, 27
)

// Parse reads a number as C's strtold does, with nothing before it or behind:
// decimal, with or without exponent, hexadecimal, inf or infinity, in any
// case. It is rounded to nearest, ties to even, however many digits there are.
//
// ok is false where Redis refuses: for other text, NaN too, for MaxText bytes
// and more, and for a number that is not 0 but so large that it would be
// infinite, or so small that it would be 0.
func Parse(text []byte) (x Float, ok bool) {
	if len(text) == 0 || len(text) >= MaxText {
		return Float{}, false
	}
	neg := text[0] == '-'
	if neg || text[0] == '+' {
		text = text[1:]
	}
	if isInfinity(text) {
		return Float{neg: neg, inf: true}, true
	}
	if len(text) > 2 && text[0] == '0' && text[1]|0x20 == 'x' {
		return parseHex(text[2:], neg)
	}
	return parseDecimal(text, neg)
}

func isInfinity(text []byte) bool {
	return bytes.EqualFold(text, []byte("inf")) || bytes.EqualFold(text, []byte("infinity"))
}

// parseDecimal reads digits and an exponent of ten.
func parseDecimal(text []byte, neg bool) (Float, bool) {
	var space [64]byte
	digits, exp, ok := scan(text, space[:0], 'e', isDecimal, 1)
	if !ok || len(digits) == 0 {
		return Float{neg: neg}, ok
	}
	// The number is in [10^(magnitude-1), 10^magnitude). These bounds keep
	// the powers below within MaxText digits, whatever the exponent said.
	magnitude := len(digits) + exp
	if magnitude > maxDecimalExp || magnitude <= minDecimalExp {
		return Float{}, false
	}
	var words [8]uint64
	x := scale(parseNatural(words[:0], digits), exp, neg)
	return x, x.mant != 0 // neither infinite nor 0
}

// parseNatural reads decimal digits behind n, which is empty but has space.
func parseNatural(n natural, digits []byte) natural {
	for len(digits) > 0 {
		part := digits[:min(len(digits), pow10Digits)]
		digits = digits[len(part):]
		power, value := uint64(1), uint64(0)
		for _, digit := range part {
			power *= 10
			value = value*10 + uint64(digit-'0')
		}
		n = n.mulAdd(power, value)
	}
	return n
}

// scale gives n x 10^exp: the powers of 5 by exact arithmetic, those of 2 in
// the exponent. n is not 0.
func scale(n natural, exp int, neg bool) Float {
	twos := exp
	for left := exp; left > 0; left -= pow5Exp {
		n = n.mulAdd(powerOf5(min(left, pow5Exp)), 0)
	}
	var rest uint64
	if exp < 0 {
		// Enough zeros behind n that 128 bits of the quotient are left:
		// 5^k has at most 7/3 k + 1 bits.
		if missing := 128 + 1 - exp*7/3 - n.bitLen(); missing > 0 {
			words := missing/64 + 1
			n = n.shiftWords(words)
			twos -= 64 * words
		}
		for left := -exp; left > 0; left -= pow5Exp {
			var r uint64
			n, r = n.divide(powerOf5(min(left, pow5Exp)))
			rest |= r
		}
	}
	w := n.top()
	w.lo |= sticky(rest)
	return w.round(neg, n.bitLen()+twos)
}

// powerOf5 gives 5^exp for 0 <= exp <= pow5Exp.
func powerOf5(exp int) uint64 {
	if exp == pow5Exp {
		return pow5 // most of the steps of a long way
	}
	power := uint64(1)
	for range exp {
		power *= 5
	}
	return power
}

// parseHex reads what stands behind 0x: digits and an exponent of two.
func parseHex(text []byte, neg bool) (Float, bool) {
	var space [64]byte
	digits, exp, ok := scan(text, space[:0], 'p', isHex, 4)
	if !ok || len(digits) == 0 {
		return Float{neg: neg}, ok
	}
	var w wide
	var lost uint64
	for i, digit := range digits {
		value := hexValue(digit)
		switch {
		case i < 16:
			w.hi |= value << (60 - 4*i)
		case i < 32:
			w.lo |= value << (124 - 4*i)
		default:
			lost |= value
		}
	}
	w.lo |= sticky(lost)
	x := w.round(neg, 4*len(digits)+exp)
	return x, x.mant != 0 // as in parseDecimal
}

// scan splits a number into its digits, appended to space without the zeros
// at either end, and an exponent for the last of them. Each digit behind the
// point, or zero cut off, moves the exponent by perDigit.
func scan(text, space []byte, marker byte, isDigit func(byte) bool, perDigit int) (digits []byte, exp int, ok bool) {
	whole := leading(text, isDigit)
	text = text[len(whole):]
	var fraction []byte
	if len(text) > 0 && text[0] == '.' {
		fraction = leading(text[1:], isDigit)
		text = text[1+len(fraction):]
	}
	if len(whole)+len(fraction) == 0 {
		return nil, 0, false
	}
	if len(text) > 0 {
		if text[0]|0x20 != marker {
			return nil, 0, false
		}
		if exp, ok = scanExponent(text[1:]); !ok {
			return nil, 0, false
		}
	}
	digits = append(append(space, whole...), fraction...)
	all := len(digits)
	digits = bytes.TrimRight(digits, "0")
	exp += perDigit * (all - len(digits) - len(fraction))
	return bytes.TrimLeft(digits, "0"), exp, true
}

// scanExponent reads a whole number, cut to exponentLimit.
func scanExponent(text []byte) (exp int, ok bool) {
	unsigned := text
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		unsigned = text[1:]
	}
	if len(unsigned) == 0 || len(leading(unsigned, isDecimal)) < len(unsigned) {
		return 0, false
	}
	// All digits: the only error left is the range, where Atoi gives the end
	// of it.
	exp, _ = strconv.Atoi(string(text))
	return max(-exponentLimit, min(exp, exponentLimit)), true
}

// leading gives the digits that text begins with.
func leading(text []byte, isDigit func(byte) bool) []byte {
	for i, c := range text {
		if !isDigit(c) {
			return text[:i]
		}
	}
	return text
}

func isDecimal(c byte) bool { return c >= '0' && c <= '9' }

func isHex(c byte) bool { return isDecimal(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

// hexValue is the value of a digit that isHex has seen.
func hexValue(c byte) uint64 {
	if isDecimal(c) {
		return uint64(c - '0')
	}
	return uint64(c|0x20-'a') + 10
}
