package wire_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

func TestDecodePublish(t *testing.T) {
	for _, m := range []wire.BasicPublish{
		{}, {Exchange: "e", RoutingKey: "a.b", Mandatory: true}, {RoutingKey: "\xff", Immediate: true},
	} {
		payload := wire.AppendMethod(nil, &m)
		var view wire.PublishView
		require.NoError(t, wire.DecodePublish(payload, &view))
		require.Equal(t, m, wire.BasicPublish{
			Exchange: string(view.Exchange), RoutingKey: string(view.RoutingKey),
			Mandatory: view.Mandatory, Immediate: view.Immediate,
		})
	}
}

func TestDecodeSettlements(t *testing.T) {
	var ack wire.BasicAck
	var nack wire.BasicNack
	var reject wire.BasicReject
	for _, yes := range []bool{true, false} { // in this order: what was set must be cleared
		wantAck := wire.BasicAck{DeliveryTag: 1 << 40, Multiple: yes}
		require.NoError(t, wire.DecodeAck(wire.AppendMethod(nil, &wantAck), &ack))
		require.Equal(t, wantAck, ack)
		wantNack := wire.BasicNack{DeliveryTag: 7, Multiple: yes, Requeue: !yes}
		require.NoError(t, wire.DecodeNack(wire.AppendMethod(nil, &wantNack), &nack))
		require.Equal(t, wantNack, nack)
		wantReject := wire.BasicReject{DeliveryTag: 8, Requeue: yes}
		require.NoError(t, wire.DecodeReject(wire.AppendMethod(nil, &wantReject), &reject))
		require.Equal(t, wantReject, reject)
	}
}

// TestHotDecodersRefuse holds that they refuse what DecodeMethod does, in the
// same words.
func TestHotDecodersRefuse(t *testing.T) {
	for _, tc := range []struct {
		sample wire.Method
		decode func([]byte) error
	}{
		{&wire.BasicPublish{Exchange: "ex", RoutingKey: "key"}, func(p []byte) error { return wire.DecodePublish(p, &wire.PublishView{}) }},
		{&wire.BasicAck{DeliveryTag: 1}, func(p []byte) error { return wire.DecodeAck(p, &wire.BasicAck{}) }},
		{&wire.BasicNack{DeliveryTag: 1}, func(p []byte) error { return wire.DecodeNack(p, &wire.BasicNack{}) }},
		{&wire.BasicReject{DeliveryTag: 1}, func(p []byte) error { return wire.DecodeReject(p, &wire.BasicReject{}) }},
	} {
		whole := wire.AppendMethod(nil, tc.sample)
		for cut := range whole {
			got := tc.decode(whole[:cut:cut])
			require.Error(t, got)
			if cut >= 4 {
				_, want := wire.DecodeMethod(whole[:cut])
				require.Equal(t, want, got)
			}
		}
		_, want := wire.DecodeMethod(append(whole, 0))
		require.Equal(t, want, tc.decode(append(whole, 0)))
	}
}

type hotPath struct {
	name string
	run  func()
}

// hotPaths are what each message passes on its way through a broker.
func hotPaths() []hotPath {
	publish := wire.AppendMethod(nil, &wire.BasicPublish{Exchange: "events", RoutingKey: "order.created"})
	ack := wire.AppendMethod(nil, &wire.BasicAck{DeliveryTag: 9})
	props := wire.AppendProperties(nil, &wire.Properties{
		ContentType: "application/json", DeliveryMode: wire.Persistent, MessageID: "id", Headers: every, Expiration: "1000",
	})
	body := bytes.Repeat([]byte("x"), 1024)
	out := make([]byte, 0, 64<<10)
	stream := wire.AppendMethodFrame(nil, 1, &wire.BasicPublish{RoutingKey: "q"})
	stream = wire.AppendHeaderFrame(stream, 1, wire.ClassBasic, 1024, props)
	stream = wire.AppendBodyFrames(stream, 1, body, 131072)
	headers := wire.AppendTable(nil, every)
	var ps wire.Parser
	var view wire.PublishView
	var settle wire.BasicAck
	return []hotPath{
		{"parse", func() {
			ps.Feed(stream)
			for {
				if _, ok, err := ps.Next(); !ok || err != nil {
					break
				}
			}
			ps.Hold()
		}},
		{"parse in pieces", func() {
			ps.Feed(stream[:100])
			ps.Next()
			ps.Hold()
			ps.Feed(stream[100:])
			for {
				if _, ok, err := ps.Next(); !ok || err != nil {
					break
				}
			}
			ps.Hold()
		}},
		{"publish", func() { _ = wire.DecodePublish(publish, &view) }},
		{"ack", func() { _ = wire.DecodeAck(ack, &settle) }},
		{"scan", func() { _, _ = wire.ScanProperties(props) }},
		{"confirm", func() { out = wire.AppendAck(out[:0], 1, 9, true) }},
		{"deliver", func() { out = wire.AppendDeliver(out[:0], 1, "ctag", 9, false, "events", "order.created") }},
		{"header", func() { out = wire.AppendHeaderFrame(out[:0], 1, wire.ClassBasic, 1024, props) }},
		{"body", func() { out = wire.AppendBodyFrames(out[:0], 1, body, 131072) }},
		{"peek", func() { _, _ = wire.PeekMethod(publish) }},
		{"no match", func() { _, _ = wire.Lookup(headers, "CC") }},
	}
}

func TestHotPathsDoNotAllocate(t *testing.T) {
	for _, p := range hotPaths() {
		require.Zero(t, testing.AllocsPerRun(100, p.run), p.name)
	}
}

func BenchmarkHotPaths(b *testing.B) {
	for _, p := range hotPaths() {
		b.Run(p.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.run()
			}
		})
	}
}

func BenchmarkDecodeMethod(b *testing.B) {
	payload := wire.AppendMethod(nil, &wire.QueueDeclare{Queue: "jobs", Durable: true, Arguments: every})
	b.ReportAllocs()
	for b.Loop() {
		_, _ = wire.DecodeMethod(payload)
	}
}

func BenchmarkProperties(b *testing.B) {
	raw := wire.AppendProperties(nil, &wire.Properties{DeliveryMode: wire.Persistent, Headers: every})
	b.ReportAllocs()
	for b.Loop() {
		p, _ := wire.DecodeProperties(raw)
		raw = wire.AppendProperties(raw[:0], &p)
	}
}
