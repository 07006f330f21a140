package quant

import "math"

// The rolling kernels never subtract a value that leaves the window: that is
// where the usual running sums drift, and where one NaN or one huge value
// spoils everything after it. Instead x is cut into blocks of one window's
// length. Each window is the end of one block and the beginning of the next;
// the ends are aggregated backwards once per block, the beginning grows value
// by value, and one merge gives the result (van Herk 1992, Gil and Werman
// 1993, for any associative operation). Every result depends on the values
// of its own window only, at about twice the arithmetic of a running sum and
// with scratch memory of one window.

// RollingMean writes to dst[i] the mean of the window values that end with
// x[i]. The first window-1 results are NaN, as in pandas: there the window is
// not full yet (all are, where window > len(x)). A NaN makes the windows that
// hold it NaN.
//
// dst nil makes a new slice; otherwise it has x's length and does not overlap
// x. Errors: ErrWindow, ErrOutput, ErrOverlap.
func RollingMean(dst, x []float64, window int) ([]float64, error) {
	dst, err := rollingOutput(dst, x, window)
	if err != nil || window > len(x) {
		return dst, err
	}
	n := float64(window)
	ends := make([]exactSum, window)
	var head exactSum
	for i, v := range x {
		at := (i + 1) % window // where the window that ends here begins, in its block
		head.add(v)
		if i >= window-1 {
			total := head
			if at != 0 {
				total.merge(ends[at])
			}
			dst[i] = total.value() / n
		}
		if at == 0 { // a block is complete: it is the end part of what follows
			var tail exactSum
			for j := window - 1; j > 0; j-- {
				tail.add(x[i-window+1+j])
				ends[j] = tail
			}
			head = exactSum{}
		}
	}
	return dst, nil
}

// RollingVariance writes to dst[i] the variance of the window values that end
// with x[i]: the sum of squared distances from their mean over window-ddof.
// ddof 1 is the sample variance (pandas' default), 0 that of a population.
// NaN, dst and errors are as in RollingMean; beside them ErrDDoF.
func RollingVariance(dst, x []float64, window, ddof int) ([]float64, error) {
	return rollingMoments(dst, x, window, ddof, func(_ float64, m moments, free float64) float64 {
		return m.squares / free
	})
}

// ZScore writes to dst[i] how many standard deviations x[i] lies from the mean
// of the window that ends with it. A window of equal values has no deviation:
// its score is NaN. Parameters and errors are those of RollingVariance.
func ZScore(dst, x []float64, window, ddof int) ([]float64, error) {
	return rollingMoments(dst, x, window, ddof, func(v float64, m moments, free float64) float64 {
		return (v - m.mean) / math.Sqrt(m.squares/free)
	})
}

// rollingMoments does for moments what RollingMean does for sums, and lets
// finish make the result of the last value, the window's moments and the
// degrees of freedom.
func rollingMoments(dst, x []float64, window, ddof int,
	finish func(v float64, m moments, free float64) float64) ([]float64, error) {
	if window >= 1 && (ddof < 0 || ddof >= window) {
		return nil, ErrDDoF
	}
	dst, err := rollingOutput(dst, x, window)
	if err != nil || window > len(x) {
		return dst, err
	}
	free := float64(window - ddof)
	ends := make([]moments, window)
	var head moments
	for i, v := range x {
		at := (i + 1) % window
		head.add(v)
		if i >= window-1 {
			total := head
			if at != 0 {
				total.merge(&ends[at])
			}
			dst[i] = finish(v, total, free)
		}
		if at == 0 {
			var tail moments
			for j := window - 1; j > 0; j-- {
				tail.add(x[i-window+1+j])
				ends[j] = tail
			}
			head = moments{}
		}
	}
	return dst, nil
}

// rollingOutput is output with the NaN where no window is full.
func rollingOutput(dst, x []float64, window int) ([]float64, error) {
	if window < 1 {
		return nil, ErrWindow
	}
	dst, err := output(dst, len(x), x)
	if err != nil {
		return nil, err
	}
	for i := range min(window-1, len(x)) {
		dst[i] = math.NaN()
	}
	return dst, nil
}
