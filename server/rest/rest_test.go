package rest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/server/rest"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// site is a running API over a box in memory whose clock stands still.
type site struct {
	t     *testing.T
	url   string
	box   *twelvefold.Box
	clock *clock.Manual
}

func open(t *testing.T, o rest.Options, engines ...string) *site {
	t.Helper()
	manual := clock.NewManual(time.Unix(1_700_000_000, 0))
	box, err := twelvefold.Open(twelvefold.Options{Clock: manual, Seed: 1, Engines: engines})
	require.NoError(t, err)
	handler := rest.New(box, o)
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.Close()
		require.NoError(t, handler.Close())
		require.NoError(t, box.Close())
	})
	return &site{t, server.URL, box, manual}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

func (s *site) do(method, path, body string, header ...string) answer {
	s.t.Helper()
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	require.NoError(s.t, err)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(s.t, err)
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	require.NoError(s.t, err)
	return answer{response.StatusCode, response.Header, string(got)}
}

// redis runs one command and gives the answer's JSON.
func (s *site) redis(args ...string) answer {
	s.t.Helper()
	body, err := json.Marshal(map[string]any{"args": args})
	require.NoError(s.t, err)
	return s.do(http.MethodPost, "/v1/redis/command", string(body))
}

// requireProblem checks an answer against RFC 9457 and our code.
func requireProblem(t *testing.T, a answer, status int, code string) {
	t.Helper()
	require.Equal(t, status, a.status, a.body)
	require.Equal(t, "application/problem+json", a.header.Get("Content-Type"))
	var p struct {
		Type, Title, Code, Detail string
		Status                    int
	}
	require.NoError(t, json.Unmarshal([]byte(a.body), &p), a.body)
	require.Equal(t, code, p.Code, a.body)
	require.Equal(t, status, p.Status)
	require.NotEmpty(t, p.Title)
	require.NotEmpty(t, p.Detail)
}

func TestEnginesAreListed(t *testing.T) {
	s := open(t, rest.Options{Listeners: func() []rest.Listener {
		return []rest.Listener{{Engine: "redis", Protocol: "redis", Addr: "127.0.0.1:1", URL: "redis://127.0.0.1:1"}}
	}})
	a := s.do(http.MethodGet, "/v1/engines", "")
	require.Equal(t, http.StatusOK, a.status, a.body)
	var list struct {
		Version    string
		SchemaHash string `json:"schema_hash"`
		Engines    []struct {
			Name         string
			Capabilities []string
			Listeners    []struct{ URL string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(a.body), &list))
	require.Equal(t, twelvefold.Version, list.Version)
	require.Len(t, list.SchemaHash, 64)
	require.Len(t, list.Engines, len(twelvefold.EngineNames()))
	require.Equal(t, "redis", list.Engines[0].Name)
	require.Equal(t, "redis://127.0.0.1:1", list.Engines[0].Listeners[0].URL)
}

func TestStatsSayTheirEngine(t *testing.T) {
	s := open(t, rest.Options{})
	require.Equal(t, http.StatusOK, s.redis("SET", "k", "v").status)
	for engine, part := range map[string]string{
		"redis":   `"keys":1`,
		"lru":     `"entries":0`,
		"bitcask": `"puts":0`,
		"lox":     `"runs":0`,
		"quant":   `"engine":"quant"`,
	} {
		a := s.do(http.MethodGet, "/v1/engines/"+engine+"/stats", "")
		require.Equal(t, http.StatusOK, a.status, a.body)
		require.Contains(t, a.body, `"engine":"`+engine+`"`)
		require.Contains(t, a.body, part)
	}
}

func TestResetEmptiesOneEngine(t *testing.T) {
	s := open(t, rest.Options{})
	require.Equal(t, http.StatusOK, s.redis("SET", "k", "v").status)
	require.Equal(t, http.StatusNoContent, s.do(http.MethodPut, "/v1/lru/keys/k", "v").status)
	require.Equal(t, http.StatusNoContent, s.do(http.MethodPost, "/v1/engines/redis/reset", "").status)
	require.JSONEq(t, `{"type":"nil"}`, s.redis("GET", "k").body)
	require.Equal(t, "v", s.do(http.MethodGet, "/v1/lru/keys/k", "").body)
}

func TestEnginesThatAreNotOpen(t *testing.T) {
	s := open(t, rest.Options{}, "quant")
	for _, path := range []string{
		"/v1/engines/redis/stats", "/v1/redis/keys", "/v1/redis/keys/k", "/v1/lru/keys", "/v1/lru/keys/k",
		"/v1/bitcask/keys", "/v1/bitcask/keys/k", "/v1/engines/lox/stats",
	} {
		requireProblem(t, s.do(http.MethodGet, path, ""), http.StatusNotFound, "not_found")
	}
	requireProblem(t, s.redis("PING"), http.StatusNotFound, "not_found")
	requireProblem(t, s.do(http.MethodPost, "/v1/redis/sessions", ""), http.StatusNotFound, "not_found")
}

func TestHealthAndReadiness(t *testing.T) {
	ready := false
	s := open(t, rest.Options{Ready: func() bool { return ready }})
	require.JSONEq(t, `{"status":"ok"}`, s.do(http.MethodGet, "/healthz", "").body)
	require.Equal(t, http.StatusServiceUnavailable, s.do(http.MethodGet, "/readyz", "").status)
	ready = true
	require.Equal(t, http.StatusOK, s.do(http.MethodGet, "/readyz", "").status)
}

func TestMetricsCountRequestsAndEngines(t *testing.T) {
	s := open(t, rest.Options{})
	require.Equal(t, http.StatusOK, s.redis("SET", "k", "v").status)
	s.session()
	a := s.do(http.MethodGet, "/metrics", "")
	require.Contains(t, a.body, "twelvefold_redis_rest_sessions 1\n")
	require.Contains(t, a.body, "twelvefold_event_streams 0\n")
	require.Equal(t, http.StatusOK, a.status)
	require.Contains(t, a.body, "twelvefold_redis_keys 1\n")
	require.Contains(t, a.body, `twelvefold_http_requests_total{method="POST",route="/v1/redis/command",status="200"} 1`)
}

func TestSchemaIsServed(t *testing.T) {
	s := open(t, rest.Options{})
	a := s.do(http.MethodGet, "/openapi.json", "")
	require.Equal(t, "application/json", a.header.Get("Content-Type"))
	require.True(t, json.Valid([]byte(a.body)))
	require.True(t, bytes.Contains([]byte(a.body), []byte(`"/v1/redis/command"`)))
}

// The box and the schema say the same about what an engine can do.
func TestCapabilitiesAreOfTheSchema(t *testing.T) {
	s := open(t, rest.Options{})
	for _, info := range s.box.Engines() {
		require.True(t, api.EngineName(info.Name).Valid(), info.Name)
		for _, c := range info.Capabilities {
			require.True(t, api.Capability(c).Valid(), "%s: %s", info.Name, c)
		}
	}
}

func TestHeadIsGetWithoutTheBody(t *testing.T) {
	s := open(t, rest.Options{})
	for _, path := range []string{"/v1/engines", "/healthz", "/openapi.json"} {
		a := s.do(http.MethodHead, path, "")
		require.Equal(t, http.StatusOK, a.status, path)
		require.Empty(t, a.body)
	}
	require.Equal(t, http.StatusNotFound, s.do(http.MethodHead, "/v1/none", "").status)
}
