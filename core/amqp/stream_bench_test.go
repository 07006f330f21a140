package amqp_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// BenchmarkStream fills a stream with a million messages of 1 KiB, starts the
// broker again, and reads it from the first to the last: run it with
// -benchtime 1x, and beside BenchmarkBacklog.
func BenchmarkStream(b *testing.B) {
	body := bytes.Repeat([]byte{'x'}, 1<<10)
	for b.Loop() {
		disk := diskOf(b)
		db := openReal(b, disk)
		start := time.Now()
		ch := streamClient(b, db)
		for range backlog / 10_000 {
			publishMany(b, db, ch, "stream", 10_000, body)
			db.Tick(time.Now())
		}
		b.ReportMetric(backlog/time.Since(start).Seconds(), "publish/s")
		b.ReportMetric(heapMiB(), "MiB-full")
		require.NoError(b, db.Close())

		start = time.Now()
		db = openReal(b, disk)
		b.ReportMetric(time.Since(start).Seconds(), "s-restart")
		b.ReportMetric(heapMiB(), "MiB-restarted")
		start = time.Now()
		require.Equal(b, backlog, readStream(b, db, backlog))
		b.ReportMetric(backlog/time.Since(start).Seconds(), "read/s")
		b.ReportMetric(heapMiB(), "MiB-read")
		require.NoError(b, db.Close())
	}
}

// streamClient is a connection with one channel and a stream.
func streamClient(b *testing.B, db *amqp.DB) (ch *amqp.Channel) {
	b.Helper()
	require.NoError(b, db.Update(func(tx *amqp.Tx) error {
		conn, err := tx.Connect("guest", "/", amqp.Client{})
		if err != nil {
			return err
		}
		if ch, err = tx.OpenChannel(conn, 1); err != nil {
			return err
		}
		_, err = ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "stream", Durable: true,
			Arguments: wire.Table{{Name: "x-queue-type", Value: "stream"}}})
		return err
	}))
	return ch
}

// readStream reads up to most messages from the first on, a hundred at a time.
func readStream(b *testing.B, db *amqp.DB, most int) (n int) {
	ch := streamClient(b, db)
	require.NoError(b, db.Update(func(tx *amqp.Tx) error {
		if err := ch.Qos(tx, 0, 100, false); err != nil {
			return err
		}
		_, err := ch.Consume(tx, amqp.Consume{Queue: "stream", Arguments: wire.Table{{Name: "x-stream-offset", Value: "first"}}})
		return err
	}))
	var events []amqp.Event
	for n < most {
		events = ch.Conn().Drain(events)
		require.NotEmpty(b, events)
		require.NoError(b, db.Update(func(tx *amqp.Tx) error {
			for i := range events {
				ch.Conn().Sent(events[i].Message.Size())
				n++
			}
			return ch.Ack(tx, 0, true)
		}))
	}
	return n
}
