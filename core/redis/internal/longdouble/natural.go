package longdouble

import "math/bits"

// natural is a whole number of any size: its words, the lowest first, the
// highest not 0. Its methods may write over it. A text of MaxText bytes or the
// largest Float takes some 300 words, so plain school arithmetic will do.
type natural []uint64

// mulAdd gives n x m + a.
func (n natural) mulAdd(m, a uint64) natural {
	for i, word := range n {
		hi, lo := bits.Mul64(word, m)
		var carry uint64
		n[i], carry = bits.Add64(lo, a, 0)
		a = hi + carry // hi is at most 2^64 - 2
	}
	if a != 0 {
		n = append(n, a)
	}
	return n
}

// divide gives n / d and the remainder.
func (n natural) divide(d uint64) (quotient natural, rest uint64) {
	for i := len(n) - 1; i >= 0; i-- {
		n[i], rest = bits.Div64(rest, n[i], d)
	}
	for len(n) > 0 && n[len(n)-1] == 0 {
		n = n[:len(n)-1]
	}
	return n, rest
}

// shiftWords gives n x 2^(64 words).
func (n natural) shiftWords(words int) natural {
	shifted := make(natural, words, words+len(n))
	return append(shifted, n...)
}

// bitLen is the length in bits; 0 has none.
func (n natural) bitLen() int {
	if len(n) == 0 {
		return 0
	}
	return len(n)*64 - bits.LeadingZeros64(n[len(n)-1])
}

// top gives the highest 128 bits, from the first that is set; the lowest bit
// stands for all below. n, which is not 0, is 0.top x 2^bitLen.
func (n natural) top() wide {
	var high [3]uint64 // the highest first
	rest := n
	for i := 0; i < len(high) && len(rest) > 0; i++ {
		high[i], rest = rest[len(rest)-1], rest[:len(rest)-1]
	}
	up := bits.LeadingZeros64(high[0])
	lost := high[2] << up
	for _, word := range rest {
		lost |= word
	}
	return wide{
		hi: high[0]<<up | high[1]>>(64-up),
		lo: high[1]<<up | high[2]>>(64-up) | sticky(lost),
	}
}
