// Package longdouble is the C type long double as x86 has it: a sign, a
// mantissa of 64 bits and an exponent of 15. Redis adds its floats in it, and
// the same digits come out only with the same rounding.
//
//	x, _ := longdouble.Parse([]byte("0.1"))
//	y, _ := longdouble.Parse([]byte("2e-1"))
//	x.Add(y).AppendFixed(nil) // 0.30000000000000000
//
// It stands here rather than math/big's Float, which has the precision but
// neither the range nor exact rounding of decimal input, and which brings fmt
// and os with it: an eighth of the WebAssembly module. Only what adding needs
// is built. There is no NaN.
package longdouble

import "math/bits"

const (
	precision = 64
	// A finite number is below 2^maxExp.
	maxExp = 16384
	// From here down a number has fewer bits: it is a multiple of 2^-16445.
	minNormalExp = -16381
)

// Float is one number. Its zero value is 0; it is comparable, but has two
// zeros, as C has.
type Float struct {
	neg  bool
	inf  bool
	exp  int32  // the value is 0.mant x 2^exp
	mant uint64 // the top bit is set, but for 0
}

// IsInf reports whether x is infinite, of either sign.
func (x Float) IsInf() bool { return x.inf }

// Add gives the sum, rounded to nearest, ties to even. Beyond the range it is
// infinite. One infinity wins over any number; of two the left one is given,
// where C has NaN for two of different sign: callers ask IsInf first.
func (x Float) Add(y Float) Float {
	switch {
	case x.inf:
		return x
	case y.inf:
		return y
	case y.mant == 0:
		x.neg = x.neg && (y.neg || x.mant != 0)
		return x
	case x.mant == 0:
		return y
	}
	if x.exp < y.exp || x.exp == y.exp && x.mant < y.mant {
		x, y = y, x
	}
	// Both one bit down, so that the sum of the two does not run over.
	a, b := wide{hi: x.mant}.shiftRight(1), wide{hi: y.mant}.shiftRight(1+int(x.exp-y.exp))
	var sum wide
	if x.neg == y.neg {
		var carry uint64
		sum.lo, carry = bits.Add64(a.lo, b.lo, 0)
		sum.hi, _ = bits.Add64(a.hi, b.hi, carry)
	} else {
		var borrow uint64
		sum.lo, borrow = bits.Sub64(a.lo, b.lo, 0)
		sum.hi, _ = bits.Sub64(a.hi, b.hi, borrow)
	}
	if sum == (wide{}) {
		return Float{} // x + -x is 0, not -0
	}
	return sum.round(x.neg, int(x.exp)+1)
}

// wide is a mantissa of 128 bits on its way to being rounded. Bits that do not
// fit are remembered in the lowest one: far below the one that rounding looks
// at, it only says that there is more than nothing.
type wide struct{ hi, lo uint64 }

// shiftRight shifts by n >= 0 and keeps the lowest bit set if a set bit fell
// out.
func (w wide) shiftRight(n int) wide {
	var lost uint64
	if n >= 128 {
		return wide{lo: sticky(w.hi | w.lo)}
	}
	if n >= 64 {
		w, lost, n = wide{lo: w.hi}, w.lo, n-64
	}
	lost |= w.lo & (1<<n - 1)
	return wide{hi: w.hi >> n, lo: w.lo>>n | w.hi<<(64-n) | sticky(lost)}
}

// sticky is 1 if any bit of lost is set.
func sticky(lost uint64) uint64 {
	if lost != 0 {
		return 1
	}
	return 0
}

// round gives 0.w x 2^exp in the precision that a long double has there, to
// nearest, ties to even. w is not 0. Too much is infinite, too little 0.
func (w wide) round(neg bool, exp int) Float {
	if w.hi == 0 {
		w, exp = wide{hi: w.lo}, exp-64
	}
	zeros := bits.LeadingZeros64(w.hi)
	w = wide{hi: w.hi<<zeros | w.lo>>(64-zeros), lo: w.lo << zeros}
	exp -= zeros
	// Rounding is at the end of hi: what is too small for all 64 bits goes
	// down until its last place stands there.
	down := max(0, minNormalExp-exp)
	w = w.shiftRight(down)
	exp += down

	const half = 1 << 63
	mant := w.hi
	if w.lo > half || w.lo == half && mant&1 != 0 {
		mant++
		if mant == 0 { // 0.111... became 1
			mant, exp = half, exp+1
		}
	}
	if mant == 0 {
		return Float{neg: neg}
	}
	if exp > maxExp {
		return Float{neg: neg, inf: true}
	}
	zeros = bits.LeadingZeros64(mant)
	return Float{neg: neg, mant: mant << zeros, exp: int32(exp - zeros)}
}
