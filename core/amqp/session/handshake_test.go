package session_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

func TestHandshakes(t *testing.T) {
	startWith := func(mechanism, response string) *wire.ConnectionStartOk {
		return &wire.ConnectionStartOk{ClientProperties: capabilities, Mechanism: mechanism, Response: response, Locale: "en_US"}
	}
	tune := &wire.ConnectionTuneOk{ChannelMax: 10, FrameMax: 4096}
	open := &wire.ConnectionOpen{VirtualHost: "/"}
	const refused = "0 connection.close 403 ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile."
	tests := []struct {
		name string
		send []wire.Method
		want []string // after connection.start
		done bool
	}{
		{"plain", []wire.Method{startOk, tune, open}, []string{"0 connection.tune", "0 connection.open-ok"}, false},
		{"amqplain", []wire.Method{startWith("AMQPLAIN", "\x05LOGINS\x00\x00\x00\x05guest\x08PASSWORDS\x00\x00\x00\x05guest"), tune, open},
			[]string{"0 connection.tune", "0 connection.open-ok"}, false},
		{"limits of 0 are the server's", []wire.Method{startOk, &wire.ConnectionTuneOk{}, open}, []string{"0 connection.tune", "0 connection.open-ok"}, false},
		{"wrong password", []wire.Method{startWith("PLAIN", "\x00guest\x00wrong")}, []string{refused}, false},
		{"unknown user", []wire.Method{startWith("PLAIN", "\x00nobody\x00guest")}, []string{refused}, false},
		{"not even a password", []wire.Method{startWith("PLAIN", "guest")}, []string{refused}, false},
		{"a client that can't be told", []wire.Method{&wire.ConnectionStartOk{Mechanism: "PLAIN", Response: "\x00guest\x00wrong"}}, nil, true},
		{"a table cut short", []wire.Method{startWith("AMQPLAIN", "\x05LOGINS\x00\x00\xff\xffguest")},
			[]string{"0 connection.close 403 ACCESS_REFUSED - Login was refused using authentication mechanism AMQPLAIN. *"}, false},
		{"unknown mechanism", []wire.Method{startWith("EXTERNAL", "")}, []string{"0 connection.close 503 COMMAND_INVALID - unknown authentication mechanism 'EXTERNAL'*"}, false},
		{"frame_max too small", []wire.Method{startOk, &wire.ConnectionTuneOk{FrameMax: 4095}},
			[]string{"0 connection.tune", "0 connection.close 530 NOT_ALLOWED - *"}, false},
		{"frame_max too large", []wire.Method{startOk, &wire.ConnectionTuneOk{FrameMax: 131073}},
			[]string{"0 connection.tune", "0 connection.close 530 NOT_ALLOWED - *"}, false},
		{"channel_max too large", []wire.Method{startOk, &wire.ConnectionTuneOk{ChannelMax: 2048}},
			[]string{"0 connection.tune", "0 connection.close 530 NOT_ALLOWED - *"}, false},
		{"unknown vhost", []wire.Method{startOk, tune, &wire.ConnectionOpen{VirtualHost: "no"}},
			[]string{"0 connection.tune", "0 connection.close 530 NOT_ALLOWED - *"}, false},
		{"open before start-ok", []wire.Method{open}, []string{"0 connection.close *"}, false},
		{"tune-ok before start-ok", []wire.Method{tune}, []string{"0 connection.close *"}, false},
		{"start-ok twice", []wire.Method{startOk, startOk}, []string{"0 connection.tune", "0 connection.close *"}, false},
		{"close in between", []wire.Method{startOk, &wire.ConnectionClose{}}, []string{"0 connection.tune", "0 connection.close-ok"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBroker(t, amqp.Options{}, session.Options{})
			c := b.connect()
			c.feed([]byte(wire.ProtocolHeader))
			c.send(0, test.send...)
			c.wants(append([]string{"0 connection.start"}, test.want...)...)
			assert.Equal(t, test.done, c.conn.Done())
			c.conn.Close(nil)
			assert.Zero(t, b.db.Stats().Connections)
		})
	}
}

