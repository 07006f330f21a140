package rest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/server/rest"
)

func TestBadRequests(t *testing.T) {
	s := open(t, rest.Options{MaxBody: 64})
	for _, tc := range []struct {
		name, method, path, body string
		status                   int
		code                     string
	}{
		{"unknown path", "GET", "/v2/engines", "", 404, "not_found"},
		{"unknown engine", "GET", "/v1/engines/mongo/stats", "", 404, "not_found"},
		{"wrong method", "DELETE", "/v1/engines", "", 405, "unsupported"},
		{"not JSON", "POST", "/v1/redis/command", "{", 400, "invalid_argument"},
		{"JSON of another kind", "POST", "/v1/redis/command", `{"args": "GET"}`, 400, "invalid_argument"},
		{"bytes in no known form", "POST", "/v1/redis/command", `{"args": [{"hex": "00"}]}`, 400, "invalid_argument"},
		{"no command", "POST", "/v1/redis/command", `{}`, 400, "invalid_argument"},
		{"no commands", "POST", "/v1/redis/pipeline", `{"commands": []}`, 400, "invalid_argument"},
		{"a member that there is not", "POST", "/v1/quant/sum", `{"x": [], "y": []}`, 400, "invalid_argument"},
		{"such a member deep inside", "POST", "/v1/quant/ols", `{"y": [1], "x": {"rows": 1, "cols": 1, "data": [1], "z": 1}}`, 400, "invalid_argument"},
		{"a missing member", "POST", "/v1/quant/sum", `{}`, 400, "invalid_argument"},
		{"a missing member deep inside", "POST", "/v1/quant/ols", `{"y": [1], "x": {"rows": 1, "cols": 1}}`, 400, "invalid_argument"},
		{"a missing value", "PUT", "/v1/redis/keys/k", `{}`, 400, "invalid_argument"},
		{"null for all", "POST", "/v1/quant/sum", `null`, 400, "invalid_argument"},
		{"two documents", "POST", "/v1/quant/sum", `{"x": []} {}`, 400, "invalid_argument"},
		{"unknown type", "GET", "/v1/redis/keys?type=tree", "", 400, "invalid_argument"},
		{"wrong arity", "POST", "/v1/redis/command", `{"args": ["GET"]}`, 400, "wrong_arity"},
		{"unknown command", "POST", "/v1/redis/command", `{"args": ["FOO"]}`, 400, "unknown_command"},
		{"no such database", "POST", "/v1/redis/command", `{"args": ["PING"], "db": 99}`, 400, "out_of_range"},
		{"no such session", "POST", "/v1/redis/command", `{"args": ["PING"], "session": "x"}`, 404, "not_found"},
		{"no such key", "GET", "/v1/lru/keys/none", "", 404, "not_found"},
		{"limit too low", "GET", "/v1/lru/keys?limit=0", "", 400, "invalid_argument"},
		{"limit no number", "GET", "/v1/lru/keys?limit=x", "", 400, "invalid_argument"},
		{"unknown encoding", "GET", "/v1/lru/keys/k?encoding=hex", "", 400, "invalid_argument"},
		{"bad base64", "GET", "/v1/lru/keys/!!?encoding=base64", "", 400, "invalid_argument"},
		{"bad cursor", "GET", "/v1/bitcask/keys?cursor=!!", "", 400, "invalid_argument"},
		{"engine's check", "PUT", "/v1/lru/keys/k?ttl_ms=-1", "v", 400, "invalid_argument"},
		{"kernel's check", "POST", "/v1/quant/rolling_mean", `{"x": [1], "window": 0}`, 400, "invalid_argument"},
		{"null among numbers", "POST", "/v1/quant/sum", `{"x": [1, null]}`, 400, "invalid_argument"},
		{"body too large", "PUT", "/v1/lru/keys/k", strings.Repeat("x", 65), 413, "too_large"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			requireProblem(t, s.do(tc.method, tc.path, tc.body), tc.status, tc.code)
		})
	}
}

func TestBodyOfUnknownLengthIsLimited(t *testing.T) {
	s := open(t, rest.Options{MaxBody: 64})
	for _, path := range []string{"/v1/lru/keys/k", "/v1/redis/keys/k"} {
		// A reader that hides its length is sent in chunks.
		r, err := http.NewRequest(http.MethodPut, s.url+path, struct{ *strings.Reader }{strings.NewReader(`"` + strings.Repeat("x", 99))})
		require.NoError(t, err)
		response, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		require.Equal(t, http.StatusRequestEntityTooLarge, response.StatusCode)
		require.NoError(t, response.Body.Close())
	}
}

func TestMethodNotAllowedNamesTheMethods(t *testing.T) {
	s := open(t, rest.Options{})
	a := s.do(http.MethodPatch, "/v1/lru/keys/k", "")
	requireProblem(t, a, http.StatusMethodNotAllowed, "unsupported")
	require.Equal(t, "GET, HEAD, PUT, DELETE", a.header.Get("Allow"))
}

func TestPanicIsAnAnswer(t *testing.T) {
	box, err := twelvefold.Open(twelvefold.Options{Engines: []string{"quant"}})
	require.NoError(t, err)
	handler := rest.New(box, rest.Options{Listeners: func() []rest.Listener { panic("a defect") }})
	defer handler.Close()
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/v1/engines", nil))
	requireProblem(t, answer{w.Code, w.Header(), w.Body.String()}, http.StatusInternalServerError, "internal")
}

func TestOrigins(t *testing.T) {
	s := open(t, rest.Options{})
	for origin, allowed := range map[string]bool{
		"http://localhost:5173":       true,
		"http://127.0.0.1:8000":       true,
		"http://[::1]:8000":           true,
		s.url:                         true,
		"https://example.com":         false,
		"http://localhost.example.co": false,
		"http://127.0.0.1.example.co": false,
		"null":                        false,
	} {
		a := s.do(http.MethodGet, "/v1/engines", "", "Origin", origin)
		if allowed {
			require.Equal(t, http.StatusOK, a.status, origin)
			require.Equal(t, origin, a.header.Get("Access-Control-Allow-Origin"))
			continue
		}
		requireProblem(t, a, http.StatusForbidden, "not_allowed")
		require.Empty(t, a.header.Get("Access-Control-Allow-Origin"), origin)
	}
}

func TestPreflight(t *testing.T) {
	s := open(t, rest.Options{})
	a := s.do(http.MethodOptions, "/v1/lru/keys/k", "", "Origin", "http://localhost:5173", "Access-Control-Request-Method", "PUT")
	require.Equal(t, http.StatusNoContent, a.status)
	require.Contains(t, a.header.Get("Access-Control-Allow-Methods"), "PUT")

	a = s.do(http.MethodOptions, "/v1/lru/keys/k", "", "Origin", "http://localhost:5173")
	requireProblem(t, a, http.StatusMethodNotAllowed, "unsupported") // no preflight: it asks for no method
	a = s.do(http.MethodGet, "/v1/engines", "", "Origin", "http://localhost:5173", "Access-Control-Request-Method", "PUT")
	require.Equal(t, http.StatusOK, a.status)
}

// A form needs no preflight: its media types must not reach an operation.
func TestFormsAreRefused(t *testing.T) {
	s := open(t, rest.Options{})
	for _, media := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
		a := s.do(http.MethodPost, "/v1/redis/command", `{"args":["FLUSHALL"]}`, "Content-Type", media)
		requireProblem(t, a, http.StatusBadRequest, "invalid_argument")
	}
}
