package quant

import "math"

// EWMA writes the exponentially weighted moving average: dst[0] = x[0], then
// dst[i] = alpha*x[i] + (1-alpha)*dst[i-1], which pandas calls
// ewm(alpha=alpha, adjust=False).mean(). From a NaN on all results are NaN.
//
// dst nil makes a new slice; otherwise it has x's length, and may be x
// itself. Errors: ErrAlpha, ErrOutput, ErrOverlap.
func EWMA(dst, x []float64, alpha float64) ([]float64, error) {
	if !(alpha > 0 && alpha <= 1) { // also false for NaN
		return nil, ErrAlpha
	}
	dst, err := outputInPlace(dst, x)
	if err != nil || len(x) == 0 {
		return dst, err
	}
	y := x[0]
	dst[0] = y
	for i := 1; i < len(x); i++ {
		y = alpha*x[i] + (1-alpha)*y
		dst[i] = y
	}
	return dst, nil
}

// Drawdown writes how far each value lies below the highest one so far, as a
// fraction of that: 0 at a new high, -0.25 a quarter below it (pandas:
// x/x.cummax() - 1). It is NaN at a NaN, which is no high, and where the
// highest value so far is not positive, since there is no fraction of that.
//
// dst nil makes a new slice; otherwise it has x's length, and may be x
// itself. Errors: ErrOutput, ErrOverlap.
func Drawdown(dst, x []float64) ([]float64, error) {
	dst, err := outputInPlace(dst, x)
	if err != nil {
		return nil, err
	}
	peak := math.Inf(-1)
	for i, v := range x {
		if v > peak {
			peak = v
		}
		dst[i] = below(v, peak)
	}
	return dst, nil
}

// MaxDrawdown is the deepest of all drawdowns: 0 for a series that only
// rises, NaN where none is a number. Error: ErrEmpty.
func MaxDrawdown(x []float64) (float64, error) {
	if len(x) == 0 {
		return 0, ErrEmpty
	}
	peak, deepest := math.Inf(-1), math.NaN()
	for _, v := range x {
		if v > peak {
			peak = v
		}
		if d := below(v, peak); !(d >= deepest) && !math.IsNaN(d) {
			deepest = d
		}
	}
	return deepest, nil
}

func below(v, peak float64) float64 {
	if peak <= 0 {
		return math.NaN()
	}
	return v/peak - 1
}
