package longdouble

import (
	"math/bits"
	"strconv"
)

// Decimals is how many digits AppendFixed writes behind the point: as many as
// Redis asks of printf.
const Decimals = 17

const pow10Decimals = 1e17

// AppendFixed appends x in decimal as printf("%.17Lf") writes it: Decimals
// digits behind the point, rounded to nearest, ties to even; inf or -inf.
func (x Float) AppendFixed(b []byte) []byte {
	if x.neg {
		b = append(b, '-')
	}
	if x.inf {
		return append(b, "inf"...)
	}
	whole, fraction := x.mant, uint64(0)
	switch shift := int(x.exp) - precision; {
	case x.mant == 0:
	case shift < 0:
		whole, fraction = x.split(-shift)
	case shift > 0:
		b = appendNatural(b, x.natural(shift))
		return appendPadded(append(b, '.'), 0, Decimals)
	}
	b = strconv.AppendUint(b, whole, 10)
	return appendPadded(append(b, '.'), fraction, Decimals)
}

// split gives mant x 2^-shift, rounded, as whole + fraction / 10^17. Before
// the shift that is a number of 121 bits.
func (x Float) split(shift int) (whole, fraction uint64) {
	hi, lo := bits.Mul64(x.mant, pow10Decimals)
	w := wide{hi: hi, lo: lo}
	// Two more places below the point: the bit that is a half, and one for all
	// below it.
	w = wide{hi: w.hi<<2 | w.lo>>62, lo: w.lo << 2}.shiftRight(shift)
	rest := w.lo & 3
	w = wide{hi: w.hi >> 2, lo: w.lo>>2 | w.hi<<62}
	if rest == 3 || rest == 2 && w.lo&1 != 0 {
		var carry uint64
		w.lo, carry = bits.Add64(w.lo, 1, 0)
		w.hi += carry
	}
	return bits.Div64(w.hi, w.lo, pow10Decimals) // below 2^63 x 10^17
}

// natural gives mant x 2^shift.
func (x Float) natural(shift int) natural {
	n := make(natural, shift/64, shift/64+2)
	n = append(n, x.mant<<(shift%64))
	if high := x.mant >> (64 - shift%64); high != 0 {
		n = append(n, high)
	}
	return n
}

// appendNatural appends n in decimal.
func appendNatural(b []byte, n natural) []byte {
	parts := make([]uint64, 0, n.bitLen()/63+1) // the lowest first
	for len(n) > 0 {
		var part uint64
		n, part = n.divide(pow10)
		parts = append(parts, part)
	}
	last := len(parts) - 1
	b = strconv.AppendUint(b, parts[last], 10)
	for i := last - 1; i >= 0; i-- {
		b = appendPadded(b, parts[i], pow10Digits)
	}
	return b
}

// appendPadded appends n with zeros before it, width digits in all.
func appendPadded(b []byte, n uint64, width int) []byte {
	var text [20]byte
	digits := strconv.AppendUint(text[:0], n, 10)
	for range width - len(digits) {
		b = append(b, '0')
	}
	return append(b, digits...)
}
