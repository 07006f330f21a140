package quant_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// The tests compare with the definitions, computed in 400 bits, where no
// rounding shows.
const bits = 400

func exact(v float64) *big.Float { return new(big.Float).SetPrec(bits).SetFloat64(v) }

func exactMean(x []float64) *big.Float {
	sum := exact(0)
	for _, v := range x {
		sum.Add(sum, exact(v))
	}
	return sum.Quo(sum, exact(float64(len(x))))
}

func exactVariance(x []float64, ddof int) *big.Float {
	mean, sum := exactMean(x), exact(0)
	for _, v := range x {
		d := exact(v)
		d.Sub(d, mean)
		sum.Add(sum, d.Mul(d, d))
	}
	return sum.Quo(sum, exact(float64(len(x)-ddof)))
}

// exactWindows applies f to each full window of x.
func exactWindows(x []float64, window int, f func([]float64) float64) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = math.NaN()
		if i >= window-1 {
			out[i] = f(x[i-window+1 : i+1])
		}
	}
	return out
}

func float(b *big.Float) float64 {
	v, _ := b.Float64()
	return v
}

// inDelta compares to tolerance, relative to scale (or to want, where that is
// larger); NaN equals NaN.
func inDelta(t *testing.T, want, got []float64, scale, tolerance float64, seed uint64) {
	t.Helper()
	require.Len(t, got, len(want), "seed %d", seed)
	for i := range want {
		if want[i] == got[i] || math.IsNaN(want[i]) && math.IsNaN(got[i]) {
			continue // infinities have no difference
		}
		limit := tolerance * max(scale, math.Abs(want[i]))
		require.True(t, math.Abs(want[i]-got[i]) <= limit,
			"seed %d: [%d] = %v, want %v (off by more than %v)", seed, i, got[i], want[i], limit)
	}
}

// shapes are kinds of series that break careless formulas.
var shapes = map[string]func(r *rand.Rand, i int) float64{
	"plain":        func(r *rand.Rand, _ int) float64 { return r.NormFloat64() },
	"large offset": func(r *rand.Rand, _ int) float64 { return 1e9 + r.Float64() },
	"spikes": func(r *rand.Rand, i int) float64 {
		if i%37 == 5 {
			return 1e15 * r.NormFloat64()
		}
		return r.NormFloat64()
	},
	"many scales": func(r *rand.Rand, _ int) float64 { return math.Pow(10, 12*r.Float64()-6) },
	"random walk": func(r *rand.Rand, i int) float64 { return 100 + float64(i)*0.01 + r.NormFloat64() },
}

func generate(shape func(*rand.Rand, int) float64, n int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 7))
	x := make([]float64, n)
	for i := range x {
		x[i] = shape(r, i)
	}
	return x
}
