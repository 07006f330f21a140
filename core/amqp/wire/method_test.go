package wire_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// code gives the reply code of an error that must be the protocol's.
func code(t *testing.T, err error) int {
	var bad *wire.ProtocolError
	require.ErrorAs(t, err, &bad)
	return int(bad.Code)
}

func TestMethodsCutShortOrTooLong(t *testing.T) {
	for _, m := range samples {
		payload := wire.AppendMethod(nil, m)
		for cut := range payload {
			got, err := wire.DecodeMethod(payload[:cut:cut])
			require.Equal(t, wire.FrameError, code(t, err), "%s cut to %d: %v", m.ID(), cut, got)
		}
		_, err := wire.DecodeMethod(append(payload, 0))
		require.Equal(t, wire.FrameError, code(t, err), "%s", m.ID())
		require.Contains(t, err.Error(), "cannot decode <<", "%s", m.ID())
	}
}

func TestMethodsRefused(t *testing.T) {
	for _, tc := range []struct {
		name, payload string
		code          int
		text          string
		method        wire.MethodID
	}{
		{"no ID", "\x00\x32\x00", wire.FrameError, "FRAME_ERROR - type 1, all octets = <<0,50,0>>: unknown_frame", 0},
		{"no such class", "\x00\x63\x00\x0a", wire.NotImplemented, "NOT_IMPLEMENTED - unknown method 99.10", 99<<16 | 10},
		{"no such method", "\x00\x32\x00\x63abc", wire.NotImplemented, "NOT_IMPLEMENTED - unknown method 50.99", 50<<16 | 99},
		{"not UTF-8", "\x00\x32\x00\x0a\x00\x00\x01\xff\x00\x00\x00\x00\x00", wire.FrameError, "FRAME_ERROR - Malformed UTF-8 in shortstr", 0},
		{"not UTF-8 in a reserved field", "\x00\x14\x00\x0a\x01\xff", wire.FrameError, "FRAME_ERROR - Malformed UTF-8 in shortstr", 0},
		{"no table", "\x00\x32\x00\x0a\x00\x00\x01q\x00\x00\x00\x00\x02\x01z", wire.SyntaxError, "SYNTAX_ERROR - malformed field table in queue.declare", wire.QueueDeclareID},
		{"neither fits nor UTF-8", "\x00\x32\x00\x0a\x00\x00\x01\xff\x00", wire.FrameError, "FRAME_ERROR - cannot decode <<0,0,1,255,0>>", wire.QueueDeclareID},
		{"a length beyond all", "\x00\x0a\x00\x14\xff\xff\xff\xff", wire.FrameError, "FRAME_ERROR - cannot decode <<255,255,255,255>>", wire.ConnectionSecureID},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := wire.DecodeMethod([]byte(tc.payload))
			require.EqualError(t, err, tc.text)
			require.Equal(t, tc.code, code(t, err))
			var bad *wire.ProtocolError
			require.ErrorAs(t, err, &bad)
			require.Equal(t, tc.method, bad.Method)
		})
	}
}

// RabbitMQ does not look at the characters of methods that carry content.
func TestPublishTakesAnyOctets(t *testing.T) {
	m, err := wire.DecodeMethod([]byte("\x00\x3c\x00\x28\x00\x00\x01\xff\x01\xfe\x00"))
	require.NoError(t, err)
	require.Equal(t, &wire.BasicPublish{Exchange: "\xff", RoutingKey: "\xfe"}, m)
}

func TestReservedFieldsAreReadAndForgotten(t *testing.T) {
	m, err := wire.DecodeMethod([]byte("\x00\x0a\x00\x28\x01/\x05caps.\x01"))
	require.NoError(t, err)
	require.Equal(t, &wire.ConnectionOpen{VirtualHost: "/"}, m)
	m, err = wire.DecodeMethod([]byte("\x00\x3c\x00\x46\x00\x65\x01q\x00")) // ticket 101
	require.NoError(t, err)
	require.Equal(t, &wire.BasicGet{Queue: "q"}, m)
}

func TestLongShortStringsAreCutAtACharacter(t *testing.T) {
	for _, tc := range []struct {
		in   string
		want int
	}{
		{strings.Repeat("x", 255), 255},
		{strings.Repeat("x", 256), 255},
		{strings.Repeat("ä", 128), 254},
		{strings.Repeat("\x80", 300), 251}, // no character anywhere: nearly all is kept
	} {
		m, err := wire.DecodeMethod(wire.AppendMethod(nil, &wire.BasicReturn{ReplyText: tc.in}))
		require.NoError(t, err)
		got := m.(*wire.BasicReturn).ReplyText
		require.Equal(t, tc.in[:tc.want], got)
		require.Equal(t, utf8.ValidString(tc.in), utf8.ValidString(got))
	}
}

func TestMethodIDs(t *testing.T) {
	require.Equal(t, "queue.declare", wire.QueueDeclareID.String())
	require.Equal(t, "50.99", wire.MethodID(50<<16|99).String())
	require.EqualValues(t, 50, wire.QueueDeclareID.Class())
	require.EqualValues(t, 10, wire.QueueDeclareID.Method())
	content := []string{}
	for _, m := range samples {
		if m.ID().HasContent() {
			content = append(content, m.ID().String())
		}
	}
	require.Equal(t, []string{"basic.publish", "basic.return", "basic.deliver", "basic.get-ok"}, content)
	require.False(t, wire.MethodID(0).HasContent())
}

func TestReplyTexts(t *testing.T) {
	require.Equal(t, "PRECONDITION_FAILED", wire.ReplyName(wire.PreconditionFailed))
	require.Equal(t, "599", wire.ReplyName(599))
	require.Equal(t, "INTERNAL_ERROR", wire.ReplyText(wire.InternalError, ""))
	long := wire.ReplyText(wire.NotFound, strings.Repeat("x", 300))
	require.Equal(t, "NOT_FOUND - "+strings.Repeat("x", 240)+"...", long)
	require.True(t, utf8.ValidString(wire.ReplyText(wire.NotFound, strings.Repeat("ä", 299))))
	require.Equal(t, "NOT_FOUND - no \uFFFD here", wire.ReplyText(wire.NotFound, "no \xff\xfe here"))
	require.False(t, wire.ClosesConnection(wire.NotFound))
	require.True(t, wire.ClosesConnection(wire.FrameError))
}

// FuzzDecodeMethod holds that what can be read is written as it was, but for
// what AMQP reserves, and bits that mean nothing: so the second writing is the
// same as the first.
func FuzzDecodeMethod(f *testing.F) {
	for _, m := range samples {
		f.Add(wire.AppendMethod(nil, m))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		m, err := wire.DecodeMethod(payload)
		if err != nil {
			code(t, err)
			return
		}
		id, ok := wire.PeekMethod(payload)
		require.True(t, ok)
		require.Equal(t, id, m.ID())
		once := wire.AppendMethod(nil, m)
		again, err := wire.DecodeMethod(once)
		require.NoError(t, err)
		require.Equal(t, m, again)
		require.Equal(t, once, wire.AppendMethod(nil, again))
	})
}
