package rest

import (
	"context"

	"github.com/twelvefold/twelvefold/core/quant"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// RollingMean and the other kernels: core/quant says what they do.
func (o *operations) RollingMean(_ context.Context, r api.RollingMeanRequestObject) (api.RollingMeanResponseObject, error) {
	values, err := quant.RollingMean(nil, r.Body.X, r.Body.Window)
	return api.RollingMean200JSONResponse{Values: values}, err
}

// sampleVariance is the schema's default of ddof, which is pandas'.
const sampleVariance = 1

// RollingVariance is quant.RollingVariance.
func (o *operations) RollingVariance(_ context.Context, r api.RollingVarianceRequestObject) (api.RollingVarianceResponseObject, error) {
	values, err := quant.RollingVariance(nil, r.Body.X, r.Body.Window, valueOr(r.Body.Ddof, sampleVariance))
	return api.RollingVariance200JSONResponse{Values: values}, err
}

// ZScore is quant.ZScore.
func (o *operations) ZScore(_ context.Context, r api.ZScoreRequestObject) (api.ZScoreResponseObject, error) {
	values, err := quant.ZScore(nil, r.Body.X, r.Body.Window, valueOr(r.Body.Ddof, sampleVariance))
	return api.ZScore200JSONResponse{Values: values}, err
}

// EWMA is quant.EWMA.
func (o *operations) EWMA(_ context.Context, r api.EWMARequestObject) (api.EWMAResponseObject, error) {
	values, err := quant.EWMA(nil, r.Body.X, float64(r.Body.Alpha))
	return api.EWMA200JSONResponse{Values: values}, err
}

// Drawdown is quant.Drawdown.
func (o *operations) Drawdown(_ context.Context, r api.DrawdownRequestObject) (api.DrawdownResponseObject, error) {
	values, err := quant.Drawdown(nil, r.Body.X)
	return api.Drawdown200JSONResponse{Values: values}, err
}

// MaxDrawdown is quant.MaxDrawdown.
func (o *operations) MaxDrawdown(_ context.Context, r api.MaxDrawdownRequestObject) (api.MaxDrawdownResponseObject, error) {
	value, err := quant.MaxDrawdown(r.Body.X)
	return api.MaxDrawdown200JSONResponse{Value: api.Float(value)}, err
}

// Correlation is quant.Correlation.
func (o *operations) Correlation(_ context.Context, r api.CorrelationRequestObject) (api.CorrelationResponseObject, error) {
	value, err := quant.Correlation(r.Body.X, r.Body.Y)
	return api.Correlation200JSONResponse{Value: api.Float(value)}, err
}

// Sum is quant.Sum.
func (o *operations) Sum(_ context.Context, r api.SumRequestObject) (api.SumResponseObject, error) {
	return api.Sum200JSONResponse{Value: api.Float(quant.Sum(r.Body.X))}, nil
}

// MatMul is quant.MatMul.
func (o *operations) MatMul(_ context.Context, r api.MatMulRequestObject) (api.MatMulResponseObject, error) {
	a, b := r.Body.A, r.Body.B
	product, err := quant.MatMul(nil, a.Data, a.Rows, a.Cols, b.Data, b.Rows, b.Cols)
	return api.MatMul200JSONResponse{Rows: a.Rows, Cols: b.Cols, Data: product}, err
}

// OLS is quant.OLS.
func (o *operations) OLS(_ context.Context, r api.OLSRequestObject) (api.OLSResponseObject, error) {
	x := r.Body.X
	if x.Rows != len(r.Body.Y) {
		return nil, quant.ErrShape
	}
	fit, err := quant.OLS(r.Body.Y, x.Data, x.Cols, valueOr(r.Body.Intercept, true))
	return api.OLS200JSONResponse{Coefficients: fit.Coefficients, R2: api.Float(fit.R2)}, err
}
