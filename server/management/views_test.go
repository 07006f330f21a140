package management_test

import (
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// busy makes a connection with a consumer that has got two messages of three.
func busy(s *server) *amqp.Conn {
	s.t.Helper()
	conn, ch := s.connect("c 1")
	s.update(func(tx *amqp.Tx) error {
		_, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "q", Durable: true})
		require.NoError(s.t, err)
		require.NoError(s.t, ch.ConfirmSelect())
		require.NoError(s.t, ch.Qos(tx, 0, 2, false))
		_, err = ch.Consume(tx, amqp.Consume{Queue: "q", Tag: "tag"})
		return err
	})
	s.update(func(tx *amqp.Tx) error {
		for range 3 {
			require.NoError(s.t, ch.Publish(tx, amqp.Publish{Key: []byte("q"), Body: []byte("four")}))
		}
		return nil
	})
	ch.Confirms(func(uint64, bool, bool) {})
	return conn
}

// has tells of each name what the object is to hold.
func has(t *testing.T, o object, want object) {
	t.Helper()
	for name, v := range want {
		require.Equal(t, v, o[name], name)
	}
}

func TestConsumersOfWhichOneIsActive(t *testing.T) {
	s := open(t)
	_, ch := s.connect("c 1")
	s.update(func(tx *amqp.Tx) error {
		_, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "q",
			Arguments: wire.Table{{Name: "x-single-active-consumer", Value: true}}})
		require.NoError(t, err)
		for _, tag := range []string{"a", "b"} {
			_, err := ch.Consume(tx, amqp.Consume{Queue: "q", Tag: tag})
			require.NoError(t, err)
		}
		return nil
	})
	list := get[[]object](s, "/api/consumers")
	has(t, list[0], object{"consumer_tag": "a", "active": true, "activity_status": "single_active"})
	has(t, list[1], object{"consumer_tag": "b", "active": false, "activity_status": "waiting"})
}

func TestViewsOfConnectionChannelConsumerAndQueue(t *testing.T) {
	s := open(t)
	busy(s)
	conn := get[object](s, "/api/connections/c%201")
	has(t, conn, object{"name": "c 1", "user": "guest", "vhost": "/", "peer_host": "127.0.0.1", "peer_port": 50000.0,
		"host": "127.0.0.1", "port": 5672.0, "channels": 1.0, "state": "running", "type": "network", "ssl": false})
	require.Equal(t, get[[]object](s, "/api/connections")[0], conn)
	require.Equal(t, []object{{"name": "c 1", "node": conn["node"], "user": "guest", "vhost": "/"}},
		get[[]object](s, "/api/connections/username/guest"))

	ch := get[object](s, "/api/channels/c%201%20(1)")
	has(t, ch, object{"name": "c 1 (1)", "number": 1.0, "confirm": true, "transactional": false, "prefetch_count": 2.0,
		"consumer_count": 1.0, "messages_unacknowledged": 2.0, "messages_unconfirmed": 0.0})
	has(t, ch["message_stats"].(object), object{"publish": 3.0, "confirm": 3.0, "deliver": 2.0, "deliver_get": 2.0, "ack": 0.0})
	require.Len(t, get[[]object](s, "/api/connections/c%201/channels"), 1)

	consumer := get[[]object](s, "/api/consumers/%2F")[0]
	has(t, consumer, object{"consumer_tag": "tag", "ack_required": true, "exclusive": false, "prefetch_count": 2.0,
		"active": true, "activity_status": "up", "queue": object{"name": "q", "vhost": "/"}})

	q := get[object](s, "/api/queues/%2F/q")
	has(t, q, object{"messages": 3.0, "messages_ready": 1.0, "messages_unacknowledged": 2.0, "consumers": 1.0,
		"message_bytes": 12.0, "message_bytes_ready": 4.0, "durable": true, "type": "classic", "state": "running", "policy": nil})
	require.Equal(t, []any{consumer}, q["consumer_details"])

	overview := get[object](s, "/api/overview")
	has(t, overview["object_totals"].(object), object{"queues": 1.0, "connections": 1.0, "channels": 1.0, "consumers": 1.0, "exchanges": 7.0})
	has(t, overview["queue_totals"].(object), object{"messages": 3.0, "messages_ready": 1.0, "messages_unacknowledged": 2.0})
	has(t, overview["message_stats"].(object), object{"publish": 3.0, "deliver": 2.0})
	has(t, overview, object{"rabbitmq_version": "3.10.8", "product_name": "RabbitMQ", "twelvefold_version": "1.2.3"})
}

