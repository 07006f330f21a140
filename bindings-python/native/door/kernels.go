package door

import (
	"context"
	"unsafe"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/quant"
)

// KernelCall is a call of a quant kernel on somebody else's memory.
type KernelCall struct {
	Out     []float64
	In      [][]float64
	Numbers [8]int // the kernel's own (a window), then rows and columns of each matrix
	Real    float64
}

// Kernel is one function of quant: it writes Out, or gives one number.
type Kernel struct {
	Run func(ctx context.Context, c *KernelCall) (float64, error)
	// Long tells of a call that takes so long that somebody may want to
	// interrupt it; nil where none does.
	Long func(c *KernelCall) bool
}

// Kernels are those of core/quant, by their schema names.
var Kernels = map[string]Kernel{
	"sum": scalar(func(c *KernelCall) (float64, error) { return quant.Sum(c.In[0]), nil }),
	"rolling_mean": series(func(c *KernelCall) ([]float64, error) {
		return quant.RollingMean(c.Out, c.In[0], c.Numbers[0])
	}),
	"rolling_variance": series(func(c *KernelCall) ([]float64, error) {
		return quant.RollingVariance(c.Out, c.In[0], c.Numbers[0], c.Numbers[1])
	}),
	"zscore": series(func(c *KernelCall) ([]float64, error) {
		return quant.ZScore(c.Out, c.In[0], c.Numbers[0], c.Numbers[1])
	}),
	"ewma": series(func(c *KernelCall) ([]float64, error) {
		return quant.EWMA(c.Out, c.In[0], c.Real)
	}),
	"drawdown": series(func(c *KernelCall) ([]float64, error) {
		return quant.Drawdown(c.Out, c.In[0])
	}),
	"max_drawdown": scalar(func(c *KernelCall) (float64, error) { return quant.MaxDrawdown(c.In[0]) }),
	"correlation": scalar(func(c *KernelCall) (float64, error) {
		return quant.Correlation(c.In[0], c.In[1])
	}),
	"ols":    scalar(ols),
	"matmul": {Run: matmul, Long: longMatmul},
}

func scalar(f func(c *KernelCall) (float64, error)) Kernel {
	return Kernel{Run: func(_ context.Context, c *KernelCall) (float64, error) { return f(c) }}
}

func series(f func(c *KernelCall) ([]float64, error)) Kernel {
	return Kernel{Run: func(_ context.Context, c *KernelCall) (float64, error) {
		_, err := f(c)
		return 0, err
	}}
}

// ols writes the coefficients and gives R2. Numbers: whether there is an
// intercept, rows and columns of the second input.
func ols(c *KernelCall) (float64, error) {
	fit, err := quant.OLS(c.In[0], c.In[1], c.Numbers[2], c.Numbers[0] != 0)
	if err != nil {
		return 0, err
	}
	copy(c.Out, fit.Coefficients)
	return fit.R2, nil
}

// matmul multiplies a band of rows at a time, and looks at ctx in between.
// Where the bands would not add up to the whole, the whole is given to quant,
// which says what is wrong.
func matmul(ctx context.Context, c *KernelCall) (float64, error) {
	a, b, out := c.In[0], c.In[1], c.Out
	rows, inner, inner2, cols := c.Numbers[0], c.Numbers[1], c.Numbers[2], c.Numbers[3]
	sound := inner == inner2 && rows > 0 && cols > 0 && len(out) == rows*cols &&
		len(a) == rows*inner && len(b) == inner*cols && !overlap(out, a) && !overlap(out, b)
	band := max(1, bandWork/max(1, inner*cols))
	if !sound || band >= rows {
		_, err := quant.MatMul(out, a, rows, inner, b, inner2, cols)
		return 0, err
	}
	for from := 0; from < rows; from += band {
		if err := ctx.Err(); err != nil {
			return 0, errInterrupted
		}
		to := min(from+band, rows)
		_, err := quant.MatMul(out[from*cols:to*cols], a[from*inner:to*inner], to-from, inner, b, inner, cols)
		if err != nil {
			return 0, err
		}
	}
	return 0, nil
}

var errInterrupted = code.New(code.Cancelled, "python: the call was interrupted")

// bandWork is how many multiplications a band has at the most, where it has
// more than one row: some 50 ms of one core.
const bandWork = 100_000_000

// longMatmul tells of products of a tenth of a second and up.
func longMatmul(c *KernelCall) bool {
	return c.Numbers[0]*c.Numbers[1]*c.Numbers[3] > 2*bandWork
}

func overlap(x, y []float64) bool {
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	x0, y0 := uintptr(unsafe.Pointer(&x[0])), uintptr(unsafe.Pointer(&y[0]))
	return x0 < y0+uintptr(8*len(y)) && y0 < x0+uintptr(8*len(x))
}
