//go:build wasm && !nolight

package main

import (
	"math"
	"unsafe"

	"github.com/twelvefold/twelvefold/core/quant"
)

// The kernels work in place on numbers in this module's memory: on arrays of
// abi_alloc, which the host sees as a Float64Array, or on the scratch buffer,
// where the host has put a copy. Addresses and lengths (in elements) come from
// the host's library, never from its users, and are checked all the same.

const numberSize = 8

// numbers is the array of n elements at an address.
func numbers(at, n uint32) []float64 {
	if pinned, ok := pins[at]; ok && int(n) <= len(pinned) {
		return pinned[:n:n]
	}
	start := uint64(uintptr(unsafe.Pointer(unsafe.SliceData(scratch))))
	off := uint64(at) - start
	if uint64(at) < start || off%numberSize != 0 || off+uint64(n)*numberSize > uint64(len(scratch)) {
		panic(errPointer)
	}
	if n == 0 {
		return []float64{}
	}
	return unsafe.Slice((*float64)(unsafe.Pointer(&scratch[off])), n)
}

// wrote is the status of a kernel that has filled its output.
func wrote(_ []float64, err error) int32 { return done(err) }

// whole turns a number of JavaScript into an int; what is none becomes the
// smallest, which every kernel refuses by its own error.
func whole(n float64) int {
	if n != math.Trunc(n) || math.Abs(n) > 1<<53 {
		return math.MinInt
	}
	return int(n)
}

//go:wasmexport quant_sum
func quantSum(x, n uint32) (status int32) {
	defer caught(&status)
	return giveNumber(quant.Sum(numbers(x, n)))
}

//go:wasmexport quant_rolling_mean
func quantRollingMean(dst, dstLen, x, n uint32, window float64) (status int32) {
	defer caught(&status)
	return wrote(quant.RollingMean(numbers(dst, dstLen), numbers(x, n), whole(window)))
}

//go:wasmexport quant_rolling_variance
func quantRollingVariance(dst, dstLen, x, n uint32, window, ddof float64) (status int32) {
	defer caught(&status)
	return wrote(quant.RollingVariance(numbers(dst, dstLen), numbers(x, n), whole(window), whole(ddof)))
}

//go:wasmexport quant_z_score
func quantZScore(dst, dstLen, x, n uint32, window, ddof float64) (status int32) {
	defer caught(&status)
	return wrote(quant.ZScore(numbers(dst, dstLen), numbers(x, n), whole(window), whole(ddof)))
}

//go:wasmexport quant_ewma
func quantEWMA(dst, dstLen, x, n uint32, alpha float64) (status int32) {
	defer caught(&status)
	return wrote(quant.EWMA(numbers(dst, dstLen), numbers(x, n), alpha))
}

//go:wasmexport quant_drawdown
func quantDrawdown(dst, dstLen, x, n uint32) (status int32) {
	defer caught(&status)
	return wrote(quant.Drawdown(numbers(dst, dstLen), numbers(x, n)))
}

//go:wasmexport quant_max_drawdown
func quantMaxDrawdown(x, n uint32) (status int32) {
	defer caught(&status)
	return measured(quant.MaxDrawdown(numbers(x, n)))
}

//go:wasmexport quant_correlation
func quantCorrelation(x, xLen, y, yLen uint32) (status int32) {
	defer caught(&status)
	return measured(quant.Correlation(numbers(x, xLen), numbers(y, yLen)))
}

// quantOLS packs R2 and then the coefficients, all of them numbers.
//
//go:wasmexport quant_ols
func quantOLS(y, yLen, x, xLen uint32, cols float64, intercept int32) (status int32) {
	defer caught(&status)
	fit, err := quant.OLS(numbers(y, yLen), numbers(x, xLen), whole(cols), intercept != 0)
	if err != nil {
		return failed(err)
	}
	out := appendNumber(nil, fit.R2)
	for _, c := range fit.Coefficients {
		out = appendNumber(out, c)
	}
	return give(out)
}

// quantMatMul makes the output itself where dst is 0: only the engine knows
// whether the shapes give one.
//
//go:wasmexport quant_mat_mul
func quantMatMul(dst, dstLen, a, aLen uint32, aRows, aCols float64, b, bLen uint32, bRows, bCols float64) (status int32) {
	defer caught(&status)
	var into []float64
	if dst != 0 {
		into = numbers(dst, dstLen)
	}
	product, err := quant.MatMul(into, numbers(a, aLen), whole(aRows), whole(aCols), numbers(b, bLen), whole(bRows), whole(bCols))
	if err != nil || dst != 0 {
		return done(err)
	}
	return giveNumbers(product)
}

// giveNumbers leaves an array as the call's bytes, without a copy.
func giveNumbers(x []float64) int32 {
	if len(x) == 0 {
		return give(nil)
	}
	return give(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), len(x)*numberSize))
}