func TestClosingAConnectionTellsTheReason(t *testing.T) {
	s := open(t)
	for given, want := range map[string]string{
		"":         "CONNECTION_FORCED - Closed via management plugin",
		"a reason": "CONNECTION_FORCED - a reason",
	} {
		conn, _ := s.connect("c 1")
		r := httptest.NewRequest(http.MethodDelete, "/api/connections/c%201", nil)
		r.SetBasicAuth("guest", "guest")
		if given != "" {
			r.Header.Set("X-Reason", given)
		}
		require.Equal(t, http.StatusNoContent, s.send(r).status)
		events := conn.Drain(nil)
		require.Len(t, events, 1)
		require.Equal(t, want, events[0].Err.Text)
		require.Empty(t, get[[]object](s, "/api/connections"))
	}
}

func TestRatesAreOfTheLastSeconds(t *testing.T) {
	s := open(t)
	s.must("PUT", "/api/queues/%2F/q", `{}`)
	publish := func(n int) {
		for range n {
			s.must("POST", "/api/exchanges/%2F/amq.default/publish",
				`{"routing_key":"q","payload":"x","payload_encoding":"string","properties":{}}`)
		}
	}
	rate := func() any {
		stats, _ := get[object](s, "/api/queues/%2F/q")["message_stats"].(object)
		return stats["publish_details"]
	}
	require.Nil(t, rate(), "nothing has happened yet")
	publish(10)
	s.clock.Advance(4 * time.Second)
	require.Equal(t, object{"rate": 2.5}, rate(), "10 messages in 4 seconds")
	s.clock.Advance(2 * time.Second) // samples at 5 seconds
	s.clock.Advance(5 * time.Second) // and at 10
	require.Equal(t, object{"rate": 0.0}, rate(), "none since the sample at 5 seconds")
	publish(12)
	require.Equal(t, object{"rate": 2.0}, rate(), "12 messages in the 6 seconds since then")
}

func TestSamplingEndsWhenNobodyAsks(t *testing.T) {
	s := open(t)
	get[object](s, "/api/overview")
	s.clock.Advance(2 * time.Minute)
	before := s.clock.timers
	require.NotZero(t, before)
	s.clock.Advance(time.Hour)
	require.Equal(t, before, s.clock.timers)
	get[object](s, "/api/overview")
	require.Equal(t, before+1, s.clock.timers, "somebody asks again")
}

func TestDefinitionsGoRound(t *testing.T) {
	from, to := open(t), open(t)
	from.must("PUT", "/api/vhosts/v", `{}`)
	from.must("PUT", "/api/users/al", `{"password":"x","tags":"monitoring"}`)
	from.must("PUT", "/api/permissions/v/al", `{"configure":"a","write":"b","read":"c"}`)
	from.must("PUT", "/api/policies/v/p", `{"pattern":"^q","definition":{"max-length":7,"overflow":"reject-publish"},"apply-to":"queues","priority":2}`)
	from.must("PUT", "/api/operator-policies/v/op", `{"pattern":"^q","definition":{"max-length":9},"priority":1}`)
	from.must("PUT", "/api/vhost-limits/v/max-queues", `{"value":9}`)
	from.must("PUT", "/api/user-limits/al/max-channels", `{"value":9}`)
	from.must("PUT", "/api/global-parameters/g", `{"value":{"n":[1.5,null]}}`)
	from.must("PUT", "/api/queues/v/q", `{"durable":true,"arguments":{"x-message-ttl":1000}}`)
	from.must("PUT", "/api/exchanges/v/x", `{"type":"headers","internal":true,"arguments":{"alternate-exchange":"amq.fanout"}}`)
	from.must("POST", "/api/bindings/v/e/x/q/q", `{"routing_key":"k","arguments":{"x-match":"any","n":1,"deep":{"list":[true,1.5,"t"]}}}`)
	from.must("POST", "/api/bindings/v/e/x/e/amq.topic", `{"routing_key":"e"}`)

	exported := from.do(http.MethodGet, "/api/definitions", "").body
	to.must("POST", "/api/definitions", exported)
	require.JSONEq(t, exported, to.do(http.MethodGet, "/api/definitions", "").body)
	to.must("POST", "/api/definitions", exported) // once more changes nothing
	require.JSONEq(t, exported, to.do(http.MethodGet, "/api/definitions", "").body)

	one := from.do(http.MethodGet, "/api/definitions/v", "").body
	to.must("PUT", "/api/vhosts/w", `{}`)
	to.must("POST", "/api/definitions/w", one)
	require.Equal(t, get[object](from, "/api/definitions/v")["queues"], get[object](to, "/api/definitions/w")["queues"])
	require.Equal(t, get[object](from, "/api/definitions/v")["bindings"], get[object](to, "/api/definitions/w")["bindings"])

	for body, reason := range map[string]string{
		`{"queues":[{"name":"q","vhost":"none"}]}`: `"no vhost 'none'"`,
		`{"queues":{}}`:  `"queues must be a list"`,
		`{"queues":[1]}`: `"queues must be a list of objects"`,
		`{"parameters":[{"component":"shovel","name":"s","vhost":"/","value":{}}]}`:                          `"Validation failed\n\ncomponent shovel not found\n"`,
		`{"exchanges":[{"name":"x","vhost":"/","type":"bogus"}]}`:                                            `"unknown exchange type 'bogus'"`,
		`{"bindings":[{"vhost":"/","source":"amq.fanout","destination":"none","destination_type":"queue"}]}`: `"no queue 'none' in vhost '/'"`,
		`{`: `"failed_to_parse_json"`,
	} {
		a := to.do(http.MethodPost, "/api/definitions", body)
		require.Equal(t, 400, a.status, body)
		require.JSONEq(t, refused(reason), a.body, body)
	}
}

