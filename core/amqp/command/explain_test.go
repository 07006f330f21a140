package command_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestExplain holds the explanation's text, which names every binding that was
// looked at, against one topology.
func TestExplain(t *testing.T) {
	_, s := open(t)
	for _, c := range [][2]string{
		{"exchange.declare", `{"exchange":"rest","type":"fanout"}`},
		{"exchange.declare", `{"exchange":"x","type":"topic","arguments":{"alternate-exchange":"rest"}}`},
		{"queue.declare", `{"queue":"q"}`},
		{"queue.declare", `{"queue":"full","arguments":{"x-max-length":0,"x-overflow":"reject-publish"}}`},
		{"queue.bind", `{"queue":"q","exchange":"x","routing_key":"a.*"}`},
		{"queue.bind", `{"queue":"full","exchange":"x","routing_key":"a.b"}`},
		{"queue.bind", `{"queue":"q","exchange":"rest"}`},
		{"exchange.bind", `{"source":"x","destination":"amq.headers","routing_key":"a.#"}`},
		{"queue.bind", `{"queue":"q","exchange":"amq.headers","arguments":{"colour":"red","size":1}}`},
		{"exchange.declare", `{"exchange":"later","type":"x-delayed-message","arguments":{"x-delayed-type":"fanout"}}`},
	} {
		_, err := s.Do(epoch, c[0], []byte(c[1]))
		require.NoError(t, err, c)
	}
	for _, c := range []struct{ args, text string }{
		{`{"exchange":"x","routing_key":"a.b","properties":{"headers":{"size":2}}}`, `exchange 'x' (topic), routing key 'a.b':
  + queue 'full' by 'a.b': it matches 'a.b'
  + queue 'q' by 'a.*': it matches 'a.b'
  + exchange 'amq.headers' by 'a.#': it matches 'a.b'
exchange 'amq.headers' (headers), routing key 'a.b':
  - queue 'q' by '': the message has no header colour; it has another value in size
It reaches full, q.
Full, and refusing it: full.
`},
		{`{"exchange":"x","routing_key":"b"}`, `exchange 'x' (topic), routing key 'b':
  - queue 'q' by 'a.*': word 1 is 'b', not 'a'
  - queue 'full' by 'a.b': word 1 is 'b', not 'a'
  - exchange 'amq.headers' by 'a.#': word 1 is 'b', not 'a'
  nothing matches: on to the alternate exchange 'rest'
exchange 'rest' (fanout), routing key 'b':
  + queue 'q' by '': it matches 'b'
It reaches q.
`},
		{`{"routing_key":"q","properties":{"headers":{"CC":["nobody"]}}}`, `the default exchange (direct), routing key 'q', 'nobody':
  + queue 'q' by 'q': the default exchange knows every queue by its name
  - queue 'nobody' by 'nobody': there is no queue of that name
It reaches q.
`},
		{`{"exchange":"later","routing_key":"k","properties":{"headers":{"x-delay":50}}}`, `exchange 'later' (x-delayed-message), routing key 'k', after 50 ms:
It reaches no queue: it is dropped, or returned where it is mandatory.
`},
	} {
		reply, err := s.Do(epoch, "broker.explain", []byte(c.args))
		require.NoError(t, err)
		var e struct {
			Text   string
			Queues []string
		}
		require.NoError(t, json.Unmarshal(reply, &e))
		require.Equal(t, c.text, e.Text)
		require.NotNil(t, e.Queues)
	}
	run(t, s, []call{
		{op: "broker.explain", args: `{"exchange":"nowhere"}`, err: "NOT_FOUND - no exchange 'nowhere' in vhost '/'"},
		{op: "channel.open", reply: `{}`},
		{op: "basic.get", args: `{"queue":"q"}`, reply: `null`}, // nothing was published
	})
}
