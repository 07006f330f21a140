package rest_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/server/rest"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

const loxCall = "/v1/lox/call"

// program is the body of a request to run or check.
func program(source, options string) string {
	text, _ := json.Marshal(source)
	if options != "" {
		options = `,"options":` + options
	}
	return `{"source":` + string(text) + options + `}`
}

// ran runs a program, and reads the answer as strictly as the schema has it.
func (s *site) ran(source, options string) api.LoxResult {
	s.t.Helper()
	a := s.do(http.MethodPost, "/v1/lox/run", program(source, options))
	require.Equal(s.t, http.StatusOK, a.status, a.body)
	d := json.NewDecoder(strings.NewReader(a.body))
	d.DisallowUnknownFields()
	var result api.LoxResult
	require.NoError(s.t, d.Decode(&result))
	return result
}

func TestLoxRun(t *testing.T) {
	s := open(t, rest.Options{})
	r := s.ran(`print 1; "é" + "!";`, "")
	require.Equal(t, api.LoxResult{Value: "é!", Output: "1\n", Usage: api.LoxUsage{Steps: 1, Output: 2, Memory: r.Usage.Memory}}, r)

	r = s.ran("print 1;\nfun f() { return -nil; }\nf();", `{"engine":"tree"}`)
	require.Equal(t, "1\n", r.Output)
	require.Nil(t, r.Value)
	require.Equal(t, []any{api.LoxRuntime, api.CodeRuntimeError, "Operand must be a number.", 2, 2},
		[]any{r.Error.Kind, r.Error.Code, r.Error.Message, r.Error.Line, len(r.Error.Trace)})
	require.Contains(t, r.Error.Report, "main.lox:2:")

	r = s.ran("print 1", `{"std":true}`)
	require.Equal(t, "[line 1] Error at end: Expect ';' after value.\n", r.Error.Book)
	require.Len(t, r.Error.Diagnostics, 1)
}

func TestLoxRunsWithinLimits(t *testing.T) {
	own := lox.Options{MaxSteps: 100_000, MaxMemory: 1 << 20, MaxDepth: 500, MaxOutput: 1000, MaxSource: 2000}
	s := open(t, rest.Options{Lox: own})
	for _, tc := range []struct {
		name, source, options string
		kind                  api.LoxErrorKind
	}{
		{"endless loop", `while (true) {}`, ``, "steps"},
		{"fewer steps", `while (true) {}`, `{"max_steps":10}`, "steps"},
		{"not more steps", `while (true) {}`, `{"max_steps":1000000000}`, "steps"},
		{"none is no limit", `while (true) {}`, `{"max_steps":0}`, "steps"},
		{"endless recursion", `fun f() { f(); } f();`, ``, "depth"},
		{"the book's depth", `fun f(n) { if (n > 0) f(n - 1); } f(100);`, `{"std":true}`, "depth"},
		{"doubling", `var s = "0123456789"; while (true) s = s + s;`, ``, "memory"},
		{"hoarding", `var last; fun f(x) { fun g() { return x; } return g; } while (true) last = f(last);`, ``, "memory"},
		{"shouting", `while (true) print "0123456789";`, ``, "output"},
	} {
		r := s.ran(tc.source, tc.options)
		require.NotNil(t, r.Error, tc.name)
		require.Equal(t, tc.kind, r.Error.Kind, tc.name)
		require.Equal(t, api.CodeLimitExceeded, r.Error.Code, tc.name)
		require.LessOrEqual(t, r.Usage.Steps, int64(100_000), tc.name)
		require.LessOrEqual(t, len(r.Output), 1000, tc.name)
	}
	require.Equal(t, int64(10), s.ran(`while (true) {}`, `{"max_steps":10}`).Usage.Steps)
	for options, want := range map[string]string{`{"max_output":4}`: "1\n2\n", `{"max_output":0}`: "1\n2\n3\n"} {
		require.Equal(t, want, s.ran("print 1; print 2; print 3;", options).Output, options)
	}

	requireProblem(t, s.do(http.MethodPost, "/v1/lox/run", program(strings.Repeat(" ", 2001), "")), http.StatusRequestEntityTooLarge, "too_large")
	requireProblem(t, s.do(http.MethodPost, "/v1/lox/run", program("", `{"max_steps":-1}`)), http.StatusBadRequest, "invalid_argument")
	requireProblem(t, s.do(http.MethodPost, "/v1/lox/run", program("", `{"engine":"slow"}`)), http.StatusBadRequest, "invalid_argument")
}

