package quant

// leafSize is how many values are added in a straight line before pairwise
// summation splits: NumPy's PW_BLOCKSIZE.
const leafSize = 128

// Sum adds x pairwise with eight accumulators, as NumPy does: the rounding
// error grows with log(n) instead of n (Higham, "The accuracy of floating
// point summation", 1993), and the processor need not wait for one addition
// to begin the next.
func Sum(x []float64) float64 {
	if len(x) > leafSize {
		half := len(x) / 2
		half -= half % 8
		return Sum(x[:half]) + Sum(x[half:])
	}
	var s0, s1, s2, s3, s4, s5, s6, s7 float64
	for len(x) >= 8 {
		s0 += x[0]
		s1 += x[1]
		s2 += x[2]
		s3 += x[3]
		s4 += x[4]
		s5 += x[5]
		s6 += x[6]
		s7 += x[7]
		x = x[8:]
	}
	sum := ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))
	for _, v := range x {
		sum += v
	}
	return sum
}
