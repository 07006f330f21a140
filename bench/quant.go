package main

import (
	"math/rand/v2"

	"github.com/twelvefold/twelvefold/core/quant"
)

// seriesLength and window are those of the doors' programs too.
const (
	seriesLength = 1_000_000
	window       = 50
)

func randomSeries(n int) []float64 {
	random := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, n)
	for i := range x {
		x[i] = 1 + random.Float64()
	}
	return x
}

// kernels are the quant tasks in Go, by the names that bench/python and
// bench/node use.
func kernels() map[string]func(n int) {
	x, y := randomSeries(seriesLength), randomSeries(seriesLength)
	out := make([]float64, seriesLength)
	const side = 256
	a, c := randomSeries(side*side), make([]float64, side*side)
	return map[string]func(n int){
		taskRollingMean: each(func(int) { must(quant.RollingMean(out, x, window)) }),
		taskEWMA:        each(func(int) { must(quant.EWMA(out, x, 0.1)) }),
		taskCorrelation: each(func(int) { must(quant.Correlation(x, y)) }),
		taskMatMul:      each(func(int) { must(quant.MatMul(c, a, side, side, a, side, side)) }),
	}
}
