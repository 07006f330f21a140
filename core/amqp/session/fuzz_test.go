package session_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// FuzzSession feeds a stranger's bytes before or after a handshake, in pieces,
// and holds that the session stays within its bounds, that what it writes are
// frames, and that another client is served as before.
func FuzzSession(f *testing.F) {
	opened := method(1, &wire.ChannelOpen{})
	declared := opened + method(1, &wire.QueueDeclare{Queue: "q"})
	for _, seed := range []string{
		wire.ProtocolHeader + method(0, startOk),
		opened, declared,
		declared + method(1, &wire.BasicConsume{Queue: "q"}) + string(publishFrames(1, &wire.BasicPublish{RoutingKey: "q"}, "x")),
		declared + method(1, &wire.TxSelect{}) + string(publishFrames(1, &wire.BasicPublish{RoutingKey: "q"}, "x")) + method(1, &wire.TxCommit{}),
		declared + method(1, &wire.QueueBind{Queue: "q", Exchange: "amq.topic", RoutingKey: strings.Repeat("#.a.", 50)}) +
			string(publishFrames(1, &wire.BasicPublish{Exchange: "amq.topic", RoutingKey: strings.Repeat("a.", 100)}, "x")),
		declared + method(1, &wire.BasicPublish{RoutingKey: "q"}) + header(1, 60, 1<<62, "\x00\x00") + body(1, "x"),
		opened + method(1, &wire.QueueDeclare{Queue: "q", Arguments: wire.Table{{Name: "x-queue-type", Value: "\xff"}}}),
		method(0, &wire.ConnectionClose{}), raw(9, 1, "x"), raw(wire.FrameHeartbeat, 0, ""),
	} {
		f.Add([]byte(seed), true, uint8(0))
		f.Add([]byte(seed), false, uint8(3))
	}
	f.Fuzz(func(t *testing.T, in []byte, afterHandshake bool, piece uint8) {
		b := newBroker(t, amqp.Options{MaxMessageSize: 1 << 16, MemoryAlarm: 1 << 20}, session.Options{})
		c := b.connect()
		if afterHandshake {
			c = b.client()
		}
		for rest := in; len(rest) > 0; {
			n := len(rest)
			if piece > 0 {
				n = min(n, int(piece))
			}
			c.feed(rest[:n])
			rest = rest[n:]
			c.read() // fails where the output is no AMQP
			if c.conn.Done() {
				break
			}
		}
		b.advance(time.Hour)
		c.feed(nil)
		c.read()
		c.conn.Close(nil)
		require.Zero(t, b.db.Stats().Connections)
		require.Zero(t, b.db.Stats().MessagesUnacked)

		other := b.client(1)
		other.send(1, &wire.QueueDeclare{Queue: "other", Exclusive: true})
		other.publish(1, "other", "unharmed")
		other.send(1, &wire.BasicGet{Queue: "other", NoAck: true})
		require.Contains(t, other.read(), "1 body unharmed")
	})
}
