package wire_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// TestFramesOfKnownMethods compares the encoders of hot methods with the
// general one, whose bytes golden_test.go checks.
func TestFramesOfKnownMethods(t *testing.T) {
	old := []byte("before")
	require.Equal(t,
		wire.AppendMethodFrame(old, 7, &wire.BasicDeliver{ConsumerTag: "c", DeliveryTag: 9, Redelivered: true, Exchange: "e", RoutingKey: "k"}),
		wire.AppendDeliver(old, 7, "c", 9, true, "e", "k"))
	require.Equal(t,
		wire.AppendMethodFrame(old, 258, &wire.BasicAck{DeliveryTag: 9, Multiple: true}),
		wire.AppendAck(old, 258, 9, true))
	require.Equal(t, "before"+frame(8, 0, ""), string(wire.AppendHeartbeat(old)))
	require.Equal(t, "before"+frame(1, 2, "\x00\x5a\x00\x0a"), string(wire.AppendMethodFrame(old, 2, &wire.TxSelect{})))
}

func TestHeaderFrame(t *testing.T) {
	out := wire.AppendHeaderFrame(nil, 3, wire.ClassBasic, 1<<40, []byte("\x10\x00\x02"))
	require.Equal(t, frame(2, 3, "\x00\x3c\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x10\x00\x02"), string(out))
	ps := wire.Parser{}
	ps.Feed(out)
	f, _, err := ps.Next()
	require.NoError(t, err)
	h, err := wire.DecodeContentHeader(f.Payload)
	require.NoError(t, err)
	require.Equal(t, wire.ContentHeader{ClassID: 60, BodySize: 1 << 40, Properties: []byte("\x10\x00\x02")}, h)

	for cut := range 12 {
		_, err := wire.DecodeContentHeader(f.Payload[:cut])
		var bad *wire.ProtocolError
		require.ErrorAs(t, err, &bad)
		require.EqualValues(t, wire.FrameError, bad.Code)
	}
}

func TestBodyFrames(t *testing.T) {
	for _, tc := range []struct {
		name     string
		size     int
		frameMax int
		want     []int
	}{
		{"empty", 0, 4096, nil},
		{"in one", 4088, 4096, []int{4088}},
		{"one octet too many", 4089, 4096, []int{4088, 1}},
		{"three", 10000, 4096, []int{4088, 4088, 1824}},
		{"no limit", 10000, 0, []int{10000}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			body := bytes.Repeat([]byte("ab\xce"), tc.size)[:tc.size]
			ps := wire.Parser{MaxFrame: tc.frameMax}
			ps.Feed(wire.AppendBodyFrames(nil, 5, body, tc.frameMax))
			var sizes []int
			var got []byte
			for {
				f, ok, err := ps.Next()
				require.NoError(t, err)
				if !ok {
					break
				}
				require.Equal(t, byte(wire.FrameBody), f.Type)
				require.EqualValues(t, 5, f.Channel)
				sizes, got = append(sizes, len(f.Payload)), append(got, f.Payload...)
			}
			require.Equal(t, tc.want, sizes)
			require.True(t, bytes.Equal(body, got))
			require.Zero(t, ps.Pending())
		})
	}
}
