package targets

import (
	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/core/quant"
)

// quantOperations take lists of numbers as they stand in the case.
var quantOperations = map[string]func(a []conformance.Arg) conformance.Value{
	"sum": func(a []conformance.Arg) conformance.Value { return conformance.Double(quant.Sum(a[0].Floats)) },
	"rolling_mean": func(a []conformance.Arg) conformance.Value {
		return series(quant.RollingMean(nil, a[0].Floats, int(number(a, 1, 0))))
	},
	"rolling_variance": func(a []conformance.Arg) conformance.Value {
		return series(quant.RollingVariance(nil, a[0].Floats, int(number(a, 1, 0)), int(number(a, 2, 1))))
	},
	"zscore": func(a []conformance.Arg) conformance.Value {
		return series(quant.ZScore(nil, a[0].Floats, int(number(a, 1, 0)), int(number(a, 2, 1))))
	},
	"ewma": func(a []conformance.Arg) conformance.Value {
		return series(quant.EWMA(nil, a[0].Floats, a[1].Floats[0]))
	},
	"drawdown":     func(a []conformance.Arg) conformance.Value { return series(quant.Drawdown(nil, a[0].Floats)) },
	"max_drawdown": func(a []conformance.Arg) conformance.Value { return scalar(quant.MaxDrawdown(a[0].Floats)) },
	"correlation": func(a []conformance.Arg) conformance.Value {
		return scalar(quant.Correlation(a[0].Floats, a[1].Floats))
	},
	"ols": func(a []conformance.Arg) conformance.Value {
		fit, err := quant.OLS(a[0].Floats, a[1].Floats, int(number(a, 2, 0)), number(a, 3, 1) != 0)
		return series(append(fit.Coefficients, fit.R2), err)
	},
	"matmul": func(a []conformance.Arg) conformance.Value {
		return series(quant.MatMul(nil, a[2].Floats, int(number(a, 0, 0)), int(number(a, 1, 0)),
			a[5].Floats, int(number(a, 3, 0)), int(number(a, 4, 0))))
	},
}

func series(x []float64, err error) conformance.Value {
	return conformance.ErrOr(err, conformance.Floats(x))
}
func scalar(x float64, err error) conformance.Value {
	return conformance.ErrOr(err, conformance.Double(x))
}
