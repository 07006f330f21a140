package quant

import "math"

// Correlation is Pearson's coefficient of the pairs (x[i], y[i]), between -1
// and 1. It is NaN where one of the series does not vary or holds a NaN or an
// infinity. Errors: ErrLength, ErrTooFew.
func Correlation(x, y []float64) (float64, error) {
	if len(x) != len(y) {
		return 0, ErrLength
	}
	if len(x) < 2 {
		return 0, ErrTooFew
	}
	// Distances from the first pair, not from zero: a series that does not
	// vary gives exact zeros, and a large common offset costs no digits.
	x0, y0 := x[0], y[0]
	var sumX, sumY float64
	for i, v := range x {
		sumX += v - x0
		sumY += y[i] - y0
	}
	meanX, meanY := sumX/float64(len(x)), sumY/float64(len(x))
	var xx, yy, xy float64
	for i, v := range x {
		dx, dy := (v-x0)-meanX, (y[i]-y0)-meanY
		xx += dx * dx
		yy += dy * dy
		xy += dx * dy
	}
	r := xy / (math.Sqrt(xx) * math.Sqrt(yy)) // the product of the sums could overflow
	return max(-1, min(1, r)), nil            // rounding may step over by an ulp; NaN stays
}
