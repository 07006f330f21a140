package quant_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/quant"
)

var nan, inf = math.NaN(), math.Inf(1)

func TestEWMAAgainstExactArithmetic(t *testing.T) {
	for name, shape := range shapes {
		for _, alpha := range []float64{1e-3, 0.3, 1} {
			x := generate(shape, 200, 3)
			got, err := quant.EWMA(nil, x, alpha)
			require.NoError(t, err)
			y := exact(x[0])
			for i, v := range x {
				if i > 0 {
					fresh, rest := exact(alpha), exact(1)
					fresh.Mul(fresh, exact(v))
					y.Mul(y, rest.Sub(rest, exact(alpha)))
					y.Add(y, fresh)
				}
				inDelta(t, []float64{float(y)}, got[i:i+1], largest(x[:i+1]), 1e-14, 3)
			}
			if alpha == 1 {
				require.Equal(t, x, got, name)
			}
		}
	}
}

func TestEWMAArguments(t *testing.T) {
	for _, alpha := range []float64{0, -0.1, 1.1, nan, inf} {
		_, err := quant.EWMA(nil, []float64{1}, alpha)
		require.ErrorIs(t, err, quant.ErrAlpha, "alpha %v", alpha)
	}
	_, err := quant.EWMA(make([]float64, 2), []float64{1}, 0.5)
	require.ErrorIs(t, err, quant.ErrOutput)
	got, err := quant.EWMA(nil, nil, 0.5)
	require.NoError(t, err)
	require.Empty(t, got)
	got, err = quant.EWMA(nil, []float64{1, nan, 3}, 0.5)
	require.NoError(t, err)
	require.Equal(t, 1.0, got[0])
	require.True(t, math.IsNaN(got[1]) && math.IsNaN(got[2]))
}

func TestDrawdown(t *testing.T) {
	for name, tc := range map[string]struct {
		x, want []float64
		deepest float64
	}{
		"rises":            {[]float64{1, 2, 3}, []float64{0, 0, 0}, 0},
		"falls and rises":  {[]float64{100, 75, 120, 90, 60, 120}, []float64{0, -0.25, 0, -0.25, -0.5, 0}, -0.5},
		"below zero":       {[]float64{4, -4}, []float64{0, -2}, -2},
		"peak not over 0":  {[]float64{-1, 0, 2, 1}, []float64{nan, nan, 0, -0.5}, -0.5},
		"only below zero":  {[]float64{-1, -2}, []float64{nan, nan}, nan},
		"nan is no high":   {[]float64{nan, 2, nan, 1}, []float64{nan, 0, nan, -0.5}, -0.5},
		"infinite high":    {[]float64{1, inf, 5}, []float64{0, nan, -1}, -1},
		"minus infinity":   {[]float64{1, -inf}, []float64{0, -inf}, -inf},
		"nothing but nans": {[]float64{nan}, []float64{nan}, nan},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := quant.Drawdown(nil, tc.x)
			require.NoError(t, err)
			inDelta(t, tc.want, got, 0, 1e-15, 0)
			deepest, err := quant.MaxDrawdown(tc.x)
			require.NoError(t, err)
			inDelta(t, []float64{tc.deepest}, []float64{deepest}, 0, 1e-15, 0)
			inPlace := append([]float64(nil), tc.x...)
			_, err = quant.Drawdown(inPlace, inPlace)
			require.NoError(t, err)
			inDelta(t, got, inPlace, 0, 0, 0)
		})
	}
	_, err := quant.MaxDrawdown(nil)
	require.ErrorIs(t, err, quant.ErrEmpty)
	got, err := quant.Drawdown(nil, nil)
	require.NoError(t, err)
	require.Empty(t, got)
}

func TestSumAgainstExactArithmetic(t *testing.T) {
	for _, shape := range shapes {
		for n := range 300 {
			x := generate(shape, n, uint64(n))
			want, all := exact(0), 0.0
			for _, v := range x {
				want.Add(want, exact(v))
				all += math.Abs(v)
			}
			inDelta(t, []float64{float(want)}, []float64{quant.Sum(x)}, all, 1e-14, uint64(n))
		}
	}
	require.True(t, math.IsNaN(quant.Sum([]float64{inf, -inf})))
	require.Equal(t, 0.0, quant.Sum(nil))
}

// TestSumErrorGrowsSlowly adds a million tenths: in a straight line they are
// off by 1.3e-6.
func TestSumErrorGrowsSlowly(t *testing.T) {
	x := make([]float64, 1_000_000)
	for i := range x {
		x[i] = 0.1
	}
	require.InDelta(t, 100_000, quant.Sum(x), 1e-9)
}

func TestCorrelation(t *testing.T) {
	for name, tc := range map[string]struct {
		x, y []float64
		want float64
	}{
		"same line":         {[]float64{1, 2, 3}, []float64{10, 20, 30}, 1},
		"opposite":          {[]float64{1, 2, 3}, []float64{3, 2, 1}, -1},
		"none":              {[]float64{-1, 0, 1}, []float64{1, 0, 1}, 0},
		"does not vary":     {[]float64{0.1, 0.1, 0.1}, []float64{1, 2, 3}, nan},
		"nan":               {[]float64{1, nan, 3}, []float64{1, 2, 3}, nan},
		"infinity":          {[]float64{inf, 1, 2}, []float64{1, 2, 3}, nan},
		"large offset":      {[]float64{1e15 + 1, 1e15 + 2, 1e15 + 3}, []float64{1, 2, 3}, 1},
		"product overflows": {[]float64{0, 1e100, 2e100}, []float64{0, 1e150, 2e150}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := quant.Correlation(tc.x, tc.y)
			require.NoError(t, err)
			inDelta(t, []float64{tc.want}, []float64{got}, 1, 1e-15, 0)
			require.False(t, math.Abs(got) > 1)
		})
	}
	_, err := quant.Correlation([]float64{1, 2}, []float64{1})
	require.ErrorIs(t, err, quant.ErrLength)
	_, err = quant.Correlation([]float64{1}, []float64{1})
	require.ErrorIs(t, err, quant.ErrTooFew)
}
