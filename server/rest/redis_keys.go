package rest

import (
	"context"
	"fmt"
	"strconv"

	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/wire"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// readers is the command that reads a whole value of each type.
var readers = map[string]func(key api.Bytes) api.RedisArgs{
	"string": func(key api.Bytes) api.RedisArgs { return args("GET", key) },
	"list":   func(key api.Bytes) api.RedisArgs { return args("LRANGE", key, "0", "-1") },
	"set":    func(key api.Bytes) api.RedisArgs { return args("SMEMBERS", key) },
	"hash":   func(key api.Bytes) api.RedisArgs { return args("HGETALL", key) },
}

func args(name string, key api.Bytes, more ...string) api.RedisArgs {
	all := api.RedisArgs{api.Bytes(name), key}
	for _, a := range more {
		all = append(all, api.Bytes(a))
	}
	return all
}

// typed runs commands in the protocol version that tells maps and sets from
// lists, and makes an error of the first error reply.
func (o *operations) typed(db *int, commands ...api.RedisArgs) ([]wire.Value, error) {
	protocol := api.RESP3
	replies, err := o.run(batch{commands: commands, db: db, protocol: &protocol})
	if err != nil {
		return nil, err
	}
	for _, v := range replies {
		if err := replyError(v); err != nil {
			return nil, err
		}
	}
	return replies, nil
}

// GetRedisKey reads a key of any type. The value and its time to live are of
// one instant; if the key changes its type after that was asked for, the
// answer is the command's wrong_type.
func (o *operations) GetRedisKey(_ context.Context, r api.GetRedisKeyRequestObject) (api.GetRedisKeyResponseObject, error) {
	key, err := keyBytes(r.Key, r.Params.Encoding)
	if err != nil {
		return nil, err
	}
	replies, err := o.typed(r.Params.DB, args("TYPE", key))
	if err != nil {
		return nil, err
	}
	kind := string(replies[0].Text)
	read, ok := readers[kind]
	if !ok { // "none"
		return nil, redis.ErrNoSuchKey
	}
	replies, err = o.typed(r.Params.DB, read(key), args("PTTL", key))
	if err != nil {
		return nil, err
	}
	value, ttl := replies[0], replies[1].Int
	if ttl == pttlNoKey {
		return nil, redis.ErrNoSuchKey
	}
	entry := api.RedisEntry{Key: key, Type: api.RedisType(kind), Value: api.NewRedisReply(value)}
	if ttl != pttlStays {
		entry.TTLMs = &ttl
	}
	return api.GetRedisKey200JSONResponse(entry), nil
}

// What PTTL answers beside milliseconds.
const (
	pttlStays = -1
	pttlNoKey = -2
)

// PutRedisKey sets a key to a string.
func (o *operations) PutRedisKey(_ context.Context, r api.PutRedisKeyRequestObject) (api.PutRedisKeyResponseObject, error) {
	key, err := keyBytes(r.Key, r.Params.Encoding)
	if err != nil {
		return nil, err
	}
	set := args("SET", key, string(r.Body.Value))
	if ttl := r.Body.TTLMs; ttl != nil {
		set = append(set, api.Bytes("PX"), api.Bytes(strconv.FormatInt(*ttl, 10)))
	}
	_, err = o.typed(r.Params.DB, set)
	return api.PutRedisKey204Response{}, err
}

// DeleteRedisKey deletes a key.
func (o *operations) DeleteRedisKey(_ context.Context, r api.DeleteRedisKeyRequestObject) (api.DeleteRedisKeyResponseObject, error) {
	key, err := keyBytes(r.Key, r.Params.Encoding)
	if err != nil {
		return nil, err
	}
	replies, err := o.typed(r.Params.DB, args("DEL", key))
	if err != nil {
		return nil, err
	}
	return api.DeleteRedisKey200JSONResponse{DeletedJSONResponse: api.DeletedJSONResponse{Deleted: replies[0].Int > 0}}, nil
}

// ListRedisKeys is one call of SCAN.
func (o *operations) ListRedisKeys(_ context.Context, r api.ListRedisKeysRequestObject) (api.ListRedisKeysResponseObject, error) {
	limit, err := pageLimit(r.Params.Limit)
	if err != nil {
		return nil, err
	}
	scan := args("SCAN", api.Bytes(valueOr(r.Params.Cursor, "0")), "COUNT", strconv.Itoa(limit))
	if r.Params.Match != nil {
		scan = append(scan, api.Bytes("MATCH"), api.Bytes(*r.Params.Match))
	}
	if r.Params.Type != nil {
		if !r.Params.Type.Valid() {
			return nil, errBadRequest.With(fmt.Errorf("there is no type %q", *r.Params.Type))
		}
		scan = append(scan, api.Bytes("TYPE"), api.Bytes(*r.Params.Type))
	}
	replies, err := o.typed(r.Params.DB, scan)
	if err != nil {
		return nil, err
	}
	page := replies[0].Items // the next cursor, and the keys
	if len(page) != 2 {
		return nil, errUnfinished
	}
	list := api.KeyList{Keys: make([]api.Bytes, 0, len(page[1].Items))}
	for _, v := range page[1].Items {
		list.Keys = append(list.Keys, api.Bytes(v.Text))
	}
	if next := string(page[0].Text); next != "0" {
		list.Next = &next
	}
	return api.ListRedisKeys200JSONResponse(list), nil
}