// What clients declare by AMQP may hold values that JSON has not.
func TestArgumentsOfEveryType(t *testing.T) {
	s := open(t)
	_, ch := s.connect("c")
	args := wire.Table{
		{Name: "bool", Value: true}, {Name: "byte", Value: int8(-1)}, {Name: "long", Value: int64(1) << 62},
		{Name: "inf", Value: math.Inf(-1)}, {Name: "nan", Value: float32(math.NaN())}, {Name: "double", Value: 1.5},
		{Name: "bytes", Value: []byte("ab")}, {Name: "not UTF-8", Value: "\xff"}, {Name: "void"},
		{Name: "decimal", Value: wire.Decimal{Scale: 2, Value: 314}}, {Name: "time", Value: wire.Timestamp(7)},
		{Name: "array", Value: wire.Array{int32(1), wire.Table{{Name: "x", Value: "y"}}}},
	}
	s.update(func(tx *amqp.Tx) error {
		require.NoError(t, ch.Bind(tx, amqp.Bind{Source: "amq.direct", Destination: "amq.fanout", ToExchange: true, Arguments: args}))
		return nil
	})
	a := s.do(http.MethodGet, "/api/bindings/%2F/e/amq.direct/e/amq.fanout?columns=arguments", "")
	require.Equal(t, 200, a.status)
	require.JSONEq(t, `[{"arguments":{"bool":true,"byte":-1,"long":4611686018427387904,"inf":"-Inf","nan":"NaN","double":1.5,
		"bytes":"ab","not UTF-8":"Not UTF-8, base64 is: /w==","void":null,"decimal":{"scale":2,"value":314},"time":7,"array":[1,{"x":"y"}]}}]`, a.body)
	key := get[[]object](s, "/api/bindings/%2F/e/amq.direct/e/amq.fanout")[0]["properties_key"].(string)
	s.must("DELETE", "/api/bindings/%2F/e/amq.direct/e/amq.fanout/"+url.PathEscape(key), "")
}

func TestAlarmsAreTold(t *testing.T) {
	s := openWith(t, amqp.Options{InMemory: true, MemoryAlarm: 1})
	_, ch := s.connect("c")
	s.must("PUT", "/api/queues/%2F/q", `{}`)
	for range 2 { // the first raises the alarm, the second has its connection wait
		s.update(func(tx *amqp.Tx) error { return ch.Publish(tx, amqp.Publish{Key: []byte("q")}) })
	}
	a := s.do(http.MethodGet, "/api/health/checks/alarms", "")
	require.Equal(t, http.StatusServiceUnavailable, a.status)
	require.JSONEq(t, `{"status":"failed","reason":"There are alarms in effect in the cluster",
		"alarms":[{"node":"twelvefold@localhost","resource":"memory"}]}`, a.body)
	require.Equal(t, "blocked", get[object](s, "/api/connections/c")["state"])
	node := get[[]object](s, "/api/nodes")[0]
	has(t, node, object{"mem_alarm": true, "disk_free_alarm": false, "running": true})
	require.Contains(t, s.do(http.MethodGet, "/metrics", "").body, "\nrabbitmq_alarms_memory_used_watermark 1\n")
	s.must("DELETE", "/api/queues/%2F/q/contents", "")
	require.Equal(t, http.StatusOK, s.do(http.MethodGet, "/api/health/checks/alarms", "").status)
}
