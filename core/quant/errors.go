package quant

import "github.com/twelvefold/twelvefold/core/code"

// The closed list of this engine's errors. Doors carry the code and the text.
// After an error an output slice is as it was.
var (
	// ErrWindow: a rolling window is shorter than one value.
	ErrWindow = code.New(code.InvalidArgument, "quant: window must be at least 1")
	// ErrDDoF: the degrees of freedom taken off would leave none.
	ErrDDoF = code.New(code.InvalidArgument, "quant: ddof must be at least 0 and less than window")
	// ErrAlpha: a smoothing factor outside (0, 1], or NaN.
	ErrAlpha = code.New(code.InvalidArgument, "quant: alpha must be greater than 0 and at most 1")
	// ErrLength: two series that belong together differ in length.
	ErrLength = code.New(code.InvalidArgument, "quant: inputs differ in length")
	// ErrOutput: dst is neither nil nor of the result's length.
	ErrOutput = code.New(code.InvalidArgument, "quant: output has the wrong length")
	// ErrOverlap: dst shares memory with an input that is still to be read.
	ErrOverlap = code.New(code.InvalidArgument, "quant: output overlaps an input")
	// ErrEmpty: there is no value to work on.
	ErrEmpty = code.New(code.InvalidArgument, "quant: input is empty")
	// ErrTooFew: a correlation of fewer than two pairs.
	ErrTooFew = code.New(code.InvalidArgument, "quant: correlation needs at least 2 pairs")
	// ErrShape: rows times columns is not the number of elements, or one of
	// them is below 1.
	ErrShape = code.New(code.InvalidArgument, "quant: shape does not fit the number of elements")
	// ErrInner: the columns of a are not the rows of b.
	ErrInner = code.New(code.InvalidArgument, "quant: inner dimensions differ")
	// ErrTooFewRows: a regression with fewer observations than coefficients.
	ErrTooFewRows = code.New(code.InvalidArgument, "quant: fewer observations than coefficients")
	// ErrCollinear: one column of a regression is a combination of the others.
	ErrCollinear = code.New(code.InvalidArgument, "quant: columns are linearly dependent")
	// ErrNotFinite: a regression over NaN or infinity.
	ErrNotFinite = code.New(code.InvalidArgument, "quant: input holds NaN or infinity")
	// ErrTooLarge: the result would have over MaxResult elements.
	ErrTooLarge = code.New(code.TooLarge, "quant: result is over 268435456 elements")
)
