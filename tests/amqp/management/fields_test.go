package management

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server"
	"github.com/twelvefold/twelvefold/server/config"
	"github.com/twelvefold/twelvefold/tests/amqp/rabbitmq"
)

// endpoints are those that are compared; CONNECTION and CHANNEL stand for the
// names that the client got.
var endpoints = []string{
	"overview", "cluster-name", "nodes", "extensions", "definitions", "definitions/%2F", "parameters", "global-parameters",
	"policies", "policies/%2F", "policies/%2F/pol", "operator-policies", "vhost-limits", "user-limits",
	"connections", "connections/CONNECTION", "connections/CONNECTION/channels", "connections/username/guest",
	"channels", "channels/CHANNEL", "consumers", "consumers/%2F",
	"exchanges/%2F", "exchanges/%2F/logs", "exchanges/%2F/logs/bindings/source", "exchanges/%2F/amq.topic/bindings/destination",
	"operator-policies/%2F", "operator-policies/%2F/op", "parameters/operator_policy/%2F", "parameters/vhost-limits/%2F/limits",
	"vhost-limits/%2F", "user-limits/bob", "global-parameters/note",
	"queues/%2F/log", "queues/%2F/safe", "queues/%2F/own",
	"queues/%2F/jobs", "queues?page=1&page_size=1&columns=name,vhost,node,state,garbage_collection", "queues/%2F/jobs/bindings",
	"bindings", "bindings/%2F/e/logs/q/jobs", "vhosts", "vhosts/%2F", "vhosts/%2F/permissions", "vhosts/%2F/connections",
	"vhosts/%2F/channels", "users", "users/guest", "users/guest/permissions", "users/without-permissions", "whoami",
	"permissions", "permissions/%2F/guest", "topic-permissions", "aliveness-test/%2F", "healthchecks/node", "auth",
	"health/checks/alarms", "health/checks/local-alarms", "health/checks/protocol-listener/amqp",
	"health/checks/virtual-hosts", "health/checks/node-is-mirror-sync-critical", "health/checks/node-is-quorum-critical",
	"health/checks/certificate-expiration/1/weeks",
}

// data are the objects whose names are data: what is below them is not
// compared.
var data = []string{"arguments", "value", "client_properties", "cluster_state", "definition", "effective_policy_definition", "readers"}

// side is one broker and its API.
type side struct {
	t       *testing.T
	amqp    string
	api     rabbitmq.API
	metrics string // the URL below which the numbers for Prometheus are
	conn    string // the name of the client's connection
	answers map[string]map[string]bool
}

// TestBesideRabbitMQ furnishes both brokers alike, and compares what they tell.
func TestBesideRabbitMQ(t *testing.T) {
	real, err := rabbitmq.Start(t.Context(), rabbitmq.Options{Prometheus: true})
	if errors.Is(err, rabbitmq.ErrNotInstalled) {
		t.Skip(err)
	}
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, real.Stop()) })
	theirs := &side{t: t, amqp: real.AMQPURL, api: real.API(), metrics: real.PrometheusURL}
	ours := startOurs(t)
	for _, s := range []*side{theirs, ours} {
		s.furnish()
		s.read()
	}
	t.Run("FieldsOfEveryAnswer", func(t *testing.T) { compareFields(t, theirs, ours) })
	t.Run("NumbersForPrometheus", func(t *testing.T) { compareNumbers(t, theirs, ours) })
}

func compareFields(t *testing.T, theirs, ours *side) {
	used := map[omission]bool{}
	for _, endpoint := range endpoints {
		for _, field := range slices.Sorted(maps.Keys(theirs.answers[endpoint])) {
			if ours.answers[endpoint][field] {
				continue
			}
			i := slices.IndexFunc(omitted, func(o omission) bool {
				return (o.endpoint == "" || o.endpoint == endpoint) && (field == o.field || strings.HasPrefix(field, o.field+"."))
			})
			if i < 0 {
				t.Errorf("%s: RabbitMQ's answer has %q, ours has not", endpoint, field)
				continue
			}
			used[omitted[i]] = true
		}
	}
	for _, o := range omitted {
		if !used[o] && o.why != sometimes {
			t.Errorf("%q of %q is in the list of what is left out, but is not missing", o.field, o.endpoint)
		}
	}
	count := 0
	for _, fields := range theirs.answers {
		count += len(fields)
	}
	t.Logf("%d answers of RabbitMQ with %d fields; %d kinds of them are left out on purpose", len(endpoints), count, len(omitted))
}

func startOurs(t *testing.T) *side {
	srv, err := server.Start(config.Config{
		Bind: "127.0.0.1", Ports: config.PortsAuto, Only: []string{"amqp"}, Data: t.TempDir(), MaxConnections: 100,
		RequestTimeout: time.Minute, WriteTimeout: time.Minute, LogLevel: "error",
	}, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, srv.Shutdown(context.Background())) })
	s := &side{t: t}
	for _, l := range srv.Listeners() {
		switch l.Engine {
		case "amqp":
			s.amqp = "amqp://guest:guest@" + l.Addr + "/"
		case "management":
			s.api, s.metrics = rabbitmq.API(l.URL), l.URL
		}
	}
	return s
}

