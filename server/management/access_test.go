package management_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// who may what: a line is a path, and the users for whom it answers.
func TestTagsSayWhoMayWhat(t *testing.T) {
	s := open(t)
	s.must("PUT", "/api/vhosts/other", `{}`)
	for _, tag := range []string{"management", "policymaker", "monitoring", "administrator", "none"} {
		s.must("PUT", "/api/users/"+tag, `{"password":"x","tags":"`+tag+`"}`)
	}
	for _, tag := range []string{"management", "policymaker"} {
		s.must("PUT", "/api/permissions/%2F/"+tag, `{"configure":".*","write":".*","read":".*"}`)
	}
	everybody := []string{"management", "policymaker", "monitoring", "administrator"}
	for path, who := range map[string][]string{
		"/api/overview":             everybody,
		"/api/queues":               everybody,
		"/api/queues/%2F":           {"management", "policymaker", "administrator"},
		"/api/queues/other":         {"administrator"},
		"/api/policies/%2F":         {"policymaker", "administrator"},
		"/api/policies/other":       {"administrator"},
		"/api/nodes":                {"monitoring", "administrator"},
		"/api/users":                {"administrator"},
		"/api/definitions":          {"administrator"},
		"/api/vhosts/%2F":           {"management", "policymaker", "administrator"},
		"/api/health/checks/alarms": everybody,
	} {
		for _, user := range append(everybody, "none") {
			want := http.StatusUnauthorized
			for _, allowed := range who {
				if allowed == user {
					want = http.StatusOK
				}
			}
			a := s.do(http.MethodGet, user+":x"+path, "")
			require.Equal(t, want, a.status, "%s as %s: %s", path, user, a.body)
		}
	}
}

func TestAUserSeesItsOwn(t *testing.T) {
	s := open(t)
	s.must("PUT", "/api/vhosts/other", `{}`)
	s.must("PUT", "/api/queues/other/q", `{}`)
	s.must("PUT", "/api/users/al", `{"password":"x","tags":"management"}`)
	s.must("PUT", "/api/permissions/%2F/al", `{"configure":".*","write":"","read":""}`)
	s.connect("guest's")

	for path, want := range map[string]string{
		"/api/queues": `[]`, "/api/connections": `[]`, "/api/channels": `[]`, "/api/vhosts?columns=name": `[{"name":"/"}]`,
	} {
		require.JSONEq(t, want, s.do(http.MethodGet, "al:x"+path, "").body, path)
	}
	require.Equal(t, 401, s.do(http.MethodGet, "al:x/api/connections/guest's", "").status)
	require.Equal(t, 401, s.do(http.MethodDelete, "al:x/api/connections/guest's", "").status)

	// What it changes is checked as if it had come by AMQP.
	require.Equal(t, 201, s.do(http.MethodPut, "al:x/api/queues/%2F/mine", `{}`).status)
	publish := `{"routing_key":"mine","payload":"","payload_encoding":"string","properties":{}}`
	a := s.do(http.MethodPost, "al:x/api/exchanges/%2F/amq.default/publish", publish)
	require.Equal(t, 401, a.status, a.body)
	a = s.do(http.MethodPost, "al:x/api/queues/%2F/mine/get", `{"count":1,"ackmode":"ack_requeue_true","encoding":"auto"}`)
	require.Equal(t, 401, a.status, a.body)
}

func TestWithoutALogin(t *testing.T) {
	s := open(t)
	r := httptest.NewRequest(http.MethodGet, "/api/overview", nil)
	a := s.send(r)
	require.Equal(t, 401, a.status)
	require.Empty(t, a.body)
	require.Equal(t, `Basic realm="RabbitMQ Management"`, a.header.Get("WWW-Authenticate"))
}

func TestABodyOverTheLimitIsRefused(t *testing.T) {
	s := open(t)
	huge := `{"x":"` + string(make([]byte, 65<<20)) + `"}`
	require.Equal(t, http.StatusRequestEntityTooLarge, s.do(http.MethodPut, "/api/queues/%2F/q", huge).status)
}

func TestDeletingAUserEndsItsConnections(t *testing.T) {
	s := open(t)
	conn, _ := s.connect("c")
	s.must("PUT", "/api/users/root", `{"password":"x","tags":"administrator"}`)
	s.must("DELETE", "root:x/api/users/guest", ``)
	events := conn.Drain(nil)
	require.Len(t, events, 1)
	require.Equal(t, amqp.ConnGone, events[0].Kind)
	require.Equal(t, "CONNECTION_FORCED - user 'guest' is deleted", events[0].Err.Text)
	require.Equal(t, 401, s.do(http.MethodGet, "/api/overview", "").status)
}
