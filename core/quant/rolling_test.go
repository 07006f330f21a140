package quant_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/quant"
)

// TestRollingAgainstExactArithmetic holds each result to the rounding of its
// own window: what lies outside it may be any number.
func TestRollingAgainstExactArithmetic(t *testing.T) {
	for name, shape := range shapes {
		for _, window := range []int{1, 2, 3, 10, 49, 100, 150} {
			t.Run(fmt.Sprint(name, " ", window), func(t *testing.T) {
				seed := uint64(window)
				x := generate(shape, 149, seed)
				got, err := quant.RollingMean(nil, x, window)
				require.NoError(t, err)
				want := exactWindows(x, window, func(w []float64) float64 { return float(exactMean(w)) })
				checkWindows(t, x, window, want, got, 1e-15, seed, largest)

				if window < 2 {
					return
				}
				got, err = quant.RollingVariance(nil, x, window, 1)
				require.NoError(t, err)
				want = exactWindows(x, window, func(w []float64) float64 { return float(exactVariance(w, 1)) })
				checkWindows(t, x, window, want, got, 1e-13, seed, conditionedSpread)

				got, err = quant.ZScore(nil, x, window, 0)
				require.NoError(t, err)
				want = exactWindows(x, window, func(w []float64) float64 {
					last, mean := exact(w[len(w)-1]), exactMean(w)
					return float(last.Sub(last, mean)) / math.Sqrt(float(exactVariance(w, 0)))
				})
				checkWindows(t, x, window, want, got, 1e-14, seed, func(w []float64) float64 {
					return largest(w) / math.Sqrt(float(exactVariance(w, 0))) // the mean is rounded too
				})
			})
		}
	}
}

// checkWindows compares result by result, to a tolerance relative to what
// scale says about the window.
func checkWindows(t *testing.T, x []float64, window int, want, got []float64,
	tolerance float64, seed uint64, scale func([]float64) float64) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		if i < window-1 {
			require.True(t, math.IsNaN(got[i]), "[%d]: the window is not full", i)
			continue
		}
		inDelta(t, want[i:i+1], got[i:i+1], scale(x[i-window+1:i+1]), tolerance, seed)
	}
}

func largest(w []float64) (m float64) {
	for _, v := range w {
		m = max(m, math.Abs(v))
	}
	return m
}

// conditionedSpread is how large a relative error of the input shows in a
// variance: variance times condition number (Chan, Golub and LeVeque 1983).
func conditionedSpread(w []float64) float64 {
	v := float(exactVariance(w, 0))
	return math.Sqrt(v) * (math.Sqrt(v) + math.Abs(float(exactMean(w))))
}

// TestRollingMeanKeepsWhatRoundingLoses has windows, within one block and over
// two, in which a small value is all that is left of large ones.
func TestRollingMeanKeepsWhatRoundingLoses(t *testing.T) {
	for at := range 6 {
		x := make([]float64, 9)
		copy(x[at:], []float64{1e16, 1, -1e16})
		got, err := quant.RollingMean(nil, x, 4)
		require.NoError(t, err)
		require.Equal(t, 0.25, got[max(at+2, 3)], "spikes at %d", at)
	}
}

func TestRollingConstantsAreExact(t *testing.T) {
	x := make([]float64, 50)
	for i := range x {
		x[i] = 0.1
	}
	for window := 2; window <= 50; window++ {
		variance, err := quant.RollingVariance(nil, x, window, 1)
		require.NoError(t, err)
		score, err := quant.ZScore(nil, x, window, 1)
		require.NoError(t, err)
		for i := window - 1; i < len(x); i++ {
			require.Zero(t, variance[i], "window %d", window)
			require.True(t, math.IsNaN(score[i]), "window %d", window)
		}
	}
}

// TestRollingBadValuesStayLocal puts NaN and infinities in, and looks that
// only the windows that hold them show it.
func TestRollingBadValuesStayLocal(t *testing.T) {
	clean := generate(shapes["plain"], 60, 1)
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for at := range clean {
			x := append([]float64(nil), clean...)
			x[at] = bad
			for _, window := range []int{1, 4, 7} {
				mean, err := quant.RollingMean(nil, x, window)
				require.NoError(t, err)
				variance, err := quant.RollingVariance(nil, x, window, 0)
				require.NoError(t, err)
				for i := window - 1; i < len(x); i++ {
					hit := at <= i && at > i-window
					require.Equal(t, hit, math.IsNaN(variance[i]), "%v at %d, window %d, [%d]", bad, at, window, i)
					if hit && math.IsInf(bad, 0) {
						require.Equal(t, bad, mean[i])
					} else {
						require.Equal(t, hit, math.IsNaN(mean[i]))
					}
				}
			}
		}
	}
}

func TestRollingArguments(t *testing.T) {
	x := []float64{1, 2, 3, 4}
	for name, tc := range map[string]struct {
		dst          []float64
		window, ddof int
		want         error
	}{
		"window zero":     {nil, 0, 0, quant.ErrWindow},
		"window negative": {nil, math.MinInt, 0, quant.ErrWindow},
		"ddof negative":   {nil, 2, -1, quant.ErrDDoF},
		"ddof of window":  {nil, 2, 2, quant.ErrDDoF},
		"dst short":       {make([]float64, 3), 2, 0, quant.ErrOutput},
		"dst long":        {make([]float64, 5), 2, 0, quant.ErrOutput},
		"dst is x":        {x, 2, 0, quant.ErrOverlap},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := quant.RollingVariance(tc.dst, x, tc.window, tc.ddof)
			require.ErrorIs(t, err, tc.want)
			_, err = quant.ZScore(tc.dst, x, tc.window, tc.ddof)
			require.ErrorIs(t, err, tc.want)
			if !errors.Is(tc.want, quant.ErrDDoF) {
				_, err = quant.RollingMean(tc.dst, x, tc.window)
				require.ErrorIs(t, err, tc.want)
			}
			require.Equal(t, []float64{1, 2, 3, 4}, x, "after an error nothing is written")
		})
	}
}

func TestRollingWindowLongerThanSeries(t *testing.T) {
	for _, window := range []int{4, 1000, math.MaxInt} {
		got, err := quant.RollingMean(nil, []float64{1, 2, 3}, window)
		require.NoError(t, err)
		require.Len(t, got, 3)
		for _, v := range got {
			require.True(t, math.IsNaN(v))
		}
	}
	got, err := quant.RollingMean(nil, nil, 3)
	require.NoError(t, err)
	require.Empty(t, got)
}

func TestOutputIsTheCallersSlice(t *testing.T) {
	x, dst := []float64{1, 2, 3}, make([]float64, 3)
	got, err := quant.RollingMean(dst, x, 1)
	require.NoError(t, err)
	require.Same(t, &dst[0], &got[0])
	require.Equal(t, x, dst)
}

// TestOverlapIsFound shifts the output against the input within one array.
func TestOverlapIsFound(t *testing.T) {
	memory := make([]float64, 30)
	x := memory[10:20]
	for shift := 0; shift <= 20; shift++ {
		dst := memory[shift : shift+10]
		_, rolling := quant.RollingMean(dst, x, 2)
		_, inPlace := quant.EWMA(dst, x, 0.5)
		if shift == 0 || shift == 20 {
			require.NoError(t, rolling)
		} else {
			require.ErrorIs(t, rolling, quant.ErrOverlap)
		}
		if shift == 0 || shift == 10 || shift == 20 {
			require.NoError(t, inPlace)
		} else {
			require.ErrorIs(t, inPlace, quant.ErrOverlap)
		}
	}
}
