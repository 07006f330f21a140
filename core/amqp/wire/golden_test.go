package wire_test

import (
	"encoding/hex"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

var small = wire.Table{{Name: "x-max-priority", Value: int32(10)}}

// every is a value of each type, as testdata/golden.escript has them.
var every = wire.Table{
	{Name: "bool", Value: true}, {Name: "byte", Value: int8(-2)}, {Name: "unsignedbyte", Value: uint8(200)},
	{Name: "short", Value: int16(-300)}, {Name: "unsignedshort", Value: uint16(60000)},
	{Name: "signedint", Value: int32(-70000)}, {Name: "unsignedint", Value: uint32(4000000000)},
	{Name: "long", Value: int64(-5000000000)}, {Name: "float", Value: float32(1.5)}, {Name: "double", Value: -0.1},
	{Name: "decimal", Value: wire.Decimal{Scale: 2, Value: 314}}, {Name: "longstr", Value: "text"},
	{Name: "binary", Value: []byte{0, 255}}, {Name: "timestamp", Value: wire.Timestamp(1700000000)},
	{Name: "void", Value: nil},
}

// samples is one of each method, as testdata/golden.escript has them.
var samples = []wire.Method{
	&wire.ConnectionStart{VersionMinor: 9, ServerProperties: wire.Table{
		{Name: "product", Value: "RabbitMQ"}, {Name: "capabilities", Value: wire.Table{{Name: "basic.nack", Value: true}}},
	}, Mechanisms: "PLAIN AMQPLAIN", Locales: "en_US"},
	&wire.ConnectionStartOk{ClientProperties: small, Mechanism: "PLAIN", Response: "\x00guest\x00guest", Locale: "en_US"},
	&wire.ConnectionSecure{Challenge: "why"},
	&wire.ConnectionSecureOk{Response: "\xff"},
	&wire.ConnectionTune{ChannelMax: 2047, FrameMax: 131072, Heartbeat: 60},
	&wire.ConnectionTuneOk{ChannelMax: 1, FrameMax: 4096},
	&wire.ConnectionOpen{VirtualHost: "/"},
	&wire.ConnectionOpenOk{},
	&wire.ConnectionClose{ReplyCode: 320, ReplyText: "CONNECTION_FORCED", ClassID: 50, MethodID: 10},
	&wire.ConnectionCloseOk{},
	&wire.ConnectionBlocked{Reason: "low on memory"},
	&wire.ConnectionUnblocked{},
	&wire.ConnectionUpdateSecret{NewSecret: "s3", Reason: "expired"},
	&wire.ConnectionUpdateSecretOk{},
	&wire.ChannelOpen{},
	&wire.ChannelOpenOk{},
	&wire.ChannelFlow{Active: true},
	&wire.ChannelFlowOk{},
	&wire.ChannelClose{ReplyCode: 404, ReplyText: "NOT_FOUND - no queue", ClassID: 60, MethodID: 20},
	&wire.ChannelCloseOk{},
	&wire.AccessRequest{Realm: "/data", Passive: true, Write: true, Read: true},
	&wire.AccessRequestOk{Ticket: 1},
	&wire.ExchangeDeclare{Exchange: "e", Type: "topic", Durable: true, Internal: true, Arguments: small},
	&wire.ExchangeDeclareOk{},
	&wire.ExchangeDelete{Exchange: "e", IfUnused: true},
	&wire.ExchangeDeleteOk{},
	&wire.ExchangeBind{Destination: "d", Source: "s", RoutingKey: "k.#", NoWait: true, Arguments: small},
	&wire.ExchangeBindOk{},
	&wire.ExchangeUnbind{Destination: "d", Source: "s", RoutingKey: "k.#"},
	&wire.ExchangeUnbindOk{},
	&wire.QueueDeclare{Queue: "q", Durable: true, AutoDelete: true, Arguments: small},
	&wire.QueueDeclareOk{Queue: "amq.gen-1", MessageCount: 7, ConsumerCount: 2},
	&wire.QueueBind{Queue: "q", Exchange: "e", RoutingKey: "k", NoWait: true, Arguments: small},
	&wire.QueueBindOk{},
	&wire.QueuePurge{Queue: "q", NoWait: true},
	&wire.QueuePurgeOk{MessageCount: 4294967295},
	&wire.QueueDelete{Queue: "q", IfEmpty: true},
	&wire.QueueDeleteOk{MessageCount: 3},
	&wire.QueueUnbind{Queue: "q", Exchange: "e", RoutingKey: "k", Arguments: small},
	&wire.QueueUnbindOk{},
	&wire.BasicQos{PrefetchCount: 100, Global: true},
	&wire.BasicQosOk{},
	&wire.BasicConsume{Queue: "q", ConsumerTag: "c", NoAck: true, NoWait: true, Arguments: small},
	&wire.BasicConsumeOk{ConsumerTag: "amq.ctag-1"},
	&wire.BasicCancel{ConsumerTag: "c", NoWait: true},
	&wire.BasicCancelOk{ConsumerTag: "c"},
	&wire.BasicPublish{Exchange: "e", RoutingKey: "k", Mandatory: true},
	&wire.BasicReturn{ReplyCode: 312, ReplyText: "NO_ROUTE", Exchange: "e", RoutingKey: "k"},
	&wire.BasicDeliver{ConsumerTag: "c", DeliveryTag: 258, Redelivered: true, Exchange: "e", RoutingKey: "k"},
	&wire.BasicGet{Queue: "q", NoAck: true},
	&wire.BasicGetOk{DeliveryTag: 1<<64 - 1, Exchange: "e", RoutingKey: "k", MessageCount: 9},
	&wire.BasicGetEmpty{},
	&wire.BasicAck{DeliveryTag: 1, Multiple: true},
	&wire.BasicReject{DeliveryTag: 2, Requeue: true},
	&wire.BasicRecoverAsync{Requeue: true},
	&wire.BasicRecover{Requeue: true},
	&wire.BasicRecoverOk{},
	&wire.BasicNack{DeliveryTag: 3, Requeue: true},
	&wire.ConfirmSelect{NoWait: true},
	&wire.ConfirmSelectOk{},
	&wire.TxSelect{}, &wire.TxSelectOk{}, &wire.TxCommit{}, &wire.TxCommitOk{}, &wire.TxRollback{}, &wire.TxRollbackOk{},
}

// golden reads the lines of a kind of what RabbitMQ's own codec gave.
func golden(t *testing.T, kind string) (lines [][]string) {
	text, err := os.ReadFile("testdata/golden.txt")
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), kind+" "); ok {
			lines = append(lines, strings.SplitN(rest, " ", 4))
		}
	}
	require.NotEmpty(t, lines)
	return lines
}

