package wire_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

func rabbitProperties(t *testing.T, name string) []byte {
	for _, line := range golden(t, "properties") {
		if line[0] == name {
			return unhex(t, line[1])
		}
	}
	require.Fail(t, "no such line", name)
	return nil
}

func TestScanSeesWhatABrokerNeeds(t *testing.T) {
	s, err := wire.ScanProperties(rabbitProperties(t, "every"))
	require.NoError(t, err)
	require.Equal(t, wire.Scan{
		Present: 0xfffc, DeliveryMode: wire.Persistent, Priority: 9, HasHeaders: true,
		Headers: wire.AppendTable(nil, small), Expiration: []byte("60000"),
		UserID: []byte("guest"), ReplyTo: []byte("amq.rabbitmq.reply-to"),
	}, s)
	s, err = wire.ScanProperties(rabbitProperties(t, "none"))
	require.NoError(t, err)
	require.Equal(t, wire.Scan{}, s)
}

func TestPropertiesCutShortOrTooLong(t *testing.T) {
	raw := rabbitProperties(t, "every")
	refused := func(raw []byte, why string) {
		_, err := wire.DecodeProperties(raw)
		require.EqualError(t, err, "INTERNAL_ERROR", why)
		_, err = wire.ScanProperties(raw)
		require.EqualError(t, err, "INTERNAL_ERROR", why)
	}
	for cut := range raw {
		refused(raw[:cut:cut], "cut short")
	}
	refused(append(raw, 0), "too long")
	refused([]byte("\x20\x00\x00\x00\x00\x03\x01az"), "malformed headers")
}

// The lowest flags mean nothing to RabbitMQ.
func TestLowestFlagsAreNotLookedAt(t *testing.T) {
	p, err := wire.DecodeProperties([]byte("\x10\x03\x02"))
	require.NoError(t, err)
	require.Equal(t, wire.Properties{Present: wire.HasDeliveryMode, DeliveryMode: 2}, p)
}

func TestAbsentAndEmptyDiffer(t *testing.T) {
	p := wire.Properties{Present: wire.HasExpiration, AppID: "a"}
	require.True(t, p.Has(wire.HasExpiration))
	require.True(t, p.Has(wire.HasAppID))
	require.False(t, p.Has(wire.HasReplyTo))
	require.Equal(t, "\x01\x08\x00\x01a", string(wire.AppendProperties(nil, &p)))
}

func TestRemove(t *testing.T) {
	p, err := wire.DecodeProperties(rabbitProperties(t, "every"))
	require.NoError(t, err)
	for flag := wire.HasContentType; flag >= wire.HasClusterID; flag >>= 1 {
		require.True(t, p.Has(flag), "%#x", flag)
		p.Remove(flag)
		require.False(t, p.Has(flag), "%#x", flag)
	}
	require.Equal(t, wire.Properties{}, p)
}

// FuzzProperties holds that both readers agree, and that what can be read is
// written as it was, but for what tables normalize.
func FuzzProperties(f *testing.F) {
	f.Add([]byte("\x00\x00"))
	f.Add([]byte("\x10\x00\x02"))
	f.Add(wire.AppendProperties(nil, &wire.Properties{Headers: every, Expiration: "1", UserID: "u", ReplyTo: "r", Priority: 3, Timestamp: 9}))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := wire.DecodeProperties(raw)
		s, scanErr := wire.ScanProperties(raw)
		require.Equal(t, err, scanErr)
		if err != nil {
			return
		}
		require.Equal(t, p.Present, s.Present)
		require.Equal(t, p.DeliveryMode, s.DeliveryMode)
		require.Equal(t, p.Priority, s.Priority)
		require.Equal(t, p.Expiration, string(s.Expiration))
		require.Equal(t, p.UserID, string(s.UserID))
		require.Equal(t, p.ReplyTo, string(s.ReplyTo))
		if s.HasHeaders {
			headers, rest, err := wire.DecodeTable(s.Headers)
			require.NoError(t, err)
			require.Empty(t, rest)
			require.Equal(t, p.Headers, headers)
		}
		once := wire.AppendProperties(nil, &p)
		require.Len(t, once, len(raw))
		again, err := wire.DecodeProperties(once)
		require.NoError(t, err)
		require.Equal(t, p, again)
	})
}