// furnish makes one of everything: a client with a confirming channel and a
// consumer, a queue with a policy, bindings of both kinds.
func (s *side) furnish() {
	s.send(http.MethodPut, "policies/%2F/pol", `{"pattern":"^jobs","definition":{"message-ttl":60000},"apply-to":"queues"}`)
	s.send(http.MethodPut, "operator-policies/%2F/op", `{"pattern":"^jobs","definition":{"max-length":1000},"apply-to":"queues"}`)
	s.send(http.MethodPut, "users/bob", `{"password":"x","tags":"management"}`)
	s.send(http.MethodPut, "user-limits/bob/max-channels", `{"value":10}`)
	s.send(http.MethodPut, "vhost-limits/%2F/max-queues", `{"value":10}`)
	s.send(http.MethodPut, "global-parameters/note", `{"value":{"text":"x"}}`)
	properties := amqp091.NewConnectionProperties()
	properties.SetClientConnectionName("fields")
	conn, err := amqp091.DialConfig(s.amqp, amqp091.Config{Properties: properties})
	require.NoError(s.t, err)
	s.t.Cleanup(func() { _ = conn.Close() })
	ch, err := conn.Channel()
	require.NoError(s.t, err)
	require.NoError(s.t, ch.ExchangeDeclare("logs", "topic", true, false, false, false, nil))
	_, err = ch.QueueDeclare("jobs", true, false, false, false, amqp091.Table{"x-max-length": 100})
	require.NoError(s.t, err)
	for name, kind := range map[string]string{"log": "stream", "safe": "quorum"} {
		_, err = ch.QueueDeclare(name, true, false, false, false, amqp091.Table{"x-queue-type": kind})
		require.NoError(s.t, err)
	}
	_, err = ch.QueueDeclare("own", false, false, true, false, nil)
	require.NoError(s.t, err)
	require.NoError(s.t, ch.QueueBind("jobs", "a.*", "logs", false, amqp091.Table{"x": 1}))
	require.NoError(s.t, ch.ExchangeBind("amq.topic", "e", "logs", false, nil))
	require.NoError(s.t, ch.Qos(5, 0, false))
	require.NoError(s.t, ch.Confirm(false))
	for _, name := range []string{"jobs", "log", "safe"} {
		_, err = ch.Consume(name, "tag-"+name, false, false, false, false, nil)
		require.NoError(s.t, err)
	}
	for range 10 {
		confirm, err := ch.PublishWithDeferredConfirm("logs", "a.b", false, false, amqp091.Publishing{Body: []byte("hi")})
		require.NoError(s.t, err)
		require.True(s.t, confirm.Wait())
	}
}

// read waits until the API tells all of that, RabbitMQ's being seconds
// behind, and then reads every answer.
func (s *side) read() {
	require.Eventually(s.t, func() bool {
		var conns []struct {
			Name     string
			Channels int
		}
		var q struct {
			Messages int
			Stats    struct{ Publish, Deliver int } `json:"message_stats"`
			Details  []any                          `json:"consumer_details"`
		}
		var channels, vhosts []struct {
			Stats struct{ Confirm int } `json:"message_stats"`
		}
		s.get("connections", &conns)
		s.get("queues/%2F/jobs", &q)
		s.get("channels", &channels)
		s.get("vhosts", &vhosts)
		if len(conns) == 0 || conns[0].Name == "" || conns[0].Channels == 0 || len(channels) == 0 {
			return false
		}
		s.conn = conns[0].Name
		return q.Messages == 10 && q.Stats.Publish == 10 && q.Stats.Deliver == 5 && len(q.Details) == 1 &&
			channels[0].Stats.Confirm == 10 && vhosts[0].Stats.Confirm == 10
	}, time.Minute, 200*time.Millisecond)
	s.answers = map[string]map[string]bool{}
	for _, endpoint := range endpoints {
		path := strings.NewReplacer("CONNECTION", url.PathEscape(s.conn), "CHANNEL", url.PathEscape(s.conn+" (1)")).Replace(endpoint)
		var v any
		s.get(path, &v)
		s.answers[endpoint] = map[string]bool{}
		collect(s.answers[endpoint], "", v)
	}
}

// collect puts the names of all fields into set; a list has those of its
// elements.
func collect(set map[string]bool, prefix string, v any) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			collect(set, prefix, one)
		}
	case map[string]any:
		for name, inner := range v {
			set[prefix+name] = true
			if !slices.Contains(data, name) {
				collect(set, prefix+name+".", inner)
			}
		}
	}
}

func (s *side) get(path string, to any) {
	require.NoError(s.t, json.Unmarshal(s.send(http.MethodGet, path, ""), to), path)
}

func (s *side) send(method, path, body string) []byte {
	answer, err := s.api.Call(s.t.Context(), method, path, body)
	require.NoError(s.t, err)
	return answer
}
