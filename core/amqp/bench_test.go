package amqp_test

import (
	"bytes"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/osfs"
	"github.com/twelvefold/twelvefold/core/world"
)

func diskOf(b *testing.B) vfs.FS {
	b.Helper()
	disk, err := osfs.New(b.TempDir())
	require.NoError(b, err)
	return disk
}

func openReal(b *testing.B, disk vfs.FS) *amqp.DB {
	b.Helper()
	db, err := amqp.Open(world.World{FS: disk}, amqp.Options{})
	require.NoError(b, err)
	db.OnDirty(func() {})
	return db
}

// client is a connection with one channel and a durable queue.
func client(b *testing.B, db *amqp.DB, queue string) (conn *amqp.Conn, ch *amqp.Channel) {
	b.Helper()
	require.NoError(b, db.Update(func(tx *amqp.Tx) (err error) {
		if conn, err = tx.Connect("guest", "/", amqp.Client{}); err != nil {
			return err
		}
		if ch, err = tx.OpenChannel(conn, 1); err != nil {
			return err
		}
		_, err = ch.QueueDeclare(tx, amqp.QueueDeclare{Name: queue, Durable: true})
		return err
	}))
	return conn, ch
}

func publishMany(b *testing.B, db *amqp.DB, ch *amqp.Channel, queue string, n int, body []byte) {
	p := amqp.Publish{Key: []byte(queue), Properties: persistent, Body: body}
	for n > 0 {
		group := min(n, 1000)
		if err := db.Update(func(tx *amqp.Tx) error {
			for range group {
				if err := ch.Publish(tx, p); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		n -= group
	}
}

// BenchmarkPublishCommit publishes groups of persistent messages of 1 KiB to
// a consumer that acknowledges at once, and commits each group.
// core/seglog's BenchmarkCommit and BenchmarkBareLoop are what it can't be
// faster than.
func BenchmarkPublishCommit(b *testing.B) {
	for _, group := range []int{1, 100, 1000} {
		b.Run(strconv.Itoa(group), func(b *testing.B) {
			db := openReal(b, diskOf(b))
			conn, ch := client(b, db, "q")
			require.NoError(b, ch.ConfirmSelect())
			require.NoError(b, db.Update(func(tx *amqp.Tx) error {
				_, err := ch.Consume(tx, amqp.Consume{Queue: "q", NoAck: true})
				return err
			}))
			body := bytes.Repeat([]byte{'x'}, 1<<10)
			var events []amqp.Event
			b.ReportAllocs()
			for b.Loop() {
				publishMany(b, db, ch, "q", group, body)
				if err := db.Commit(); err != nil {
					b.Fatal(err)
				}
				ch.Confirms(func(uint64, bool, bool) {})
				events = conn.Drain(events)
				for i := range events {
					conn.Sent(events[i].Message.Size())
					events[i] = amqp.Event{}
				}
				db.Tick(time.Now())
			}
			b.ReportMetric(float64(b.N*group)/b.Elapsed().Seconds(), "messages/s")
			require.NoError(b, db.Close())
		})
	}
}

const backlog = 1_000_000

// BenchmarkBacklog fills a queue with a million messages of 1 KiB, starts the
// broker again and drains it: run it with -benchtime 1x.
func BenchmarkBacklog(b *testing.B) {
	body := bytes.Repeat([]byte{'x'}, 1<<10)
	for b.Loop() {
		disk := diskOf(b)
		db := openReal(b, disk)
		_, ch := client(b, db, "q")
		start := time.Now()
		for range backlog / 10_000 {
			publishMany(b, db, ch, "q", 10_000, body)
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
		require.Equal(b, backlog, drainMany(b, db, "q", backlog))
		b.ReportMetric(backlog/time.Since(start).Seconds(), "drain/s")
		for range 20 {
			db.Tick(time.Now())
		}
		b.ReportMetric(float64(db.Stats().LogBytes)/(1<<20), "MiB-left")
		require.NoError(b, db.Close())
	}
}

func heapMiB() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// drainMany fetches and acknowledges in turns of 100.
func drainMany(b *testing.B, db *amqp.DB, queue string, most int) (n int) {
	_, ch := client(b, db, queue)
	for more := true; more && n < most; {
		err := db.Update(func(tx *amqp.Tx) error {
			for range 100 {
				g, ok, err := ch.Get(tx, queue, false)
				if more = ok; err != nil || !ok {
					return err
				}
				n++
				if err := ch.Ack(tx, g.Tag, false); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		if n%10_000 == 0 {
			if err := db.Commit(); err != nil {
				b.Fatal(err)
			}
		}
	}
	return n
}

// BenchmarkDrainTogether drains 100 queues in turns whose messages lie in the
// log one behind the other.
func BenchmarkDrainTogether(b *testing.B) {
	const queues, each = 100, 1000
	disk := diskOf(b)
	db := openReal(b, disk)
	body := bytes.Repeat([]byte{'x'}, 100)
	_, ch := client(b, db, "q0")
	for i := range queues {
		client(b, db, "q"+strconv.Itoa(i))
	}
	for range each {
		for i := range queues {
			publishMany(b, db, ch, "q"+strconv.Itoa(i), 1, body)
		}
	}
	require.NoError(b, db.Close())
	for b.Loop() {
		db := openReal(b, disk)
		conn, ch := client(b, db, "q0")
		start := time.Now()
		for range each {
			require.NoError(b, db.Update(func(tx *amqp.Tx) error {
				for i := range queues {
					if _, ok, err := ch.Get(tx, "q"+strconv.Itoa(i), false); err != nil || !ok {
						b.Fatal("a message is missing", err)
					}
				}
				return nil
			}))
		}
		b.ReportMetric(queues*each/time.Since(start).Seconds(), "drain/s")
		require.NoError(b, db.Update(func(tx *amqp.Tx) error { tx.Disconnect(conn); return nil }))
		require.NoError(b, db.Close())
	}
}

// BenchmarkEvacuate compacts segments of 16 MiB full of messages of 100 bytes
// that all live, and tells how long it has kept others from the broker.
func BenchmarkEvacuate(b *testing.B) {
	db := openReal(b, diskOf(b))
	_, ch := client(b, db, "q")
	publishMany(b, db, ch, "q", 600_000, bytes.Repeat([]byte{'x'}, 100))
	require.NoError(b, db.Commit())
	var longest atomic.Int64
	stop := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Microsecond):
			}
			start := time.Now()
			_ = db.Update(func(*amqp.Tx) error { return nil })
			longest.Store(max(longest.Load(), int64(time.Since(start))))
		}
	}()
	for b.Loop() {
		require.NoError(b, db.Evacuate(0))
	}
	close(stop)
	<-ended
	b.ReportMetric(float64(longest.Load())/1e6, "ms-longest")
	require.NoError(b, db.CheckAccounts())
	require.NoError(b, db.Close())
}
