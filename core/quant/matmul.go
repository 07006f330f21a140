package quant

import (
	"math"

	"gonum.org/v1/gonum/blas"
	blasgonum "gonum.org/v1/gonum/blas/gonum"
)

// MatMul writes the product of a (aRows x aCols) and b (bRows x bCols), all
// row-major without gaps, as a C-contiguous NumPy array is. The result is
// aRows x bCols.
//
// dst nil makes a new slice of at most MaxResult elements; otherwise it has
// the result's length and overlaps neither input. Errors: ErrShape, ErrInner,
// ErrTooLarge, ErrOutput, ErrOverlap.
func MatMul(dst, a []float64, aRows, aCols int, b []float64, bRows, bCols int) ([]float64, error) {
	if !fits(len(a), aRows, aCols) || !fits(len(b), bRows, bCols) {
		return nil, ErrShape
	}
	if aCols != bRows {
		return nil, ErrInner
	}
	if aRows > math.MaxInt/bCols {
		return nil, ErrTooLarge
	}
	dst, err := output(dst, aRows*bCols, a, b)
	if err != nil {
		return nil, err
	}
	if !finite(b) {
		multiplyPlain(dst, a, aCols, b, bCols)
		return dst, nil
	}
	blasgonum.Implementation{}.Dgemm(blas.NoTrans, blas.NoTrans, aRows, bCols, aCols,
		1, a, aCols, b, bCols, 0, dst, bCols)
	return dst, nil
}

// multiplyPlain is the product by its definition. gonum's Dgemm skips the
// zeros of a, and so loses that zero times infinity or NaN is NaN.
func multiplyPlain(dst, a []float64, inner int, b []float64, cols int) {
	clear(dst)
	for k, v := range a {
		row, col := k/inner, k%inner
		out, from := dst[row*cols:(row+1)*cols], b[col*cols:(col+1)*cols]
		for j, w := range from {
			out[j] += v * w
		}
	}
}

// fits reports whether n elements are rows x cols, neither of them below 1.
// Dividing, not multiplying: a product may overflow to the right number.
func fits(n, rows, cols int) bool {
	return rows >= 1 && cols >= 1 && n/cols == rows && n%cols == 0
}

// finite reports whether x is free of NaN and infinities: zero times any
// other number is zero.
func finite(x []float64) bool {
	for _, v := range x {
		if v*0 != 0 {
			return false
		}
	}
	return true
}
