package rest

import (
	"context"
	"errors"
	"strconv"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/core/redis/wire"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// connection is where commands of one request are run.
type connection struct {
	conn *session.Conn
	box  func() redisNow
}

// RedisCommand runs one command. An error reply becomes the answer's error.
func (o *operations) RedisCommand(_ context.Context, r api.RedisCommandRequestObject) (api.RedisCommandResponseObject, error) {
	replies, err := o.run(batch{
		commands: [][]api.Bytes{r.Body.Args}, db: r.Body.DB, protocol: r.Body.Protocol, session: r.Body.Session,
	})
	if err != nil {
		return nil, err
	}
	if err := replyError(replies[0]); err != nil {
		return nil, err
	}
	return api.RedisCommand200JSONResponse(api.NewRedisReply(replies[0])), nil
}
