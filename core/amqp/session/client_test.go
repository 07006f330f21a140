package session_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/world"
)

// broker is a broker in memory on a manual clock, with clients.
type broker struct {
	t        testing.TB
	db       *amqp.DB
	clock    *clock.Manual
	sessions *session.Server
}

var start = time.UnixMilli(1_700_000_000_000)

func newBroker(t testing.TB, o amqp.Options, so session.Options) *broker {
	t.Helper()
	b := &broker{t: t, clock: clock.NewManual(start)}
	o.InMemory = true
	var err error
	b.db, err = amqp.Open(world.World{Clock: b.clock, Seed: 1}, o)
	require.NoError(t, err)
	b.sessions = session.NewServer(b.db, so)
	return b
}

// advance moves the clock and does what is due.
func (b *broker) advance(d time.Duration) {
	b.clock.Advance(d)
	b.db.Tick(b.clock.Now())
}

// client drives one session as a socket loop would, and reads its output.
type client struct {
	b      *broker
	conn   *session.Conn
	parser wire.Parser
	wakes  int
}

// connect opens a session that has heard nothing yet.
func (b *broker) connect() *client {
	c := &client{b: b, conn: b.sessions.Connect(session.Peer{Addr: "127.0.0.1:1", Local: "127.0.0.1:2"})}
	c.conn.Wake(func() { c.wakes++ })
	return c
}

// The client's side of a handshake, without what differs.
var (
	capabilities = wire.Table{{Name: "capabilities", Value: wire.Table{
		{Name: "consumer_cancel_notify", Value: true}, {Name: "connection.blocked", Value: true},
		{Name: "authentication_failure_close", Value: true},
	}}}
	startOk = &wire.ConnectionStartOk{ClientProperties: capabilities, Mechanism: "PLAIN", Response: "\x00guest\x00guest", Locale: "en_US"}
)

// open connects, and does the handshake.
func (b *broker) open(tune wire.ConnectionTuneOk, channels ...uint16) *client {
	c := b.connect()
	c.feed([]byte(wire.ProtocolHeader))
	c.send(0, startOk)
	c.send(0, &tune)
	c.send(0, &wire.ConnectionOpen{VirtualHost: "/"})
	for _, ch := range channels {
		c.send(ch, &wire.ChannelOpen{})
	}
	out := c.read()
	require.Len(b.t, out, 3+len(channels), "%q", out)
	return c
}

// client is open with the usual limits and no heartbeat.
func (b *broker) client(channels ...uint16) *client {
	return b.open(wire.ConnectionTuneOk{ChannelMax: 2047, FrameMax: 131072}, channels...)
}

func (c *client) feed(p []byte) { c.conn.Feed(c.b.clock.Now(), p) }

func (c *client) send(channel uint16, methods ...wire.Method) {
	for _, m := range methods {
		c.feed(wire.AppendMethodFrame(nil, channel, m))
	}
}

// publish sends a message to the default exchange.
func (c *client) publish(channel uint16, queue, body string) {
	c.feed(publishFrames(channel, &wire.BasicPublish{RoutingKey: queue}, body))
}

func publishFrames(channel uint16, m *wire.BasicPublish, body string) []byte {
	out := wire.AppendMethodFrame(nil, channel, m)
	out = wire.AppendHeaderFrame(out, channel, 60, uint64(len(body)), []byte{0, 0})
	return wire.AppendBodyFrames(out, channel, []byte(body), 131072)
}

// read gives all that the session has to say, a line per frame.
func (c *client) read() []string {
	var lines []string
	for out := c.conn.Out(); len(out) > 0; out = c.conn.Out() {
		if string(out) == wire.ProtocolHeader { // to a client of another protocol
			return append(lines, "protocol header")
		}
		lines = c.frames(lines, out)
		c.feed(nil)
	}
	return lines
}

// frames appends a line for each frame of the output.
func (c *client) frames(lines []string, out []byte) []string {
	c.parser.Feed(out)
	defer c.parser.Hold()
	for {
		f, ok, err := c.parser.Next()
		require.NoError(c.b.t, err)
		if !ok {
			return lines
		}
		lines = append(lines, describe(c.b.t, f))
	}
}

// wants holds what the session says against lines; one that ends in * is a
// beginning.
func (c *client) wants(lines ...string) {
	c.b.t.Helper()
	got := c.read()
	for i, want := range lines {
		if head, cut := strings.CutSuffix(want, "*"); cut && i < len(got) && strings.HasPrefix(got[i], head) {
			got[i] = want
		}
	}
	if len(lines) == 0 && len(got) == 0 {
		return
	}
	require.Equal(c.b.t, lines, got)
}

// describe writes a frame as "1 queue.declare-ok {Queue:q ...}".
func describe(t testing.TB, f wire.Frame) string {
	head := fmt.Sprintf("%d ", f.Channel)
	switch f.Type {
	case wire.FrameHeader:
		h, err := wire.DecodeContentHeader(f.Payload)
		require.NoError(t, err)
		return head + fmt.Sprintf("header %d", h.BodySize)
	case wire.FrameBody:
		return head + "body " + string(f.Payload)
	case wire.FrameHeartbeat:
		return head + "heartbeat"
	}
	m, err := wire.DecodeMethod(f.Payload)
	require.NoError(t, err)
	switch m := m.(type) {
	case *wire.ConnectionClose:
		return head + fmt.Sprintf("connection.close %d %s", m.ReplyCode, m.ReplyText)
	case *wire.ChannelClose:
		return head + fmt.Sprintf("channel.close %d %s", m.ReplyCode, m.ReplyText)
	case *wire.ConnectionStart, *wire.ConnectionTune, *wire.ConnectionOpenOk, *wire.ChannelOpenOk:
		return head + m.ID().String()
	case *wire.BasicDeliver:
		return head + fmt.Sprintf("basic.deliver %s %d redelivered=%t", m.ConsumerTag, m.DeliveryTag, m.Redelivered)
	}
	fields := fmt.Sprintf("%+v", m)
	return strings.TrimSuffix(head+m.ID().String()+" "+strings.TrimPrefix(fields, "&"), " {}")
}
