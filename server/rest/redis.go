package rest

import (
	"context"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/wire"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// RedisCommand runs one command. An error reply becomes the answer's error.
func (o *operations) RedisCommand(_ context.Context, r api.RedisCommandRequestObject) (api.RedisCommandResponseObject, error) {
	replies, err := o.run(batch{
		commands: []api.RedisArgs{r.Body.Args},
		db:       r.Body.DB, protocol: r.Body.Protocol, session: r.Body.Session,
	})
	if err != nil {
		return nil, err
	}
	if err := replyError(replies[0]); err != nil {
		return nil, err
	}
	return api.RedisCommand200JSONResponse(api.NewRedisReply(replies[0])), nil
}

// RedisPipeline runs several commands. Error replies stay among the others.
func (o *operations) RedisPipeline(_ context.Context, r api.RedisPipelineRequestObject) (api.RedisPipelineResponseObject, error) {
	replies, err := o.run(batch{
		commands: r.Body.Commands,
		db:       r.Body.DB, protocol: r.Body.Protocol, session: r.Body.Session,
	})
	if err != nil {
		return nil, err
	}
	answer := api.RedisPipeline200JSONResponse{Replies: make([]api.RedisReply, len(replies))}
	for i, v := range replies {
		answer.Replies[i] = api.NewRedisReply(v)
	}
	return answer, nil
}

// replyError makes an error of an error reply, nil of any other.
func replyError(v wire.Value) error {
	if v.Kind != wire.ErrorKind && v.Kind != wire.BulkError {
		return nil
	}
	text := string(v.Text)
	return code.New(command.CodeOf(text), text)
}

func redisStats(s redis.Stats) api.RedisStats {
	return api.RedisStats{
		Engine: api.Redis, Keys: int64(s.Keys), Expires: int64(s.Expires),
		Commands: int64(s.Commands), Hits: int64(s.Hits), Misses: int64(s.Misses),
		ExpiredKeys: int64(s.ExpiredKeys), Changes: int64(s.Changes),
	}
}
