package quant

import (
	"math"

	"gonum.org/v1/gonum/blas"
	blasgonum "gonum.org/v1/gonum/blas/gonum"
	lapackgonum "gonum.org/v1/gonum/lapack/gonum"
)

// Fit is the result of OLS.
type Fit struct {
	// Coefficients are those of the columns in their order; with an
	// intercept, that comes first.
	Coefficients []float64
	// R2 is the share of y's variation that the fit explains: variation
	// around the mean with an intercept, around zero without (as statsmodels
	// defines both). NaN where y does not vary.
	R2 float64
}

// OLS finds the coefficients with the least sum of squared residuals of y
// against the columns of x. x is row-major: a row of cols numbers for each
// number of y. intercept adds a column of ones in front.
//
// It solves by Householder QR, not by the normal equations, which would
// square the condition number. Errors: ErrShape, ErrTooFewRows, ErrNotFinite,
// ErrCollinear.
func OLS(y, x []float64, cols int, intercept bool) (Fit, error) {
	rows := len(y)
	if cols < 1 || rows < 1 || !fits(len(x), rows, cols) {
		return Fit{}, ErrShape
	}
	if !finite(y) || !finite(x) {
		return Fit{}, ErrNotFinite
	}
	design, k := designMatrix(x, rows, cols, intercept)
	if rows < k {
		return Fit{}, ErrTooFewRows
	}
	norms := columnNorms(design, rows, k)

	lapack := lapackgonum.Implementation{}
	tau, work := make([]float64, k), make([]float64, k)
	lapack.Dgeqr2(rows, k, design, k, tau, work)
	for j := range k {
		// The diagonal of R is what is left of column j once its projection
		// on the columns before it is taken away.
		if math.Abs(design[j*k+j]) <= norms[j]*float64(rows)*epsilon {
			return Fit{}, ErrCollinear
		}
	}
	// Q'y: the first k numbers lead to the coefficients, the rest are the
	// residuals in another basis, with the same sum of squares.
	rotated := append([]float64(nil), y...)
	lapack.Dorm2r(blas.Left, blas.Trans, rows, 1, k, design, k, tau, rotated, 1, work)
	coefficients := append([]float64(nil), rotated[:k]...)
	blasgonum.Implementation{}.Dtrsv(blas.Upper, blas.NoTrans, blas.NonUnit, k, design, k, coefficients, 1)

	fit := Fit{Coefficients: coefficients, R2: math.NaN()}
	if all := variation(y, intercept); all > 0 {
		fit.R2 = 1 - squares(rotated[k:], 0)/all
	}
	return fit, nil
}

// epsilon is the distance from 1 to the next float64.
const epsilon = 0x1p-52

// designMatrix copies x, with a column of ones in front for an intercept.
func designMatrix(x []float64, rows, cols int, intercept bool) (design []float64, k int) {
	if !intercept {
		return append([]float64(nil), x...), cols
	}
	k = cols + 1
	design = make([]float64, 0, rows*k)
	for i := range rows {
		design = append(design, 1)
		design = append(design, x[i*cols:(i+1)*cols]...)
	}
	return design, k
}

func columnNorms(design []float64, rows, k int) []float64 {
	norms := make([]float64, k)
	for j := range norms {
		norms[j] = blasgonum.Implementation{}.Dnrm2(rows, design[j:], k)
	}
	return norms
}

// variation is the sum of squares that R2 is a share of.
func variation(y []float64, aroundMean bool) float64 {
	if !aroundMean {
		return squares(y, 0)
	}
	// As in Correlation: exact zero for a constant.
	var sum float64
	for _, v := range y {
		sum += v - y[0]
	}
	return squares(y, y[0]+sum/float64(len(y)))
}

// squares is the sum of squared distances from center.
func squares(x []float64, center float64) float64 {
	var sum float64
	for _, v := range x {
		sum += (v - center) * (v - center)
	}
	return sum
}
