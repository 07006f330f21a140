package management

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/world"
)

// odd are bodies that make no sense, for one path or another.
func odd() []string {
	bodies := []string{
		``, `null`, `[]`, `1`, `"x"`, `{`, `{}`, `{} {}`, "\xff", `{"\ud800":"\ud800"}`,
		strings.Repeat(`{"arguments":`, 3000) + `1` + strings.Repeat(`}`, 3000),
		`{"arguments":` + strings.Repeat(`[`, 5000) + strings.Repeat(`]`, 5000) + `}`,
	}
	values := []string{`null`, `true`, `-1`, `1.5`, `1e999`, `99999999999999999999`, `"\u0000"`, `[]`, `[[1],{}]`, `{}`, `{"a":null}`}
	for _, v := range values {
		bodies = append(bodies,
			`{"arguments":{"x-max-length":`+v+`,"x-match":`+v+`,"x-queue-type":`+v+`,"alternate-exchange":`+v+`,"x-delayed-type":`+v+`}}`,
			`{"arguments":{"unknown":`+v+`}}`,
			`{"type":`+v+`,"durable":`+v+`,"auto_delete":`+v+`,"internal":`+v+`,"routing_key":`+v+`}`,
			`{"routing_key":"q","payload":"","payload_encoding":"string","properties":{"headers":`+v+`,"priority":`+v+`,"expiration":`+v+`}}`,
			`{"routing_key":`+v+`,"payload":`+v+`,"payload_encoding":`+v+`,"properties":`+v+`}`,
			`{"count":`+v+`,"ackmode":"ack_requeue_true","encoding":"auto","truncate":`+v+`}`,
			`{"count":1,"ackmode":`+v+`,"encoding":`+v+`}`,
			`{"password":`+v+`,"password_hash":`+v+`,"tags":`+v+`,"users":`+v+`,"action":`+v+`}`,
			`{"configure":`+v+`,"write":`+v+`,"read":`+v+`,"description":`+v+`,"tracing":`+v+`}`,
			`{"pattern":`+v+`,"definition":`+v+`,"priority":`+v+`,"apply-to":`+v+`}`,
			`{"pattern":"","definition":{"max-length":`+v+`,"overflow":`+v+`,"dead-letter-exchange":`+v+`}}`,
			`{"queues":`+v+`,"exchanges":`+v+`,"bindings":`+v+`,"vhosts":`+v+`,"users":`+v+`,"policies":`+v+`}`,
			`{"queues":[`+v+`],"exchanges":[`+v+`],"bindings":[`+v+`],"permissions":[`+v+`]}`)
	}
	return bodies
}

// The names that stand in paths. The queue q, the exchange amq.fanout and the
// virtual host / are there.
var names = []string{"q", "%2F", "amq.fanout", "guest", "%00", "%FF", "a%2Fb", strings.Repeat("n", 300)}

// TestGarbageIsRefused sends senseless bodies to senseless names: nothing may
// panic, since the broker would stay locked, nor fail as if it were our fault.
func TestGarbageIsRefused(t *testing.T) {
	db, err := amqp.Open(world.World{}, amqp.Options{InMemory: true})
	require.NoError(t, err)
	h := New(db, Options{})
	defer func() { require.NoError(t, h.Close()) }()
	send := func(method, path, body string) int {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.SetBasicAuth("guest", "guest")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	requests := 0
	for _, one := range table {
		for i, body := range odd() {
			if one.method != put && one.method != post && i >= len(names) {
				break
			}
			vhost := "%2F"
			if i%5 == 4 {
				vhost = names[i%len(names)]
			}
			path := "/api" + fill(one.path, vhost, names[i%len(names)])
			// What would lock the test itself out.
			if strings.Contains(path, "/users/guest") || strings.HasSuffix(path, "/guest") {
				continue
			}
			status := send(one.method, path, body)
			require.True(t, status < 500 || status == http.StatusServiceUnavailable, "%s %s %q: %d", one.method, path, body, status)
			requests++
		}
		if one.method == del { // what it has removed
			send(put, "/api/vhosts/%2F", "")
			send(put, "/api/permissions/%2F/guest", `{"configure":".*","write":".*","read":".*"}`)
		}
		send(put, "/api/queues/%2F/q", "{}")
		require.Equal(t, 200, send(get, "/api/overview", ""), "after %s %s", one.method, one.path)
	}
	require.Equal(t, 200, send(get, "/metrics", ""))
	t.Logf("%d requests", requests)
}

// fill puts a name into each variable of a path.
func fill(path, vhost, name string) string {
	var b strings.Builder
	for path != "" {
		before, rest, found := strings.Cut(path, "{")
		b.WriteString(before)
		if !found {
			break
		}
		variable, after, _ := strings.Cut(rest, "}")
		switch variable {
		case "kind:[qe]":
			b.WriteString("q")
		case "vhost":
			b.WriteString(vhost)
		default:
			b.WriteString(name)
		}
		path = after
	}
	return b.String()
}
