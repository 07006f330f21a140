package rest

import (
	"context"

	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// connectRedis opens a connection as a client without an address has it.
func (o *operations) connectRedis() (*session.Conn, error) {
	return o.options.Redis.Connect(session.Peer{}), nil
}

// CreateRedisSession opens a connection that lasts.
func (o *operations) CreateRedisSession(context.Context, api.CreateRedisSessionRequestObject) (api.CreateRedisSessionResponseObject, error) {
	if o.options.Redis == nil {
		return nil, errNotOpen
	}
	one, err := o.redisSessions.create(o.connectRedis)
	if err != nil {
		return nil, err
	}
	return api.CreateRedisSession201JSONResponse{Session: one.id, IdleMs: o.redisSessions.idle.Milliseconds()}, nil
}

// DeleteRedisSession closes one.
func (o *operations) DeleteRedisSession(_ context.Context, r api.DeleteRedisSessionRequestObject) (api.DeleteRedisSessionResponseObject, error) {
	if !o.redisSessions.remove(r.Session) {
		return nil, errNoSession
	}
	return api.DeleteRedisSession204Response{}, nil
}
