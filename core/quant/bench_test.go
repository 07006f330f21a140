package quant_test

import (
	"testing"

	"github.com/twelvefold/twelvefold/core/quant"
)

const benchValues = 1_000_000

// benchSeries runs a kernel over a million values and reports bytes read.
func benchSeries(b *testing.B, kernel func(dst, x []float64)) {
	x := generate(shapes["random walk"], benchValues, 1)
	dst := make([]float64, len(x))
	b.SetBytes(8 * benchValues)
	b.ReportAllocs()
	for b.Loop() {
		kernel(dst, x)
	}
}

func BenchmarkSum(b *testing.B) {
	benchSeries(b, func(_, x []float64) { quant.Sum(x) })
}

func BenchmarkRollingMean(b *testing.B) {
	benchSeries(b, func(dst, x []float64) { _, _ = quant.RollingMean(dst, x, 100) })
}

func BenchmarkRollingVariance(b *testing.B) {
	benchSeries(b, func(dst, x []float64) { _, _ = quant.RollingVariance(dst, x, 100, 1) })
}

func BenchmarkZScore(b *testing.B) {
	benchSeries(b, func(dst, x []float64) { _, _ = quant.ZScore(dst, x, 100, 1) })
}

func BenchmarkEWMA(b *testing.B) {
	benchSeries(b, func(dst, x []float64) { _, _ = quant.EWMA(dst, x, 0.1) })
}

func BenchmarkDrawdown(b *testing.B) {
	benchSeries(b, func(dst, x []float64) { _, _ = quant.Drawdown(dst, x) })
}

func BenchmarkCorrelation(b *testing.B) {
	benchSeries(b, func(dst, x []float64) { _, _ = quant.Correlation(x, dst) })
}

func BenchmarkMatMul(b *testing.B) {
	const n = 256
	x, y := generate(shapes["plain"], n*n, 1), generate(shapes["plain"], n*n, 2)
	dst := make([]float64, n*n)
	for b.Loop() {
		_, _ = quant.MatMul(dst, x, n, n, y, n, n)
	}
}

func BenchmarkOLS(b *testing.B) {
	x, y := generate(shapes["plain"], 100_000, 1), generate(shapes["plain"], 10_000, 2)
	for b.Loop() {
		_, _ = quant.OLS(y, x, 10, true)
	}
}
