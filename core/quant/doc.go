// Package quant is rolling statistics and linear algebra on float64 slices.
//
//	mean, err := quant.RollingMean(nil, prices, 20)
//
// All functions are pure: no state, no world, safe for concurrent use. They
// read plain slices and write into a slice of the caller's or a new one, so
// that a door can hand over memory that belongs to NumPy or JavaScript without
// a copy. Matrices are row-major. Bad shapes and parameters are errors, never
// panics; bad values (NaN, infinities) follow IEEE 754 unless a function says
// otherwise, and stay local to the windows that hold them.
//
// Where conventions differ, these are pandas' and NumPy's: NaN until a window
// is full, ddof counted down from the number of values, EWMA with
// adjust=False, pairwise summation.
//
// # Limits
//
// A function makes results of at most MaxResult elements by itself. No missing
// data handling beyond NaN, no weights, no sparse matrices.
//
// # Reading order
//
// errors.go, output.go (the rules for dst), rolling.go with moments.go,
// series.go, correlation.go, sum.go, matmul.go, ols.go. DESIGN.md says what was
// left out, and what gonum costs in WebAssembly.
package quant
