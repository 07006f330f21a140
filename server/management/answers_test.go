package management_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// step is a request with the answer that RabbitMQ 3.10.8 gave to it; where
// ours differs on purpose a comment says so. An empty body is none at all.
type step struct {
	method, path, sent string
	status             int
	body               string
}

const absent = `{"error":"Object Not Found","reason":"Not Found"}`

func refused(reason string) string { return `{"error":"bad_request","reason":` + reason + `}` }

// stories are requests one after the other, each on a new broker.
var stories = map[string][]step{
	"queues": {
		{"PUT", "/api/queues/%2F/new", `{"durable":true,"arguments":{"x-max-length":5}}`, 201, ``},
		{"PUT", "/api/queues/%2F/new", `{"durable":true,"arguments":{"x-max-length":5}}`, 204, ``},
		{"PUT", "/api/queues/%2F/new", `{"durable":false}`, 400,
			refused(`"inequivalent arg 'durable' for queue 'new' in vhost '/': received 'false' but current is 'true'"`)},
		{"PUT", "/api/queues/%2F/other", `{"durable":"true"}`, 201, ``},
		{"PUT", "/api/queues/%2F/bad", `{"durable":"maybe"}`, 400, refused(`["not_boolean","maybe"]`)},
		{"PUT", "/api/queues/%2F/bad", `{"arguments":{"x-max-length":-1}}`, 400,
			refused(`"invalid arg 'x-max-length' for queue 'bad' in vhost '/': {value_negative,-1}"`)},
		{"PUT", "/api/queues/%2F/bad", `"str"`, 400,
			refused(`"invalid payload: the request body JSON-decoded to a string. Is the input doubly-JSON-encoded?"`)},
		{"PUT", "/api/queues/%2F/bad", `{`, 400, refused(`"not_json"`)},
		{"PUT", "/api/queues/none/bad", `{}`, 404, `{"error":"not_found","reason":"vhost_not_found"}`},
		{"PUT", "/api/queues/%2F/amq.x", `{}`, 401, `{"error":"not_authorised","reason":"Access refused."}`},
		{"POST", "/api/queues/%2F/new/actions", `{"action":"sync"}`, 204, ``},
		{"POST", "/api/queues/%2F/new/actions", `{"action":"x"}`, 400, refused(`["unknown","x"]`)},
		{"DELETE", "/api/queues/%2F/new/contents", ``, 204, ``},
		{"DELETE", "/api/queues/%2F/none/contents", ``, 404, absent},
		{"DELETE", "/api/queues/%2F/new", ``, 204, ``},
		{"DELETE", "/api/queues/%2F/new", ``, 404, absent},
		{"GET", "/api/queues/%2F/new", ``, 404, absent},
		{"GET", "/api/queues/none", ``, 404, absent},
		{"PATCH", "/api/queues", ``, 405, ``},
		{"GET", "/api/none", ``, 404, absent},
	},
	"exchanges": {
		{"PUT", "/api/exchanges/%2F/x", `{"type":"topic","durable":true}`, 201, ``},
		{"PUT", "/api/exchanges/%2F/x", `{"type":"topic","durable":true}`, 204, ``},
		{"GET", "/api/exchanges/%2F/x", ``, 200, `{"name":"x","vhost":"/","type":"topic","durable":true,
			"auto_delete":false,"internal":false,"arguments":{},"incoming":[],"outgoing":[]}`},
		{"PUT", "/api/exchanges/%2F/y", `{"type":"bogus"}`, 400, refused(`"unknown exchange type 'bogus'"`)},
		{"DELETE", "/api/exchanges/%2F/amq.direct", ``, 401, `{"error":"not_authorised","reason":"Access refused."}`},
		{"DELETE", "/api/exchanges/%2F/x", ``, 204, ``},
		{"DELETE", "/api/exchanges/%2F/x", ``, 404, absent},
	},
	"bindings": {
		{"PUT", "/api/exchanges/%2F/x", `{}`, 201, ``},
		{"PUT", "/api/queues/%2F/q", `{}`, 201, ``},
		{"POST", "/api/bindings/%2F/e/x/q/q", `{"routing_key":"k~ y","arguments":{}}`, 201, ``},
		{"GET", "/api/bindings/%2F/e/x/q/q", ``, 200, `[{"source":"x","vhost":"/","destination":"q",
			"destination_type":"queue","routing_key":"k~ y","arguments":{},"properties_key":"k%7E+y"}]`},
		{"GET", "/api/bindings/%2F/e/x/q/q/k%257E%2By", ``, 200, `{"source":"x","vhost":"/","destination":"q",
			"destination_type":"queue","routing_key":"k~ y","arguments":{},"properties_key":"k%7E+y"}`},
		{"POST", "/api/bindings/%2F/e/x/e/amq.fanout", `{}`, 201, ``},
		{"GET", "/api/exchanges/%2F/amq.fanout/bindings/destination", ``, 200, `[{"source":"x","vhost":"/",
			"destination":"amq.fanout","destination_type":"exchange","routing_key":"","arguments":{},"properties_key":"~"}]`},
		{"GET", "/api/queues/%2F/q/bindings", ``, 200, `[
			{"source":"","vhost":"/","destination":"q","destination_type":"queue","routing_key":"q","arguments":{},"properties_key":"q"},
			{"source":"x","vhost":"/","destination":"q","destination_type":"queue","routing_key":"k~ y","arguments":{},"properties_key":"k%7E+y"}]`},
		{"POST", "/api/bindings/%2F/e/none/q/q", `{"routing_key":"k"}`, 404,
			`{"error":"not_found","reason":"no exchange 'none' in vhost '/'"}`},
		{"DELETE", "/api/bindings/%2F/e/x/q/q/zzz", ``, 404, absent},
		{"DELETE", "/api/bindings/%2F/e/x/q/q/k%257E%2By", ``, 204, ``},
		{"GET", "/api/bindings/%2F/e/x/q/q", ``, 200, `[]`},
		// Clients quote keys in other ways, too; the hash of arguments is our own.
		{"POST", "/api/bindings/%2F/e/x/q/q", `{"routing_key":"a.*"}`, 201, ``},
		{"POST", "/api/bindings/%2F/e/x/q/q", `{"routing_key":"a.*","arguments":{"n":1}}`, 201, ``},
		{"DELETE", "/api/bindings/%2F/e/x/q/q/a.*", ``, 204, ``},
		{"DELETE", "/api/bindings/%2F/e/x/q/q/a.*", ``, 404, absent},
		{"DELETE", "/api/bindings/%2F/e/x/q/q/a.*~none", ``, 404, absent},
		{"GET", "/api/bindings/%2F/e/x/q/q?columns=properties_key", ``, 200, `[{"properties_key":"a.%2A~rJ7tug"}]`},
		{"DELETE", "/api/bindings/%2F/e/x/q/q/a.*~rJ7tug", ``, 204, ``},
	},
	"messages": {
		{"PUT", "/api/queues/%2F/q", `{}`, 201, ``},
		{"POST", "/api/exchanges/%2F/amq.default/publish", `{"routing_key":"q","payload":"hello","payload_encoding":"string",
			"properties":{"headers":{"a":1,"b":"x"},"delivery_mode":2}}`, 200, `{"routed":true}`},
		{"POST", "/api/exchanges/%2F/amq.default/publish", `{"routing_key":"none","payload":"hello","payload_encoding":"string","properties":{}}`,
			200, `{"routed":false}`},
		{"POST", "/api/exchanges/%2F/amq.default/publish", `{"routing_key":"q","payload":"/w==","payload_encoding":"base64","properties":{}}`,
			200, `{"routed":true}`},
		{"POST", "/api/exchanges/%2F/amq.default/publish", `{"properties":{},"payload":"","payload_encoding":"string"}`, 400,
			refused(`"[{key_missing,routing_key}]"`)},
		{"POST", "/api/exchanges/%2F/amq.default/publish", `{"routing_key":"q","payload":"","payload_encoding":"b","properties":{}}`, 400,
			refused(`["unsupported_encoding","b"]`)},
		{"POST", "/api/exchanges/%2F/amq.default/publish", `{"routing_key":"q","payload":"","payload_encoding":"string","properties":{"priority":"x"}}`, 400,
			refused(`["not_int","priority"]`)},
		{"POST", "/api/exchanges/%2F/none/publish", `{"routing_key":"q","payload":"","payload_encoding":"string","properties":{}}`, 400,
			refused(`"404 NOT_FOUND - no exchange 'none' in vhost '/'"`)},
		{"POST", "/api/queues/%2F/q/get", `{"count":5,"ackmode":"ack_requeue_true","encoding":"auto","truncate":50000}`, 200, `[
			{"payload_bytes":5,"redelivered":false,"exchange":"","routing_key":"q","message_count":1,
			 "properties":{"delivery_mode":2,"headers":{"a":1,"b":"x"}},"payload":"hello","payload_encoding":"string"},
			{"payload_bytes":1,"redelivered":false,"exchange":"","routing_key":"q","message_count":0,
			 "properties":[],"payload":"/w==","payload_encoding":"base64"}]`},
		{"POST", "/api/queues/%2F/q/get", `{"count":"1","ackmode":"reject_requeue_true","encoding":"base64","truncate":1}`, 200, `[
			{"payload_bytes":5,"redelivered":true,"exchange":"","routing_key":"q","message_count":1,
			 "properties":{"delivery_mode":2,"headers":{"a":1,"b":"x"}},"payload":"aA==","payload_encoding":"base64"}]`},
		{"POST", "/api/queues/%2F/q/get", `{"count":1}`, 400, refused(`"[{key_missing,ackmode},{key_missing,encoding}]"`)},
		{"POST", "/api/queues/%2F/q/get", `{"count":5,"ackmode":"reject_requeue_false","encoding":"auto","truncate":0}`, 200, `[
			{"payload_bytes":5,"redelivered":true,"exchange":"","routing_key":"q","message_count":1,
			 "properties":{"delivery_mode":2,"headers":{"a":1,"b":"x"}},"payload":"","payload_encoding":"string"},
			{"payload_bytes":1,"redelivered":true,"exchange":"","routing_key":"q","message_count":0,
			 "properties":[],"payload":"","payload_encoding":"string"}]`},
		{"POST", "/api/queues/%2F/q/get", `{"count":1,"ackmode":"ack_requeue_false","encoding":"auto"}`, 200, `[]`},
		{"PUT", "/api/queues/%2F/full", `{"arguments":{"x-max-length":0,"x-overflow":"reject-publish"}}`, 201, ``},
		{"POST", "/api/exchanges/%2F/amq.default/publish", `{"routing_key":"full","payload":"","payload_encoding":"string","properties":{}}`, 400,
			refused(`"rejected Unable to publish message. Check queue limits."`)},
	},
	"users": {
		{"PUT", "/api/users/al", `{"password":"x","tags":"monitoring,foo"}`, 201, ``},
		{"PUT", "/api/users/al2", `{"password":"x"}`, 400, refused(`"tags_not_present"`)},
		{"PUT", "/api/users/al2", `{"tags":"","password_hash":"kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR"}`, 201, ``},
		{"GET", "/api/users/al2", ``, 200, `{"name":"al2","tags":[],"limits":{},"hashing_algorithm":"rabbit_password_hashing_sha256",
			"password_hash":"kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR"}`},
		{"PUT", "/api/users/al2", `{"tags":"","password_hash":"zz"}`, 400, refused(`["not_base64","zz"]`)},
		{"PUT", "/api/users/al2", `{"tags":"","password_hash":"kI3G","password":"x"}`, 400,
			refused(`"both_password_and_password_hash_are_provided"`)},
		{"PUT", "/api/permissions/%2F/al", `{"configure":"^a","write":"","read":".*"}`, 201, ``},
		{"GET", "/api/users/al/permissions", ``, 200, `[{"user":"al","vhost":"/","configure":"^a","write":"","read":".*"}]`},
		{"GET", "/api/users/without-permissions", ``, 200, `[{"name":"al2","tags":[],"limits":{},"hashing_algorithm":"rabbit_password_hashing_sha256",
			"password_hash":"kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR"}]`},
		{"PUT", "/api/permissions/%2F/al", `{"configure":""}`, 400, refused(`"[{key_missing,write},{key_missing,read}]"`)},
		{"PUT", "/api/permissions/%2F/none", `{"configure":"","write":"","read":""}`, 400, refused(`"vhost_or_user_not_found"`)},
		// RabbitMQ prints Erlang's account of the expression.
		{"PUT", "/api/permissions/%2F/al", `{"configure":"*","write":"","read":""}`, 400, refused(`"invalid regular expression '*'"`)},
		{"GET", "/api/permissions/%2F/al2", ``, 404, absent},
		{"GET", "al:x/api/users", ``, 401, `{"error":"not_authorised","reason":"Not administrator user"}`},
		{"GET", "al:x/api/whoami", ``, 200, `{"name":"al","tags":["monitoring","foo"]}`},
		{"GET", "al:y/api/whoami", ``, 401, `{"error":"not_authorized","reason":"Login failed"}`},
		{"GET", "none:y/api/whoami", ``, 401, `{"error":"not_authorized","reason":"Login failed"}`},
		{"DELETE", "/api/permissions/%2F/al", ``, 204, ``},
		{"DELETE", "/api/permissions/%2F/al", ``, 404, absent},
		{"POST", "/api/users/bulk-delete", `{"users":["al","al2"]}`, 204, ``},
		{"GET", "/api/users/al", ``, 404, absent},
		{"GET", "/api/topic-permissions/%2F/guest", ``, 404, absent},
		{"PUT", "/api/topic-permissions/%2F/guest", `{"exchange":"x","write":"^a","read":"^{username}"}`, 201, ``},
		{"PUT", "/api/topic-permissions/%2F/guest", `{"exchange":"other","write":"","read":""}`, 204, ``},
		{"GET", "/api/topic-permissions/%2F/guest", ``, 200, `[{"user":"guest","vhost":"/","exchange":"other","write":"","read":""},
			{"user":"guest","vhost":"/","exchange":"x","write":"^a","read":"^{username}"}]`},
		{"PUT", "/api/topic-permissions/%2F/guest", `{"exchange":"x","write":""}`, 400, refused(`"[{key_missing,read}]"`)},
		{"PUT", "/api/topic-permissions/%2F/guest", `{"exchange":"x","write":"(","read":""}`, 400, refused(`"invalid regular expression '('"`)},
		{"PUT", "/api/topic-permissions/%2F/nobody", `{"exchange":"x","write":"","read":""}`, 400, refused(`"vhost_or_user_not_found"`)},
		{"PUT", "/api/topic-permissions/nowhere/guest", `{"exchange":"x","write":"","read":""}`, 400, refused(`"vhost_or_user_not_found"`)},
		{"GET", "/api/users/nobody/topic-permissions", ``, 404, absent},
		{"DELETE", "/api/topic-permissions/%2F/guest", ``, 204, ``},
		{"DELETE", "/api/topic-permissions/%2F/guest", ``, 404, absent},
		{"GET", "/api/topic-permissions", ``, 200, `[]`},
	},
	"vhosts": {
		{"PUT", "/api/vhosts/v2", `{"description":"d","tags":"t1,t2"}`, 201, ``},
		{"GET", "/api/vhosts/v2/permissions", ``, 200, `[{"user":"guest","vhost":"v2","configure":".*","write":".*","read":".*"}]`},
		{"GET", "/api/vhosts/v2?columns=name,description,tags,metadata.tags", ``, 200,
			`{"name":"v2","description":"d","tags":["t1","t2"],"metadata":{"tags":["t1","t2"]}}`},
		{"DELETE", "/api/vhosts/v2", ``, 204, ``},
		{"DELETE", "/api/vhosts/v2", ``, 404, absent},
		{"GET", "/api/permissions", ``, 200, `[{"user":"guest","vhost":"/","configure":".*","write":".*","read":".*"}]`},
	},
	"policies": {
		{"PUT", "/api/policies/%2F/p", `{"pattern":"a","definition":{"max-length":1}}`, 201, ``},
		{"PUT", "/api/policies/%2F/p", `{"pattern":"a","definition":{"max-length":2},"priority":3}`, 204, ``},
		{"GET", "/api/policies/%2F/p", ``, 200, `{"vhost":"/","name":"p","pattern":"a","apply-to":"all","definition":{"max-length":2},"priority":3}`},
		{"PUT", "/api/policies/%2F/q", `{"pattern":"a","definition":{}}`, 400, refused(`"Validation failed\n\nno policy provided\n"`)},
		{"PUT", "/api/policies/%2F/q", `{"pattern":"a","definition":{"bogus":1}}`, 400,
			refused(`"Validation failed\n\n[{&lt;&lt;\"bogus\"&gt;&gt;,1}] are not recognised policy settings\n"`)},
		{"PUT", "/api/policies/%2F/q", `{"pattern":"a","definition":{"max-length":"x"}}`, 400,
			refused(`"Validation failed\n\n&lt;&lt;\"x\"&gt;&gt; is not a valid maximum length\n"`)},
		{"PUT", "/api/policies/%2F/q", `{"pattern":"a","definition":{"max-length":1},"apply-to":"x"}`, 400,
			refused(`"Validation failed\n\napply-to 'x' unrecognised; should be 'queues', 'exchanges' or 'all'\n"`)},
		{"PUT", "/api/policies/%2F/q", `{"definition":{"max-length":1}}`, 400, refused(`"[{key_missing,pattern}]"`)},
		{"PUT", "/api/policies/none/q", `{"pattern":"a","definition":{"max-length":1}}`, 404, `{"error":"not_found","reason":"vhost_not_found"}`},
		{"DELETE", "/api/policies/%2F/p", ``, 204, ``},
		{"DELETE", "/api/policies/%2F/p", ``, 404, absent},
	},
	"health": {
		{"GET", "/api/aliveness-test/%2F", ``, 200, `{"status":"ok"}`},
		{"GET", "/api/healthchecks/node", ``, 200, `{"status":"ok"}`},
		{"GET", "/api/health/checks/alarms", ``, 200, `{"status":"ok"}`},
		{"GET", "/api/health/checks/node-is-quorum-critical", ``, 200, `{"status":"ok","reason":"single node cluster"}`},
		// The listener on 5671 has a certificate for ten more days.
		{"GET", "/api/health/checks/certificate-expiration/1/weeks", ``, 200, `{"status":"ok"}`},
		{"GET", "/api/health/checks/certificate-expiration/2/weeks", ``, 503, `{"status":"failed","reason":"Certificates expiring",
			"expired":[{"node":"twelvefold@localhost","protocol":"amqp/ssl","interface":"127.0.0.1","port":5671,
			"certfile_expires_on":["2023-11-24 22:13:20"]}]}`},
		{"GET", "/api/health/checks/certificate-expiration/x/weeks", ``, 400, refused(`"Invalid expiration value."`)},
		{"GET", "/api/health/checks/certificate-expiration/1/moons", ``, 400,
			refused(`"Time unit not recognised. Supported units: days, weeks, months, years."`)},
		{"GET", "/api/health/checks/port-listener/5672", ``, 200, `{"status":"ok","port":5672}`},
		{"GET", "/api/health/checks/port-listener/1", ``, 503,
			`{"status":"failed","reason":"No active listener","missing":1,"ports":[5672,5671,15672]}`},
		{"GET", "/api/health/checks/port-listener/x", ``, 400, refused(`"Invalid port"`)},
		{"GET", "/api/health/checks/protocol-listener/AMQP091", ``, 200, `{"status":"ok","protocol":"amqp"}`},
		{"GET", "/api/health/checks/protocol-listener/mqtt", ``, 503,
			`{"status":"failed","reason":"No active listener","missing":"mqtt","protocols":["amqp","amqp/ssl","http"]}`},
	},
	"connections": {
		{"GET", "/api/connections/", ``, 200, `[]`},
		{"DELETE", "/api/connections/none", ``, 404, absent},
		{"GET", "/api/connections/none/channels", ``, 404, absent},
		{"GET", "/api/channels/none", ``, 404, absent},
	},
	// What this broker has none of, or does not do.
	"others": {
		{"GET", "/api/parameters", ``, 200, `[]`},
		{"PUT", "/api/parameters/federation/%2F/x", `{"value":{}}`, 400, refused(`"Validation failed\n\ncomponent federation not found\n"`)},
		{"GET", "/api/cluster-name", ``, 200, `{"name":"twelvefold"}`},
		{"GET", "/cli/rabbitmqadmin", ``, 404, `{"error":"Object Not Found",
			"reason":"rabbitmqadmin is not part of twelvefold: take the one that RabbitMQ or your distribution has"}`},
	},
}

func TestAnswersAreRabbitMQs(t *testing.T) { tell(t, stories) }

// tell sends the requests of each story to a new broker.
func tell(t *testing.T, stories map[string][]step) {
	t.Helper()
	for name, steps := range stories {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			for _, step := range steps {
				a := s.do(step.method, step.path, step.sent)
				require.Equal(t, step.status, a.status, "%s %s: %s", step.method, step.path, a.body)
				if step.body == "" {
					require.Empty(t, a.body, "%s %s", step.method, step.path)
					continue
				}
				require.JSONEq(t, step.body, a.body, "%s %s", step.method, step.path)
				require.Equal(t, "application/json", a.header.Get("Content-Type"))
			}
		})
	}
}
