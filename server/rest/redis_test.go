package rest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server/rest"
)

func TestRepliesByKind(t *testing.T) {
	s := open(t, rest.Options{})
	for _, tc := range []struct{ request, reply string }{
		{`{"args":["PING"]}`, `{"type":"status","value":"PONG"}`},
		{`{"args":["SET","k",{"base64":"AP8="}]}`, `{"type":"status","value":"OK"}`},
		{`{"args":["GET","k"]}`, `{"type":"bulk","value":{"base64":"AP8="}}`},
		{`{"args":["GET","none"]}`, `{"type":"nil"}`},
		{`{"args":["STRLEN","k"]}`, `{"type":"integer","value":2}`},
		{`{"args":["MGET","none","k"]}`, `{"type":"array","value":[{"type":"nil"},{"type":"bulk","value":{"base64":"AP8="}}]}`},
		{`{"args":["GET","k"],"db":1}`, `{"type":"nil"}`},
		{`{"args":["SET","n","9007199254740993"]}`, `{"type":"status","value":"OK"}`},
		{`{"args":["INCR","n"]}`, `{"type":"integer","value":9007199254740994,"text":"9007199254740994"}`},
	} {
		a := s.do(http.MethodPost, "/v1/redis/command", tc.request)
		require.Equal(t, http.StatusOK, a.status, a.body)
		require.JSONEq(t, tc.reply, a.body, tc.request)
	}
}

func TestErrorReplyKeepsItsText(t *testing.T) {
	s := open(t, rest.Options{})
	require.Equal(t, http.StatusOK, s.redis("SET", "k", "v").status)
	a := s.redis("INCR", "k")
	requireProblem(t, a, http.StatusBadRequest, "invalid_argument")
	require.Contains(t, a.body, `"detail":"ERR value is not an integer or out of range"`)
}

func TestPipelineGoesOnAfterAnError(t *testing.T) {
	s := open(t, rest.Options{})
	a := s.do(http.MethodPost, "/v1/redis/pipeline", `{"commands":[["SET","k","v"],["INCR","k"],["GET","k"]]}`)
	require.JSONEq(t, `{"replies":[
		{"type":"status","value":"OK"},
		{"type":"error","value":"ERR value is not an integer or out of range","code":"invalid_argument"},
		{"type":"bulk","value":"v"}]}`, a.body)
}

func TestLargeRepliesComeWhole(t *testing.T) {
	s := open(t, rest.Options{})
	value := strings.Repeat("x", 3<<20) // over the session's output limit
	require.Equal(t, http.StatusOK, s.redis("SET", "k", value).status)
	a := s.do(http.MethodPost, "/v1/redis/pipeline", `{"commands":[["GET","k"],["GET","k"],["PING"]]}`)
	var got struct{ Replies []struct{ Value string } }
	require.NoError(t, json.Unmarshal([]byte(a.body), &got))
	require.Len(t, got.Replies, 3)
	require.Equal(t, len(value), len(got.Replies[1].Value))
	require.Equal(t, "PONG", got.Replies[2].Value)
}

func (s *site) session() string {
	s.t.Helper()
	a := s.do(http.MethodPost, "/v1/redis/sessions", "")
	require.Equal(s.t, http.StatusCreated, a.status, a.body)
	var created struct{ Session string }
	require.NoError(s.t, json.Unmarshal([]byte(a.body), &created))
	return created.Session
}

func TestSessionRemembers(t *testing.T) {
	s := open(t, rest.Options{})
	id := s.session()
	run := func(command string) string {
		return s.do(http.MethodPost, "/v1/redis/command", `{"session":"`+id+`","args":`+command+`}`).body
	}
	require.Contains(t, run(`["SELECT","2"]`), "OK")
	require.Contains(t, run(`["SET","k","v"]`), "OK")
	require.JSONEq(t, `{"type":"nil"}`, s.redis("GET", "k").body, "another connection is at database 0")
	require.Contains(t, run(`["GET","k"]`), `"v"`)
	require.Equal(t, http.StatusNoContent, s.do(http.MethodDelete, "/v1/redis/sessions/"+id, "").status)
	require.Contains(t, run(`["PING"]`), "not_found")
}

func TestSessionsAreLimited(t *testing.T) {
	s := open(t, rest.Options{MaxSessions: 1})
	id := s.session()
	requireProblem(t, s.do(http.MethodPost, "/v1/redis/sessions", ""), http.StatusTooManyRequests, "limit_exceeded")
	require.Equal(t, http.StatusNoContent, s.do(http.MethodDelete, "/v1/redis/sessions/"+id, "").status)
	s.session()
}

func TestIdleSessionEnds(t *testing.T) {
	s := open(t, rest.Options{MaxSessions: 1, SessionIdle: time.Millisecond})
	s.session()
	require.Eventually(t, func() bool {
		return s.do(http.MethodPost, "/v1/redis/sessions", "").status == http.StatusCreated
	}, time.Minute, time.Millisecond, "the first is still open")
}

func TestKeysOfEveryType(t *testing.T) {
	s := open(t, rest.Options{})
	for _, tc := range []struct{ kind, value, command string }{
		{"string", `{"type":"bulk","value":"v"}`, `["SET","k","v"]`},
		{"list", `{"type":"array","value":[{"type":"bulk","value":"a"},{"type":"bulk","value":"b"}]}`, `["RPUSH","k","a","b"]`},
		{"set", `{"type":"set","value":[{"type":"bulk","value":"m"}]}`, `["SADD","k","m"]`},
		{"hash", `{"type":"map","value":[{"key":{"type":"bulk","value":"f"},"value":{"type":"bulk","value":"v"}}]}`, `["HSET","k","f","v"]`},
	} {
		t.Run(tc.kind, func(t *testing.T) {
			s.do(http.MethodDelete, "/v1/redis/keys/k", "")
			a := s.do(http.MethodPost, "/v1/redis/command", `{"args":`+tc.command+`}`)
			require.Equal(t, http.StatusOK, a.status, a.body)
			require.JSONEq(t, `{"key":"k","type":"`+tc.kind+`","value":`+tc.value+`}`,
				s.do(http.MethodGet, "/v1/redis/keys/k", "").body)
		})
	}
}

func TestPagesOfRedis(t *testing.T) {
	s := open(t, rest.Options{})
	for _, key := range []string{"a", "b", "c", "d"} {
		require.Equal(t, http.StatusNoContent, s.do(http.MethodPut, "/v1/redis/keys/"+key, `{"value":"v"}`).status)
	}
	seen := map[string]bool{}
	cursor := "0"
	for pages := 1; cursor != ""; pages++ {
		require.LessOrEqual(t, pages, 100)
		a := s.do(http.MethodGet, "/v1/redis/keys?limit=1&cursor="+cursor, "")
		var page struct {
			Keys []string
			Next string
		}
		require.NoError(t, json.Unmarshal([]byte(a.body), &page), a.body)
		for _, key := range page.Keys {
			seen[key] = true
		}
		cursor = page.Next
	}
	require.Len(t, seen, 4)
}
