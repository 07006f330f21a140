package rest

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/twelvefold/twelvefold/server/rest/api"
)

// keyBytes gives the key that a path segment spells. A lone "=" is the empty
// key in base64: an empty segment would be another path.
func keyBytes(segment string, encoding *api.KeyEncoding) ([]byte, error) {
	if encoding == nil || *encoding == api.KeyPercent {
		return []byte(segment), nil
	}
	if *encoding != api.KeyBase64 {
		return nil, errBadRequest.With(fmt.Errorf("encoding is percent or base64, not %q", *encoding))
	}
	key, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(segment, "="))
	if err != nil {
		return nil, errBadRequest.With(err)
	}
	return key, nil
}

// Bounds of a page of keys, as in the schema.
const (
	defaultLimit = 1000
	maxLimit     = 10000
)

// pageLimit reads the limit parameter.
func pageLimit(limit *int) (int, error) {
	if limit == nil {
		return defaultLimit, nil
	}
	if *limit < 1 || *limit > maxLimit {
		return 0, errBadRequest.With(fmt.Errorf("limit lies between 1 and %d", maxLimit))
	}
	return *limit, nil
}

// valueOr gives an optional parameter's value.
func valueOr[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}