func TestLoxCheck(t *testing.T) {
	s := open(t, rest.Options{})
	require.JSONEq(t, `{"diagnostics":[]}`, s.do(http.MethodPost, "/v1/lox/check", program("print 1;", "")).body)
	var found api.LoxDiagnostics
	a := s.do(http.MethodPost, "/v1/lox/check", program("print ;\nreturn;", ""))
	require.NoError(t, json.Unmarshal([]byte(a.body), &found))
	require.Len(t, found.Diagnostics, 2)
	require.Equal(t, "[line 2] Error at 'return': Can't return from top-level code.", found.Diagnostics[1].Text)
}

func TestLoxFormat(t *testing.T) {
	s := open(t, rest.Options{})
	require.JSONEq(t, `{"text":"print 1; // one\n"}`, s.do(http.MethodPost, "/v1/lox/format", program("print  1 ;// one", "")).body)
	requireProblem(t, s.do(http.MethodPost, "/v1/lox/format", program("print", "")), http.StatusBadRequest, "syntax_error")
}

func TestLoxCallsWithoutASession(t *testing.T) {
	s := open(t, rest.Options{})
	require.JSONEq(t, `{"reply":{"globals":[]}}`, s.do(http.MethodPost, loxCall, `{"op":"globals"}`).body)
	a := s.do(http.MethodPost, loxCall, `{"op":"eval","args":{"source":"0 - 1 / 0;"}}`)
	require.Contains(t, a.body, `"value":{"number":"-inf"}`)
	a = s.do(http.MethodPost, loxCall, `{"op":"eval","args":{"source":"-nil;"}}`)
	requireProblem(t, a, http.StatusUnprocessableEntity, "runtime_error")
	require.Contains(t, a.body, "Operand must be a number. [line 1]")
	requireProblem(t, s.do(http.MethodPost, loxCall, `{"op":"none"}`), http.StatusBadRequest, "unknown_command")
}

// session opens a session, and gives a function that calls in it.
func (s *site) loxSession(options string) (id string, call func(op, args string) answer) {
	s.t.Helper()
	a := s.do(http.MethodPost, "/v1/lox/sessions", options)
	require.Equal(s.t, http.StatusCreated, a.status, a.body)
	var session struct{ Session string }
	require.NoError(s.t, json.Unmarshal([]byte(a.body), &session))
	return session.Session, func(op, args string) answer {
		return s.do(http.MethodPost, loxCall, `{"op":"`+op+`","args":`+args+`,"session":"`+session.Session+`"}`)
	}
}

func TestLoxSessionKeepsGlobals(t *testing.T) {
	s := open(t, rest.Options{MaxLoxSessions: 1})
	id, call := s.loxSession(`{"max_steps":1000}`)
	requireProblem(t, s.do(http.MethodPost, "/v1/lox/sessions", `{}`), http.StatusTooManyRequests, "limit_exceeded")
	call("eval", `{"source":"fun add(a, b) { return a + b; }"}`)
	require.Contains(t, call("call", `{"function":"add","args":[1,2]}`).body, `"value":3`)
	require.Contains(t, call("get", `{"name":"add"}`).body, `{"object":"<fn add>","id":1}`)
	requireProblem(t, call("eval", `{"source":"while (true) {}"}`), http.StatusTooManyRequests, "limit_exceeded")
	require.Contains(t, call("call", `{"function":{"id":1},"args":["a","b"]}`).body, `"value":"ab"`, "usable after a limit")

	require.Equal(t, http.StatusNoContent, s.do(http.MethodDelete, "/v1/lox/sessions/"+id, "").status)
	requireProblem(t, call("globals", `{}`), http.StatusNotFound, "not_found")
	_, call = s.loxSession(`{}`)
	require.Equal(t, http.StatusNoContent, s.do(http.MethodPost, "/v1/engines/lox/reset", "").status)
	requireProblem(t, call("globals", `{}`), http.StatusNotFound, "not_found")
}

