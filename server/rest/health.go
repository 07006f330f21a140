package rest

import (
	"context"

	"github.com/twelvefold/twelvefold/server/rest/api"
)

// GetHealth answers as long as the process serves at all.
func (o *operations) GetHealth(context.Context, api.GetHealthRequestObject) (api.GetHealthResponseObject, error) {
	return api.GetHealth200JSONResponse{Status: api.HealthOK}, nil
}

// GetReadiness tells a load balancer or a script when to begin.
func (o *operations) GetReadiness(context.Context, api.GetReadinessRequestObject) (api.GetReadinessResponseObject, error) {
	if !o.options.Ready() {
		return api.GetReadiness503JSONResponse{Status: api.HealthStarting}, nil
	}
	return api.GetReadiness200JSONResponse{Status: api.HealthOK}, nil
}
