package rest

import (
	"bytes"
	"context"
	"io"
	"strings"
	"time"

	"github.com/twelvefold/twelvefold/core/lru"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// cache gives the LRU engine, and the key that a request is about.
func (o *operations) cache(segment string, encoding *api.KeyEncoding) (*lru.DB, []byte, error) {
	if o.box.LRU == nil {
		return nil, nil, errNotOpen
	}
	key, err := keyBytes(segment, encoding)
	return o.box.LRU, key, err
}

// GetLRUKey reads a value.
func (o *operations) GetLRUKey(_ context.Context, r api.GetLRUKeyRequestObject) (api.GetLRUKeyResponseObject, error) {
	db, key, err := o.cache(r.Key, r.Params.Encoding)
	if err != nil {
		return nil, err
	}
	read := db.GetShared // no copy: the value never changes
	if valueOr(r.Params.Peek, false) {
		read = db.Peek
	}
	value, err := read(key)
	if err != nil {
		return nil, err
	}
	return api.GetLRUKey200ApplicationOctetStreamResponse{Body: bytes.NewReader(value), ContentLength: int64(len(value))}, nil
}

// HasLRUKey tells by the status whether a key is there.
func (o *operations) HasLRUKey(_ context.Context, r api.HasLRUKeyRequestObject) (api.HasLRUKeyResponseObject, error) {
	db, key, err := o.cache(r.Key, r.Params.Encoding)
	if err != nil {
		return nil, err
	}
	has, err := db.Has(key)
	if err == nil && !has {
		err = lru.ErrKeyNotFound
	}
	return api.HasLRUKey200Response{}, err
}

// PutLRUKey writes a value.
func (o *operations) PutLRUKey(_ context.Context, r api.PutLRUKeyRequestObject) (api.PutLRUKeyResponseObject, error) {
	db, key, err := o.cache(r.Key, r.Params.Encoding)
	if err != nil {
		return nil, err
	}
	value, err := body(r.Body)
	if err != nil {
		return nil, err
	}
	if ttl := r.Params.TTLMs; ttl != nil {
		err = db.PutTTL(key, value, time.Duration(*ttl)*time.Millisecond)
	} else {
		err = db.Put(key, value)
	}
	return api.PutLRUKey204Response{}, err
}

// DeleteLRUKey removes an entry.
func (o *operations) DeleteLRUKey(_ context.Context, r api.DeleteLRUKeyRequestObject) (api.DeleteLRUKeyResponseObject, error) {
	db, key, err := o.cache(r.Key, r.Params.Encoding)
	if err != nil {
		return nil, err
	}
	was, err := db.Delete(key)
	return api.DeleteLRUKey200JSONResponse{DeletedJSONResponse: api.DeletedJSONResponse{Deleted: was}}, err
}

// ListLRUKeys lists the most recent keys. There is no cursor: the order
// changes with every call of Get.
func (o *operations) ListLRUKeys(_ context.Context, r api.ListLRUKeysRequestObject) (api.ListLRUKeysResponseObject, error) {
	if o.box.LRU == nil {
		return nil, errNotOpen
	}
	limit, err := pageLimit(r.Params.Limit)
	if err != nil {
		return nil, err
	}
	all, err := o.box.LRU.Keys()
	if err != nil {
		return nil, err
	}
	list := api.KeyList{Keys: []api.Bytes{}}
	for _, key := range all {
		if len(list.Keys) == limit {
			break
		}
		if strings.HasPrefix(key, valueOr(r.Params.Prefix, "")) {
			list.Keys = append(list.Keys, api.Bytes(key))
		}
	}
	return api.ListLRUKeys200JSONResponse(list), nil
}

// ResizeLRU sets new limits.
func (o *operations) ResizeLRU(_ context.Context, r api.ResizeLRURequestObject) (api.ResizeLRUResponseObject, error) {
	if o.box.LRU == nil {
		return nil, errNotOpen
	}
	evicted, err := o.box.LRU.Resize(int(valueOr(r.Body.MaxEntries, 0)), valueOr(r.Body.MaxBytes, 0))
	return api.ResizeLRU200JSONResponse{Evicted: int64(evicted)}, err
}

func lruStats(s lru.Stats) api.LRUStats {
	return api.LRUStats{
		Engine: api.LRU, Hits: int64(s.Hits), Misses: int64(s.Misses),
		Evictions: int64(s.Evictions), Expirations: int64(s.Expirations),
		Entries: int64(s.Entries), Bytes: s.Bytes,
		MaxEntries: int64(s.MaxEntries), MaxBytes: s.MaxBytes,
	}
}

// body reads a value. The size limit of the middleware shows as an error of
// the reader.
func body(r io.Reader) ([]byte, error) {
	value, err := io.ReadAll(r)
	if err != nil {
		return nil, bodyError(err)
	}
	return value, nil
}