func unhex(t *testing.T, digits string) []byte {
	if digits == "-" {
		return []byte{}
	}
	b, err := hex.DecodeString(digits)
	require.NoError(t, err)
	return b
}

func TestMethodsAreRabbitMQs(t *testing.T) {
	lines := golden(t, "method")
	require.Len(t, lines, len(samples))
	for i, want := range samples {
		name, payload := lines[i][0], unhex(t, lines[i][1])
		require.Equal(t, name, want.ID().String())
		require.Equal(t, payload, wire.AppendMethod(nil, want), name)
		got, err := wire.DecodeMethod(payload)
		require.NoError(t, err, name)
		require.Equal(t, want, got, name)
	}
}

func TestTablesAreRabbitMQs(t *testing.T) {
	array := wire.Array{}
	for _, f := range every {
		array = append(array, f.Value)
	}
	array = append(array, wire.Array{}, wire.Table(nil))
	want := map[string]wire.Table{
		"empty": nil,
		"every": every,
		"nested": {{Name: "table", Value: every}, {Name: "array", Value: array},
			{Name: "table", Value: false}, {Name: "", Value: nil}},
	}
	for _, line := range golden(t, "table") {
		name, body := line[0], unhex(t, line[1])
		got, err := wire.DecodeTableBody(body)
		require.NoError(t, err, name)
		require.Equal(t, want[name], got, name)
		require.Equal(t, body, wire.AppendTable(nil, got)[4:], name)
	}
}

func TestPropertiesAreRabbitMQs(t *testing.T) {
	want := map[string]wire.Properties{
		"none": {},
		"empty": {Present: wire.HasContentType | wire.HasHeaders | wire.HasPriority |
			wire.HasTimestamp | wire.HasClusterID},
		"every": {
			ContentType: "text/plain", ContentEncoding: "gzip", Headers: small,
			DeliveryMode: 2, Priority: 9, CorrelationID: "c1", ReplyTo: "amq.rabbitmq.reply-to",
			Expiration: "60000", MessageID: "m1", Timestamp: 1700000000, Type: "t",
			UserID: "guest", AppID: "app", ClusterID: "cl",
		},
	}
	for _, line := range golden(t, "properties") {
		name, raw := line[0], unhex(t, line[1])
		expected := want[name]
		require.Equal(t, raw, wire.AppendProperties(nil, &expected), name)
		got, err := wire.DecodeProperties(raw)
		require.NoError(t, err, name)
		require.Equal(t, raw, wire.AppendProperties(nil, &got), name)
		got.Present, expected.Present = 0, 0
		require.Equal(t, expected, got, name)
	}
}

// TestErrorTextsAreRabbitMQs makes each error from the input that causes it.
func TestErrorTextsAreRabbitMQs(t *testing.T) {
	for _, line := range golden(t, "text") {
		kind, err := strconv.Atoi(line[0])
		require.NoError(t, err)
		payload := unhex(t, line[1])
		want, err := strconv.Unquote(line[3])
		require.NoError(t, err, line[3])

		var got error
		reason, numbers, _ := strings.Cut(strings.Trim(line[2], "{}"), ",")
		switch reason {
		case "frame_too_large":
			got = tooLarge(t, byte(kind), numbers)
		case "invalid_frame_end_marker":
			end, err := strconv.Atoi(numbers)
			require.NoError(t, err)
			frame := append([]byte{byte(kind), 0, 0, 0, 0, 0, byte(len(payload))}, payload...)
			ps := wire.Parser{}
			ps.Feed(append(frame, byte(end)))
			_, _, got = ps.Next()
		case "unknown_frame":
			got = wire.UnknownFrame(wire.Frame{Type: byte(kind), Payload: payload})
		case "cannot_decode":
			_, got = wire.DecodeMethod(append([]byte{0, 50, 0, 10}, payload...))
		}
		require.EqualError(t, got, want)
	}
}

// tooLarge announces a frame of the first of two numbers, where the second is
// the largest payload.
func tooLarge(t *testing.T, kind byte, numbers string) error {
	announced, limit, _ := strings.Cut(numbers, ",")
	size, err := strconv.ParseUint(announced, 10, 32)
	require.NoError(t, err)
	most, err := strconv.Atoi(limit)
	require.NoError(t, err)
	ps := wire.Parser{MaxFrame: most + 8}
	if most+8 == 128<<20 {
		ps.MaxFrame = 0 // the cap that always holds
	}
	ps.Feed([]byte{kind, 0, 1, byte(size >> 24), byte(size >> 16), byte(size >> 8), byte(size)})
	_, _, got := ps.Next()
	return got
}
