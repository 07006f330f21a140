package quant_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/quant"
)

func TestCorrelationAgainstGonum(t *testing.T) {
	for _, shape := range shapes {
		for seed := uint64(1); seed <= 20; seed++ {
			x, y := generate(shape, 100, seed), generate(shapes["plain"], 100, seed+1000)
			for i := range y {
				y[i] += x[i] / largest(x)
			}
			got, err := quant.Correlation(x, y)
			require.NoError(t, err)
			// gonum's means cost it the digits that a large offset takes.
			inDelta(t, []float64{stat.Correlation(x, y, nil)}, []float64{got}, 1, 1e-6, seed)
		}
	}
}

func TestMatMulAgainstDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for round := range 200 {
		m, k, n := 1+r.IntN(20), 1+r.IntN(80), 1+r.IntN(20)
		a, b := generate(shapes["plain"], m*k, uint64(round)), generate(shapes["plain"], k*n, uint64(round+1000))
		want := make([]float64, m*n)
		for i := range m {
			for j := range n {
				for l := range k {
					want[i*n+j] += a[i*k+l] * b[l*n+j]
				}
			}
		}
		dst := make([]float64, m*n)
		for i := range dst {
			dst[i] = nan // what stood there before must not show
		}
		got, err := quant.MatMul(dst, a, m, k, b, k, n)
		require.NoError(t, err)
		inDelta(t, want, got, 1, 1e-13, uint64(round))
	}
}

// TestMatMulLarge is past the size at which gonum works in parallel blocks.
func TestMatMulLarge(t *testing.T) {
	const n = 200
	a, b := generate(shapes["plain"], n*n, 1), generate(shapes["plain"], n*n, 2)
	var want mat.Dense
	want.Mul(mat.NewDense(n, n, a), mat.NewDense(n, n, b))
	got, err := quant.MatMul(nil, a, n, n, b, n, n)
	require.NoError(t, err)
	inDelta(t, want.RawMatrix().Data, got, 1, 1e-12, 0)
}

func TestMatMulKeepsNaNBehindZero(t *testing.T) {
	got, err := quant.MatMul(nil, []float64{0, 1, 2, 0}, 2, 2, []float64{inf, 1, 2, nan}, 2, 2)
	require.NoError(t, err)
	inDelta(t, []float64{nan, nan, inf, nan}, got, 0, 0, 0)
}

func TestMatMulArguments(t *testing.T) {
	two, four := []float64{1, 2}, []float64{1, 2, 3, 4}
	for name, tc := range map[string]struct {
		dst, a       []float64
		aRows, aCols int
		b            []float64
		bRows, bCols int
		want         *code.Error
	}{
		"a too short":      {nil, two, 2, 2, four, 2, 2, quant.ErrShape},
		"b too long":       {nil, four, 2, 2, four, 2, 1, quant.ErrShape},
		"no rows":          {nil, nil, 0, 2, four, 2, 2, quant.ErrShape},
		"no columns":       {nil, four, 2, 2, nil, 2, 0, quant.ErrShape},
		"negative twice":   {nil, four, -2, -2, four, 2, 2, quant.ErrShape},
		"product wraps":    {nil, four, 1 << 62, 8, four, 2, 2, quant.ErrShape},
		"wraps to length":  {nil, four, 1<<62 + 1, 4, four, 4, 1, quant.ErrShape},
		"inner":            {nil, four, 2, 2, four, 1, 4, quant.ErrInner},
		"dst short":        {two, four, 2, 2, four, 2, 2, quant.ErrOutput},
		"dst is a":         {four, four, 2, 2, []float64{1, 2, 3, 4}, 2, 2, quant.ErrOverlap},
		"dst is b":         {four, []float64{1, 2, 3, 4}, 2, 2, four, 2, 2, quant.ErrOverlap},
		"outer, too large": {nil, make([]float64, 1<<15), 1 << 15, 1, make([]float64, 1<<14), 1, 1 << 14, quant.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := quant.MatMul(tc.dst, tc.a, tc.aRows, tc.aCols, tc.b, tc.bRows, tc.bCols)
			require.Equal(t, tc.want, err)
		})
	}
}

func TestOLSAgainstGonum(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for round := range 200 {
		rows, cols := 10+r.IntN(50), 1+r.IntN(5)
		seed := uint64(round)
		x, y := generate(shapes["plain"], rows*cols, seed), generate(shapes["random walk"], rows, seed+1000)
		intercept := round%2 == 0
		fit, err := quant.OLS(y, x, cols, intercept)
		require.NoError(t, err)

		design := mat.NewDense(rows, cols, append([]float64(nil), x...))
		if intercept {
			ones := mat.NewDense(rows, 1, nil)
			for i := range rows {
				ones.Set(i, 0, 1)
			}
			var wide mat.Dense
			wide.Augment(ones, design)
			design = &wide
		}
		var want mat.VecDense
		require.NoError(t, want.SolveVec(design, mat.NewVecDense(rows, y)))
		inDelta(t, want.RawVector().Data, fit.Coefficients, 1, 1e-10, seed)

		var estimates mat.VecDense
		estimates.MulVec(design, &want)
		center := 0.0
		if intercept {
			center = stat.Mean(y, nil)
		}
		var left, all float64
		for i, v := range y {
			left += (v - estimates.AtVec(i)) * (v - estimates.AtVec(i))
			all += (v - center) * (v - center)
		}
		require.InDelta(t, 1-left/all, fit.R2, 1e-10, "seed %d", seed)
	}
}

