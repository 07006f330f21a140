package rest_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server/rest"
)

// keyCases are keys that a URL can mangle.
var keyCases = []string{
	"plain", "a/b", "a//b/", "/", "with space", "a+b", "a%2Fb", "?x=1&y", "#", "ключ", "\x00\xff\xfe", "..", ".", "~", ";,=",
}

func TestKeysSurviveThePath(t *testing.T) {
	s := open(t, rest.Options{})
	for _, engine := range []string{"lru", "bitcask"} {
		for _, key := range keyCases {
			for _, path := range []string{
				"/v1/" + engine + "/keys/" + percent(key),
				"/v1/" + engine + "/keys/" + base64.URLEncoding.EncodeToString([]byte(key)) + "?encoding=base64",
			} {
				value := engine + "\x00" + path
				require.Equal(t, http.StatusNoContent, s.do(http.MethodPut, path, value).status, path)
				require.Equal(t, http.StatusOK, s.do(http.MethodHead, path, "").status, path)
				got := s.do(http.MethodGet, path, "")
				require.Equal(t, value, got.body, path)
				require.Equal(t, "application/octet-stream", got.header.Get("Content-Type"))
				inside, err := s.read(engine, key)
				require.NoError(t, err, path)
				require.Equal(t, value, string(inside), "the engine has it under the key's own bytes")
			}
		}
	}
}

func (s *site) read(engine, key string) ([]byte, error) {
	if engine == "lru" {
		return s.box.LRU.Get([]byte(key))
	}
	return s.box.Bitcask.Get([]byte(key))
}

// percent encodes every byte, dots too: clients resolve "." and "..".
func percent(key string) string {
	const digits = "0123456789ABCDEF"
	var out []byte
	for _, c := range []byte(key) {
		out = append(out, '%', digits[c>>4], digits[c&15])
	}
	return string(out)
}

func TestTheEmptyKey(t *testing.T) {
	s := open(t, rest.Options{})
	require.Equal(t, http.StatusNoContent, s.do(http.MethodPut, "/v1/lru/keys/=?encoding=base64", "v").status)
	value, err := s.box.LRU.Get(nil)
	require.NoError(t, err)
	require.Equal(t, "v", string(value))
	requireProblem(t, s.do(http.MethodPut, "/v1/bitcask/keys/=?encoding=base64", "v"), 400, "invalid_argument")
}

func TestEmptyValues(t *testing.T) {
	s := open(t, rest.Options{})
	for _, engine := range []string{"lru", "bitcask"} {
		path := "/v1/" + engine + "/keys/k"
		require.Equal(t, http.StatusNoContent, s.do(http.MethodPut, path, "").status)
		got := s.do(http.MethodGet, path, "")
		require.Equal(t, http.StatusOK, got.status)
		require.Empty(t, got.body)
	}
}

func TestDelete(t *testing.T) {
	s := open(t, rest.Options{})
	require.Equal(t, http.StatusNoContent, s.do(http.MethodPut, "/v1/lru/keys/k", "v").status)
	require.JSONEq(t, `{"deleted":true}`, s.do(http.MethodDelete, "/v1/lru/keys/k", "").body)
	require.JSONEq(t, `{"deleted":false}`, s.do(http.MethodDelete, "/v1/lru/keys/k", "").body)
	require.Equal(t, http.StatusNotFound, s.do(http.MethodHead, "/v1/lru/keys/k", "").status)
	require.Equal(t, http.StatusNoContent, s.do(http.MethodDelete, "/v1/bitcask/keys/k", "").status)
}

func TestPagesOfBitcask(t *testing.T) {
	s := open(t, rest.Options{})
	want := []string{"a/1", "a/2", "a/3", "a/4", "a/5"}
	for _, key := range append([]string{"b"}, want...) {
		require.NoError(t, s.box.Bitcask.Put([]byte(key), []byte("v")))
	}
	var got []string
	cursor := ""
	for pages := 1; ; pages++ {
		require.LessOrEqual(t, pages, 3)
		a := s.do(http.MethodGet, "/v1/bitcask/keys?limit=2&prefix=a%2F"+cursor, "")
		var page struct {
			Keys []string
			Next string
		}
		require.NoError(t, json.Unmarshal([]byte(a.body), &page), a.body)
		got = append(got, page.Keys...)
		if page.Next == "" {
			break
		}
		cursor = "&cursor=" + url.QueryEscape(page.Next)
	}
	require.Equal(t, want, got)
}

func TestKeysOfLRUAreInOrderOfUse(t *testing.T) {
	s := open(t, rest.Options{})
	for _, key := range []string{"a", "b", "\xff"} {
		require.NoError(t, s.box.LRU.Put([]byte(key), nil))
	}
	require.Equal(t, http.StatusOK, s.do(http.MethodGet, "/v1/lru/keys/b?peek=true", "").status)
	require.Equal(t, http.StatusOK, s.do(http.MethodGet, "/v1/lru/keys/a", "").status)
	require.JSONEq(t, `{"keys":["a",{"base64":"/w=="},"b"]}`, s.do(http.MethodGet, "/v1/lru/keys", "").body)
	require.JSONEq(t, `{"evicted":2}`, s.do(http.MethodPost, "/v1/lru/resize", `{"max_entries":1}`).body)
}

func TestTimeToLive(t *testing.T) {
	s := open(t, rest.Options{})
	require.Equal(t, http.StatusNoContent, s.do(http.MethodPut, "/v1/lru/keys/k?ttl_ms=1000", "v").status)
	require.Equal(t, http.StatusNoContent, s.do(http.MethodPut, "/v1/redis/keys/k", `{"value":"v","ttl_ms":1000}`).status)
	require.JSONEq(t, `{"key":"k","type":"string","ttl_ms":1000,"value":{"type":"bulk","value":"v"}}`,
		s.do(http.MethodGet, "/v1/redis/keys/k", "").body)
	s.clock.Advance(1001 * 1e6)
	require.Equal(t, http.StatusNotFound, s.do(http.MethodGet, "/v1/lru/keys/k", "").status)
	require.Equal(t, http.StatusNotFound, s.do(http.MethodGet, "/v1/redis/keys/k", "").status)
}

func TestSyncAndMerge(t *testing.T) {
	s := open(t, rest.Options{})
	require.Equal(t, http.StatusNoContent, s.do(http.MethodPut, "/v1/bitcask/keys/k", "v").status)
	require.Equal(t, http.StatusNoContent, s.do(http.MethodPost, "/v1/bitcask/sync", "").status)
	require.Equal(t, http.StatusNoContent, s.do(http.MethodPost, "/v1/bitcask/merge", "").status)
	require.Equal(t, "v", s.do(http.MethodGet, "/v1/bitcask/keys/k", "").body)
}
