package rest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server/rest"
)

const amqpCall = "/v1/amqp/call"

func TestAMQPCallsWithoutASession(t *testing.T) {
	s := open(t, rest.Options{})
	for _, tc := range []struct{ request, reply string }{
		{`{"op":"queue.declare","args":{"queue":"q"}}`, `{"reply":{"queue":"q","message_count":0,"consumer_count":0}}`},
		{`{"op":"basic.publish","args":{"routing_key":"q","body":"hello"}}`, `{"reply":{}}`},
		{`{"op":"basic.get","args":{"queue":"none yet"}}`, ``},
		{`{"op":"broker.peek","args":{"queue":"q"},"user":"guest","vhost":"/"}`,
			`{"reply":{"messages":[{"seq":1,"redelivered":false,"exchange":"","routing_key":"q","properties":{},"body":"hello"}]}}`},
		{`{"op":"queue.purge","args":{"queue":"q"}}`, `{"reply":{"message_count":1}}`},
		{`{"op":"basic.get","args":{"queue":"q"}}`, `{"reply":null}`},
	} {
		a := s.do(http.MethodPost, amqpCall, tc.request)
		if tc.reply == "" {
			requireProblem(t, a, http.StatusNotFound, "not_found")
			require.Contains(t, a.body, "NOT_FOUND - no queue 'none yet' in vhost '/'")
			continue
		}
		require.Equal(t, http.StatusOK, a.status, a.body)
		require.JSONEq(t, tc.reply, a.body, tc.request)
	}
}

func TestAMQPSessionKeepsWhatIsNotAcknowledged(t *testing.T) {
	s := open(t, rest.Options{})
	a := s.do(http.MethodPost, "/v1/amqp/sessions", `{}`)
	require.Equal(t, http.StatusCreated, a.status, a.body)
	var session struct{ Session string }
	require.NoError(t, json.Unmarshal([]byte(a.body), &session))
	call := func(op, args string) answer {
		return s.do(http.MethodPost, amqpCall, `{"op":"`+op+`","args":`+args+`,"session":"`+session.Session+`"}`)
	}
	call("queue.declare", `{"queue":"q"}`)
	call("basic.publish", `{"routing_key":"q","body":"hello"}`)
	require.Contains(t, call("basic.get", `{"queue":"q"}`).body, `"redelivered":false`)
	empty := s.do(http.MethodPost, amqpCall, `{"op":"basic.get","args":{"queue":"q"}}`)
	require.JSONEq(t, `{"reply":null}`, empty.body, "it is outstanding")

	require.Equal(t, http.StatusNoContent, s.do(http.MethodDelete, "/v1/amqp/sessions/"+session.Session, "").status)
	again := s.do(http.MethodPost, amqpCall, `{"op":"basic.get","args":{"queue":"q"}}`)
	require.Contains(t, again.body, `"redelivered":true`)
	requireProblem(t, call("broker.queues", `{}`), http.StatusNotFound, "not_found")
}

func TestAMQPStats(t *testing.T) {
	s := open(t, rest.Options{})
	s.do(http.MethodPost, amqpCall, `{"op":"queue.declare","args":{"queue":"q"}}`)
	a := s.do(http.MethodGet, "/v1/engines/amqp/stats", "")
	require.Equal(t, http.StatusOK, a.status, a.body)
	require.Contains(t, a.body, `"queues":1`)
}