func TestOLSKnownLines(t *testing.T) {
	fit, err := quant.OLS([]float64{3, 5, 7}, []float64{1, 2, 3}, 1, true)
	require.NoError(t, err)
	inDelta(t, []float64{1, 2}, fit.Coefficients, 0, 1e-14, 0)
	require.InDelta(t, 1, fit.R2, 1e-15)

	fit, err = quant.OLS([]float64{2, 4, 6}, []float64{1, 2, 3}, 1, false)
	require.NoError(t, err)
	inDelta(t, []float64{2}, fit.Coefficients, 0, 1e-14, 0)

	fit, err = quant.OLS([]float64{5, 5, 5}, []float64{1, 2, 4}, 1, true)
	require.NoError(t, err)
	inDelta(t, []float64{5, 0}, fit.Coefficients, 1, 1e-14, 0)
	require.True(t, math.IsNaN(fit.R2), "y does not vary")

	// Wide scales are no collinearity.
	fit, err = quant.OLS([]float64{1e-6, 2e12, 5}, []float64{1e-6, 0, 0, 1e12, 0, 1}, 2, false)
	require.NoError(t, err)
	require.Len(t, fit.Coefficients, 2)
}

func TestOLSArguments(t *testing.T) {
	for name, tc := range map[string]struct {
		y, x      []float64
		cols      int
		intercept bool
		want      *code.Error
	}{
		"x too short":       {[]float64{1, 2}, []float64{1, 2, 3}, 2, false, quant.ErrShape},
		"x too long":        {[]float64{1, 2}, []float64{1, 2, 3, 4, 5}, 2, false, quant.ErrShape},
		"no columns":        {[]float64{1, 2}, nil, 0, true, quant.ErrShape},
		"negative columns":  {[]float64{1, 2}, []float64{1, 2}, -1, true, quant.ErrShape},
		"empty":             {nil, nil, 1, true, quant.ErrShape},
		"too few rows":      {[]float64{1}, []float64{1}, 1, true, quant.ErrTooFewRows},
		"wider than high":   {[]float64{1}, []float64{1, 2}, 2, false, quant.ErrTooFewRows},
		"nan in y":          {[]float64{1, nan}, []float64{1, 2}, 1, false, quant.ErrNotFinite},
		"infinity in x":     {[]float64{1, 2}, []float64{1, -inf}, 1, false, quant.ErrNotFinite},
		"column twice":      {[]float64{1, 2, 3}, []float64{1, 1, 2, 2, 4, 4}, 2, false, quant.ErrCollinear},
		"multiple":          {[]float64{1, 2, 3}, []float64{0.1, 0.3, 0.2, 0.6, 0.7, 2.1}, 2, false, quant.ErrCollinear},
		"constant and ones": {[]float64{1, 2, 3}, []float64{7, 7, 7}, 1, true, quant.ErrCollinear},
		"column of zeros":   {[]float64{1, 2, 3}, []float64{0, 0, 0}, 1, false, quant.ErrCollinear},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := quant.OLS(tc.y, tc.x, tc.cols, tc.intercept)
			require.Equal(t, tc.want, err)
		})
	}
}

// FuzzNeverPanics calls everything with arbitrary shapes and values.
func FuzzNeverPanics(f *testing.F) {
	f.Add([]byte{1, 2, 3, 250, 251, 0}, 2, 3, 1, 0.5)
	f.Add([]byte{}, 0, 0, 0, 0.0)
	f.Add([]byte{255, 254, 253, 252}, math.MaxInt, math.MinInt, -1, nan)
	special := []float64{nan, inf, -inf, 0, math.MaxFloat64, math.SmallestNonzeroFloat64}
	f.Fuzz(func(_ *testing.T, raw []byte, p, q, s int, alpha float64) {
		x := make([]float64, len(raw))
		for i, b := range raw {
			x[i] = float64(b) - 100
			if int(b) >= 256-len(special) {
				x[i] = special[255-int(b)]
			}
		}
		half := len(x) / 2
		_, _ = quant.RollingMean(nil, x, p)
		_, _ = quant.RollingVariance(nil, x, p, q)
		_, _ = quant.ZScore(nil, x, p, q)
		_, _ = quant.EWMA(nil, x, alpha)
		_, _ = quant.Drawdown(nil, x)
		_, _ = quant.MaxDrawdown(x)
		_, _ = quant.Correlation(x[:half], x[half:])
		_, _ = quant.OLS(x[:half], x[half:], p, s&1 == 0)
		_, _ = quant.MatMul(nil, x[:half], p, q, x[half:], q, s)
		if rows := max(1, p&7); half%rows == 0 && half > 0 { // shapes that fit
			_, _ = quant.MatMul(nil, x[:half], rows, half/rows, x[half:2*half], half/rows, rows)
			_, _ = quant.OLS(x[:rows], x[:half], half/rows, s&1 == 0)
		}
	})
}
