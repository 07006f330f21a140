package rest

import (
	"bytes"
	"context"
	"encoding/base64"
	"sort"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// store gives the Bitcask engine, and the key that a request is about.
func (o *operations) store(segment string, encoding *api.KeyEncoding) (*bitcask.DB, []byte, error) {
	if o.box.Bitcask == nil {
		return nil, nil, errNotOpen
	}
	key, err := keyBytes(segment, encoding)
	return o.box.Bitcask, key, err
}

// GetBitcaskKey reads a value.
func (o *operations) GetBitcaskKey(_ context.Context, r api.GetBitcaskKeyRequestObject) (api.GetBitcaskKeyResponseObject, error) {
	db, key, err := o.store(r.Key, r.Params.Encoding)
	if err != nil {
		return nil, err
	}
	value, err := db.Get(key)
	if err != nil {
		return nil, err
	}
	return api.GetBitcaskKey200ApplicationOctetStreamResponse{Body: bytes.NewReader(value), ContentLength: int64(len(value))}, nil
}

// HasBitcaskKey tells by the status whether a key is there.
func (o *operations) HasBitcaskKey(_ context.Context, r api.HasBitcaskKeyRequestObject) (api.HasBitcaskKeyResponseObject, error) {
	db, key, err := o.store(r.Key, r.Params.Encoding)
	if err != nil {
		return nil, err
	}
	has, err := db.Has(key)
	if err == nil && !has {
		err = bitcask.ErrKeyNotFound
	}
	return api.HasBitcaskKey200Response{}, err
}

// PutBitcaskKey writes a value.
func (o *operations) PutBitcaskKey(_ context.Context, r api.PutBitcaskKeyRequestObject) (api.PutBitcaskKeyResponseObject, error) {
	db, key, err := o.store(r.Key, r.Params.Encoding)
	if err != nil {
		return nil, err
	}
	value, err := body(r.Body)
	if err != nil {
		return nil, err
	}
	return api.PutBitcaskKey204Response{}, db.Put(key, value)
}

// DeleteBitcaskKey deletes a key; the engine does not tell whether it was
// there.
func (o *operations) DeleteBitcaskKey(_ context.Context, r api.DeleteBitcaskKeyRequestObject) (api.DeleteBitcaskKeyResponseObject, error) {
	db, key, err := o.store(r.Key, r.Params.Encoding)
	if err != nil {
		return nil, err
	}
	return api.DeleteBitcaskKey204Response{}, db.Delete(key)
}

// ListBitcaskKeys gives one page. Its cursor is the last key of the page
// before, so that it survives writes and restarts.
func (o *operations) ListBitcaskKeys(_ context.Context, r api.ListBitcaskKeysRequestObject) (api.ListBitcaskKeysResponseObject, error) {
	if o.box.Bitcask == nil {
		return nil, errNotOpen
	}
	limit, err := pageLimit(r.Params.Limit)
	if err != nil {
		return nil, err
	}
	after, err := base64.RawURLEncoding.DecodeString(valueOr(r.Params.Cursor, ""))
	if err != nil {
		return nil, errBadRequest.With(err)
	}
	keys, err := o.box.Bitcask.Keys([]byte(valueOr(r.Params.Prefix, "")))
	if err != nil {
		return nil, err
	}
	if r.Params.Cursor != nil {
		keys = keys[sort.Search(len(keys), func(i int) bool { return bytes.Compare(keys[i], after) > 0 }):]
	}
	list := api.KeyList{Keys: []api.Bytes{}}
	for _, key := range keys[:min(limit, len(keys))] {
		list.Keys = append(list.Keys, key)
	}
	if len(keys) > limit {
		next := base64.RawURLEncoding.EncodeToString(keys[limit-1])
		list.Next = &next
	}
	return api.ListBitcaskKeys200JSONResponse(list), nil
}

// SyncBitcask makes every write so far durable.
func (o *operations) SyncBitcask(context.Context, api.SyncBitcaskRequestObject) (api.SyncBitcaskResponseObject, error) {
	if o.box.Bitcask == nil {
		return nil, errNotOpen
	}
	return api.SyncBitcask204Response{}, o.box.Bitcask.Sync()
}

// MergeBitcask rewrites the files without what is dead.
func (o *operations) MergeBitcask(context.Context, api.MergeBitcaskRequestObject) (api.MergeBitcaskResponseObject, error) {
	if o.box.Bitcask == nil {
		return nil, errNotOpen
	}
	return api.MergeBitcask204Response{}, o.box.Bitcask.Merge()
}

func bitcaskStats(s bitcask.Stats) api.BitcaskStats {
	return api.BitcaskStats{
		Engine: api.Bitcask, Keys: int64(s.Keys), Files: int64(s.Files),
		DataBytes: s.DataBytes, LiveBytes: s.LiveBytes,
		Puts: s.Puts, Deletes: s.Deletes, Syncs: s.Syncs, Merges: s.Merges,
	}
}