// TestExternal: who has proven to be somebody logs in as that and nobody else,
// or by a password as before.
func TestExternal(t *testing.T) {
	external := &wire.ConnectionStartOk{ClientProperties: capabilities, Mechanism: "EXTERNAL", Response: "guest", Locale: "en_US"}
	for _, test := range []struct {
		name, user, mechanisms string
		start                  *wire.ConnectionStartOk
		want                   string
	}{
		{"a user", "CN=alice", "PLAIN AMQPLAIN EXTERNAL", external, "0 connection.tune"},
		{"nobody's certificate", "CN=bob", "PLAIN AMQPLAIN EXTERNAL", external,
			"0 connection.close 403 ACCESS_REFUSED - Login was refused using authentication mechanism EXTERNAL. *"},
		{"a password", "CN=bob", "PLAIN AMQPLAIN EXTERNAL", startOk, "0 connection.tune"},
		{"no certificate", "", "PLAIN AMQPLAIN", external, "0 connection.close 503 COMMAND_INVALID - *"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBroker(t, amqp.Options{User: "CN=alice", Password: "x"}, session.Options{})
			require.NoError(t, b.db.Update(func(tx *amqp.Tx) error {
				return tx.PutAccount(amqp.Account{Name: "guest", Hash: tx.HashPassword("guest")})
			}))
			c := &client{b: b, conn: b.sessions.Connect(session.Peer{User: test.user})}
			c.feed([]byte(wire.ProtocolHeader))
			c.parser.Feed(c.conn.Out())
			f, ok, err := c.parser.Next()
			require.NoError(t, err)
			require.True(t, ok)
			m, err := wire.DecodeMethod(f.Payload)
			require.NoError(t, err)
			require.Equal(t, test.mechanisms, m.(*wire.ConnectionStart).Mechanisms)
			c.parser.Hold()
			c.send(0, test.start)
			c.wants(test.want)
		})
	}
}

func TestOtherProtocolIsToldOurs(t *testing.T) {
	for _, header := range []string{"AMQP\x00\x00\x09\x00", "AMQP\x01\x01\x00\x09", "GET / HTTP/1.1\r\n\r\n"} {
		c := newBroker(t, amqp.Options{}, session.Options{}).connect()
		c.feed([]byte(header))
		assert.Equal(t, wire.ProtocolHeader, string(c.conn.Out()), "%q", header)
		assert.True(t, c.conn.Done())
	}
}

func TestHandshakeByteByByte(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{})
	c := b.connect()
	in := []byte(wire.ProtocolHeader)
	for _, m := range []wire.Method{startOk, &wire.ConnectionTuneOk{}, &wire.ConnectionOpen{VirtualHost: "/"}} {
		in = wire.AppendMethodFrame(in, 0, m)
	}
	in = wire.AppendMethodFrame(in, 1, &wire.ChannelOpen{})
	in = wire.AppendMethodFrame(in, 1, &wire.QueueDeclare{Queue: "q"})
	in = append(in, publishFrames(1, &wire.BasicPublish{RoutingKey: "q"}, "hello")...)
	in = wire.AppendMethodFrame(in, 1, &wire.BasicGet{Queue: "q", NoAck: true})
	for i := range in {
		c.feed(in[i : i+1])
	}
	c.wants("0 connection.start", "0 connection.tune", "0 connection.open-ok", "1 channel.open-ok",
		"1 queue.declare-ok {Queue:q MessageCount:0 ConsumerCount:0}",
		"1 basic.get-ok {DeliveryTag:1 Redelivered:false Exchange: RoutingKey:q MessageCount:0}", "1 header 5", "1 body hello")
}

func TestHandshakeTakesTooLong(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{HandshakeTimeout: 5 * time.Second})
	c := b.connect()
	require.Equal(t, start.Add(5*time.Second), c.conn.Deadline())
	c.feed([]byte(wire.ProtocolHeader))
	b.advance(5*time.Second - 1)
	c.feed(nil)
	require.False(t, c.conn.Done())
	b.advance(1)
	c.feed(nil)
	require.True(t, c.conn.Done())
}

func TestCloseIsWaitedForAndThenGivenUp(t *testing.T) {
	b := newBroker(t, amqp.Options{}, session.Options{})
	c := b.client(1)
	c.send(1, &wire.ChannelOpen{}) // a second time: 504
	c.wants("0 connection.close 504 CHANNEL_ERROR - second 'channel.open' seen")
	require.Zero(t, b.db.Stats().Connections, "the broker has let go at once")
	c.send(1, &wire.QueueDeclare{Queue: "late"})
	c.wants()
	require.Zero(t, b.db.Stats().Queues, "what comes after connection.close is ignored")
	b.advance(10 * time.Second)
	c.feed(nil)
	require.True(t, c.conn.Done())
}