func TestLoxStatsCountWhatRanOverREST(t *testing.T) {
	s := open(t, rest.Options{})
	_, err := s.box.Lox.Eval(context.Background(), "", "var a;")
	require.NoError(t, err)
	s.ran("print 1;", "")
	s.ran("nil();", "")
	var stats api.LoxStats
	require.NoError(t, json.Unmarshal([]byte(s.do(http.MethodGet, "/v1/engines/lox/stats", "").body), &stats))
	require.Equal(t, api.LoxStats{Engine: api.Lox, Runs: 3, Errors: 1, Steps: stats.Steps, Output: 2, Memory: stats.Memory, Globals: 1}, stats)
	require.Positive(t, stats.Steps)
	require.Contains(t, s.do(http.MethodGet, "/metrics", "").body, "\ntwelvefold_lox_runs 3\n")
}

// hasRoom tells that a program that is asked for now is run at once.
func (s *site) hasRoom(t *testing.T) bool {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/v1/lox/run", strings.NewReader(program("1;", "")))
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	return response.Body.Close() == nil
}

// A client that goes away ends its program, and makes room for the next one.
func TestLoxEndsWithItsClient(t *testing.T) {
	s := open(t, rest.Options{MaxLoxRuns: 1, Lox: lox.Options{MaxSteps: 1 << 60, Timeout: time.Hour}})
	ctx, leave := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/v1/lox/run", strings.NewReader(program("while (true) {}", "")))
	require.NoError(t, err)
	var gone sync.WaitGroup
	gone.Go(func() {
		response, err := http.DefaultClient.Do(r)
		if err == nil {
			response.Body.Close()
		}
	})
	require.Eventually(t, func() bool { return !s.hasRoom(t) }, time.Minute, time.Millisecond, "the program runs")
	leave()
	gone.Wait()
	require.Equal(t, 3.0, s.ran("1 + 2;", "").Value)
}

func TestLoxSessionIsCutShortByItsEnd(t *testing.T) {
	s := open(t, rest.Options{Lox: lox.Options{MaxSteps: 1 << 60, Timeout: time.Hour}})
	id, call := s.loxSession(`{}`)
	ended := make(chan answer)
	go func() { ended <- call("eval", `{"source":"while (true) {}"}`) }()
	require.Equal(t, http.StatusNoContent, s.do(http.MethodDelete, "/v1/lox/sessions/"+id, "").status)
	require.Contains(t, []int{http.StatusNotFound, 499, http.StatusGone, http.StatusConflict}, (<-ended).status)
}

func TestLoxRefusesWhatFindsNoPlace(t *testing.T) {
	s := open(t, rest.Options{MaxLoxRuns: 1, Lox: lox.Options{MaxSteps: 1 << 60, Timeout: 50 * time.Millisecond}})
	// The box's clock stands still, so that only the session's end ends this.
	id, call := s.loxSession(`{}`)
	_, other := s.loxSession(`{}`)
	ended := make(chan answer)
	go func() { ended <- call("eval", `{"source":"while (true) {}"}`) }()
	require.Eventually(t, func() bool {
		a := other("globals", `{}`)
		return a.status == http.StatusTooManyRequests && strings.Contains(a.body, "too many Lox programs")
	}, time.Minute, time.Millisecond)
	s.do(http.MethodDelete, "/v1/lox/sessions/"+id, "")
	<-ended
	require.Equal(t, http.StatusOK, other("globals", `{}`).status)
}

func TestLoxIsNotOpen(t *testing.T) {
	s := open(t, rest.Options{}, "lru")
	requireProblem(t, s.do(http.MethodPost, "/v1/lox/run", program("", "")), http.StatusNotFound, "not_found")
	requireProblem(t, s.do(http.MethodPost, loxCall, `{"op":"globals"}`), http.StatusNotFound, "not_found")
	requireProblem(t, s.do(http.MethodPost, "/v1/lox/sessions", `{}`), http.StatusNotFound, "not_found")
}
