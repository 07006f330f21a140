package wire_test

import (
	"net"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// echo is a broker of one connection that knows nothing: it answers each
// method with a fixed one, and delivers what is published back on the same
// channel. It holds that every byte of the client is what this package would
// have written for the same values.
type echo struct {
	t    *testing.T
	ps   wire.Parser
	out  []byte
	seen map[string]wire.Method // the last one of each name
	left uint64                 // octets of the body that have not come
}

// answers are what echo says to methods that need one.
var answers = map[wire.MethodID]wire.Method{
	wire.ConnectionStartOkID:      &wire.ConnectionTune{ChannelMax: 7, FrameMax: 4096},
	wire.ConnectionOpenID:         &wire.ConnectionOpenOk{},
	wire.ConnectionUpdateSecretID: &wire.ConnectionUpdateSecretOk{},
	wire.ConnectionCloseID:        &wire.ConnectionCloseOk{},
	wire.ChannelOpenID:            &wire.ChannelOpenOk{},
	wire.ChannelCloseID:           &wire.ChannelCloseOk{},
	wire.ExchangeDeclareID:        &wire.ExchangeDeclareOk{},
	wire.ExchangeBindID:           &wire.ExchangeBindOk{},
	wire.ExchangeUnbindID:         &wire.ExchangeUnbindOk{},
	wire.ExchangeDeleteID:         &wire.ExchangeDeleteOk{},
	wire.QueueDeclareID:           &wire.QueueDeclareOk{Queue: "amq.gen-1", MessageCount: 7, ConsumerCount: 2},
	wire.QueueBindID:              &wire.QueueBindOk{},
	wire.QueueUnbindID:            &wire.QueueUnbindOk{},
	wire.QueuePurgeID:             &wire.QueuePurgeOk{MessageCount: 3},
	wire.QueueDeleteID:            &wire.QueueDeleteOk{MessageCount: 4},
	wire.BasicQosID:               &wire.BasicQosOk{},
	wire.BasicConsumeID:           &wire.BasicConsumeOk{ConsumerTag: "c"},
	wire.BasicCancelID:            &wire.BasicCancelOk{ConsumerTag: "c"},
	wire.BasicGetID:               &wire.BasicGetEmpty{},
	wire.ConfirmSelectID:          &wire.ConfirmSelectOk{},
	wire.TxSelectID:               &wire.TxSelectOk{},
	wire.TxCommitID:               &wire.TxCommitOk{},
	wire.TxRollbackID:             &wire.TxRollbackOk{},
}

// serve runs until the client hangs up, or something is wrong: then it hangs up
// itself, so that the client does not wait.
func (e *echo) serve(conn net.Conn) {
	defer conn.Close()
	input := make([]byte, 1000) // smaller than frames, so that some come in pieces
	started := false
	for {
		n, err := conn.Read(input)
		if err != nil {
			return
		}
		e.ps.Feed(input[:n])
		if !started {
			header, ok := e.ps.ReadHeader()
			started = ok
			assert.Equal(e.t, wire.ProtocolHeader, string(header[:]))
			e.out = wire.AppendMethodFrame(e.out, 0, &wire.ConnectionStart{
				VersionMinor: 9, Mechanisms: "PLAIN", Locales: "en_US", ServerProperties: every,
			})
		}
		for {
			f, ok, err := e.ps.Next()
			if err == nil && ok {
				err = e.frame(f)
			}
			if !assert.NoError(e.t, err) {
				return
			}
			if !ok {
				break
			}
		}
		e.ps.Hold()
		conn.Write(e.out)
		e.out = e.out[:0]
	}
}

func (e *echo) frame(f wire.Frame) error {
	switch f.Type {
	case wire.FrameMethod:
		m, err := wire.DecodeMethod(f.Payload)
		if err != nil {
			return err
		}
		assert.Equal(e.t, f.Payload, wire.AppendMethod(nil, m), "%s", m.ID())
		e.seen[m.ID().String()] = m
		if answer, ok := answers[m.ID()]; ok {
			e.out = wire.AppendMethodFrame(e.out, f.Channel, answer)
		}
	case wire.FrameHeader:
		return e.header(f)
	case wire.FrameBody:
		e.left -= uint64(len(f.Payload))
		e.out = wire.AppendBodyFrames(e.out, f.Channel, f.Payload, 1000)
	}
	return nil
}

// header confirms a message before its body is there, and begins to deliver it.
func (e *echo) header(f wire.Frame) error {
	h, err := wire.DecodeContentHeader(f.Payload)
	if err != nil {
		return err
	}
	props, err := wire.DecodeProperties(h.Properties)
	if err != nil {
		return err
	}
	assert.Equal(e.t, h.Properties, wire.AppendProperties(nil, &props))
	e.left = h.BodySize
	p := e.seen["basic.publish"].(*wire.BasicPublish)
	e.out = wire.AppendAck(e.out, f.Channel, 1, false)
	e.out = wire.AppendDeliver(e.out, f.Channel, "c", 5, true, p.Exchange, p.RoutingKey)
	e.out = wire.AppendHeaderFrame(e.out, f.Channel, h.ClassID, h.BodySize, h.Properties)
	return nil
}

// TestAgainstAClient holds that amqp091-go writes as we do, and reads what we
// write.
func TestAgainstAClient(t *testing.T) {
	client, server := net.Pipe()
	e := &echo{t: t, seen: map[string]wire.Method{}}
	done := make(chan struct{})
	go func() {
		e.serve(server)
		close(done)
	}()
	conn, err := amqp.Open(client, amqp.Config{SASL: []amqp.Authentication{&amqp.PlainAuth{Username: "u", Password: "p"}}, Vhost: "/v"})
	require.NoError(t, err)
	ch, err := conn.Channel()
	require.NoError(t, err)

	args := amqp.Table{
		"t": true, "b": int8(-1), "B": byte(200), "s": int16(-2), "u": uint16(60000), "I": int32(-3),
		"i": uint32(4e9), "l": int64(-4), "f": float32(0.5), "d": 0.25, "D": amqp.Decimal{Scale: 1, Value: 15},
		"S": "text", "x": []byte{0, 1}, "A": []any{"a", nil}, "T": time.Unix(1700000000, 0),
		"F": amqp.Table{"inner": int32(1)}, "V": nil,
	}
	q := declare(t, ch, args)
	require.Equal(t, amqp.Queue{Name: "amq.gen-1", Messages: 7, Consumers: 2}, q)
	roundTrip(t, ch, amqp.Publishing{
		ContentType: "text/plain", ContentEncoding: "gzip", Headers: args, DeliveryMode: amqp.Persistent, Priority: 9,
		CorrelationId: "c1", ReplyTo: "r", Expiration: "1000", MessageId: "m", Timestamp: time.Unix(1700000000, 0),
		Type: "t", UserId: "u", AppId: "a", Body: make([]byte, 10_000),
	})
	require.NoError(t, conn.UpdateSecret("new", "old"))
	require.NoError(t, conn.Close())
	<-done

	require.Equal(t, every.Clone(), fields(conn.Properties))
	require.Equal(t, "\x00u\x00p", e.seen["connection.start-ok"].(*wire.ConnectionStartOk).Response)
	require.Equal(t, &wire.ConnectionOpen{VirtualHost: "/v"}, e.seen["connection.open"])
	require.Equal(t, &wire.BasicPublish{Exchange: "x", RoutingKey: "k", Mandatory: true}, e.seen["basic.publish"])
	require.Equal(t, &wire.BasicNack{DeliveryTag: 5, Multiple: true}, e.seen["basic.nack"])
	require.Equal(t, &wire.ConnectionUpdateSecret{NewSecret: "new", Reason: "old"}, e.seen["connection.update-secret"])
	declared := e.seen["queue.declare"].(*wire.QueueDeclare)
	require.True(t, declared.Durable && !declared.Exclusive && declared.AutoDelete)
	require.Len(t, declared.Arguments, len(args))
	for letter, want := range map[string]any{
		"b": int8(-1), "u": uint16(60000), "l": int64(-4), "D": wire.Decimal{Scale: 1, Value: 15},
		"A": wire.Array{"a", nil}, "T": wire.Timestamp(1700000000), "F": wire.Table{{Name: "inner", Value: int32(1)}},
	} {
		got, _ := declared.Arguments.Get(letter)
		require.Equal(t, want, got, letter)
	}
	require.Zero(t, e.left)
}

// declare calls all that makes and unmakes things, and gives the queue.
func declare(t *testing.T, ch *amqp.Channel, args amqp.Table) amqp.Queue {
	require.NoError(t, ch.Qos(10, 0, true))
	require.NoError(t, ch.Confirm(false))
	require.NoError(t, ch.Tx())
	require.NoError(t, ch.TxCommit())
	require.NoError(t, ch.TxRollback())
	require.NoError(t, ch.ExchangeDeclare("x", "topic", true, false, true, false, args))
	require.NoError(t, ch.ExchangeBind("x", "k", "y", false, args))
	require.NoError(t, ch.ExchangeUnbind("x", "k", "y", false, args))
	require.NoError(t, ch.ExchangeDelete("x", true, false))
	q, err := ch.QueueDeclare("", true, true, false, false, args)
	require.NoError(t, err)
	require.NoError(t, ch.QueueBind(q.Name, "k", "x", false, args))
	require.NoError(t, ch.QueueUnbind(q.Name, "k", "x", args))
	n, err := ch.QueuePurge(q.Name, false)
	require.NoError(t, err)
	require.Equal(t, 3, n)
	n, err = ch.QueueDelete(q.Name, true, true, false)
	require.NoError(t, err)
	require.Equal(t, 4, n)
	_, ok, err := ch.Get(q.Name, false)
	require.NoError(t, err)
	require.False(t, ok)
	return q
}

// roundTrip publishes a message and wants it delivered.
func roundTrip(t *testing.T, ch *amqp.Channel, msg amqp.Publishing) {
	deliveries, err := ch.Consume("q", "c", false, true, false, false, msg.Headers)
	require.NoError(t, err)
	require.NoError(t, ch.Publish("x", "k", true, false, msg))
	d := <-deliveries
	require.Equal(t, msg.Headers, d.Headers)
	require.Equal(t, msg.Body, d.Body)
	require.Equal(t, msg.Timestamp.Unix(), d.Timestamp.Unix())
	require.Equal(t, []any{"text/plain", "gzip", uint8(2), uint8(9), "c1", "r", "1000", "m", "t", "u", "a"},
		[]any{d.ContentType, d.ContentEncoding, d.DeliveryMode, d.Priority, d.CorrelationId, d.ReplyTo, d.Expiration, d.MessageId, d.Type, d.UserId, d.AppId})
	require.Equal(t, []any{"c", uint64(5), true, "x", "k"},
		[]any{d.ConsumerTag, d.DeliveryTag, d.Redelivered, d.Exchange, d.RoutingKey})
	require.NoError(t, d.Ack(false))
	require.NoError(t, d.Reject(true))
	require.NoError(t, d.Nack(true, false))
	require.NoError(t, ch.Cancel("c", false))
}

// fields gives what the client read of every, in its order and our types.
func fields(got amqp.Table) (t wire.Table) {
	for _, f := range every {
		v := got[f.Name]
		switch x := v.(type) {
		case amqp.Decimal:
			v = wire.Decimal{Scale: x.Scale, Value: uint32(x.Value)}
		case time.Time:
			v = wire.Timestamp(x.Unix())
		}
		t = append(t, wire.Field{Name: f.Name, Value: v})
	}
	return t
}
