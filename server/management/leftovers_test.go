package management_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// What the API does by a connection of its own is not to be seen afterwards.
func TestRequestsLeaveNoConnection(t *testing.T) {
	s := open(t)
	s.must(http.MethodPut, "/api/queues/%2F/q", `{}`)
	s.must(http.MethodPost, "/api/exchanges/%2F/amq.default/publish",
		`{"routing_key":"q","payload":"x","payload_encoding":"string","properties":{"priority":7,"timestamp":9}}`)
	got := s.do(http.MethodPost, "/api/queues/%2F/q/get", `{"count":1,"ackmode":"ack_requeue_false","encoding":"auto"}`)
	require.Contains(t, got.body, `"priority":7`)
	require.Contains(t, got.body, `"timestamp":9`)
	refusedBy := s.do(http.MethodPost, "/api/exchanges/%2F/none/publish",
		`{"routing_key":"q","payload":"","payload_encoding":"string","properties":{}}`)
	require.Equal(t, http.StatusBadRequest, refusedBy.status)
	s.must(http.MethodGet, "/api/aliveness-test/%2F", "")
	require.Zero(t, s.db.Stats().Connections)
}

func TestAnExclusiveQueueNamesItsOwner(t *testing.T) {
	s := open(t)
	_, ch := s.connect("127.0.0.1:50000 -> 127.0.0.1:5672")
	s.update(func(tx *amqp.Tx) error {
		_, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "mine", Exclusive: true})
		return err
	})
	q := get[object](s, "/api/queues/%2F/mine")
	require.Equal(t, object{"name": "127.0.0.1:50000 -> 127.0.0.1:5672", "peer_host": "127.0.0.1", "peer_port": 50000.0}, q["owner_pid_details"])
	s.must(http.MethodPut, "/api/queues/%2F/shared", `{}`)
	require.NotContains(t, get[object](s, "/api/queues/%2F/shared"), "owner_pid_details")
}

func TestDefinitionsHaveWhatAnImportTakes(t *testing.T) {
	s := open(t)
	s.must(http.MethodPut, "/api/queues/%2F/q", `{"durable":true}`)
	s.must(http.MethodPost, "/api/bindings/%2F/e/amq.fanout/q/q", `{}`)
	require.Equal(t, []any{object{"source": "amq.fanout", "destination": "q", "destination_type": "queue",
		"routing_key": "", "arguments": object{}}}, get[object](s, "/api/definitions/%2F")["bindings"])
	none := s.do(http.MethodGet, "/api/definitions/none", "")
	require.Equal(t, http.StatusBadRequest, none.status)
	require.Contains(t, none.body, "vhost_not_found")
}
