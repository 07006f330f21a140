package amqp_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// library is a broker with a stream called s, and a client.
type library struct {
	*testing.T
	*amqp.DB
	clock *clock.Manual
	conn  *amqp.Conn
	ch    *amqp.Channel
	last  uint16 // channel's number
}

// newLibrary opens a broker on files, or in memory where there are none, and
// declares the stream; args are names and values by turns.
func newLibrary(t *testing.T, fs vfs.FS, args ...any) *library {
	t.Helper()
	l := &library{T: t, clock: clock.NewManual(time.Unix(1_700_000_000, 0)), last: 1}
	l.open(fs)
	d := amqp.QueueDeclare{Name: "s", Durable: true, Arguments: wire.Table{{Name: "x-queue-type", Value: "stream"}}}
	for i := 0; i < len(args); i += 2 {
		d.Arguments.Set(args[i].(string), args[i+1])
	}
	l.do(func(tx *amqp.Tx) {
		_, err := l.ch.QueueDeclare(tx, d)
		require.NoError(t, err)
	})
	return l
}

func (l *library) open(fs vfs.FS) {
	l.Helper()
	var err error
	l.DB, err = amqp.Open(world.World{FS: fs, Clock: l.clock}, amqp.Options{InMemory: fs == nil, SegmentSize: 1 << 16})
	require.NoError(l, err)
	l.do(func(tx *amqp.Tx) {
		l.conn, err = tx.Connect("guest", "/", amqp.Client{})
		require.NoError(l, err)
		l.ch, err = tx.OpenChannel(l.conn, 1)
		require.NoError(l, err)
	})
}

func (l *library) do(f func(tx *amqp.Tx)) {
	l.Helper()
	require.NoError(l, l.Update(func(tx *amqp.Tx) error { f(tx); return nil }))
}

func (l *library) publish(bodies ...string) {
	l.Helper()
	for _, body := range bodies {
		l.do(func(tx *amqp.Tx) {
			require.NoError(l, l.ch.Publish(tx, amqp.Publish{Key: []byte("s"), Body: []byte(body)}))
		})
	}
}

// consume reads from an offset on a channel of its own.
func (l *library) consume(offset any) *amqp.Channel {
	l.Helper()
	var ch *amqp.Channel
	l.last++
	l.do(func(tx *amqp.Tx) {
		var err error
		ch, err = tx.OpenChannel(l.conn, l.last)
		require.NoError(l, err)
		require.NoError(l, ch.Qos(tx, 0, 1000, false))
		_, err = ch.Consume(tx, amqp.Consume{Queue: "s", Arguments: wire.Table{{Name: "x-stream-offset", Value: offset}}})
		require.NoError(l, err)
	})
	return ch
}

// got takes what has been delivered, as offset:body.
func (l *library) got() string {
	l.Helper()
	var list []string
	for _, e := range l.conn.Drain(nil) {
		if e.Kind == amqp.Delivery {
			offset, _ := e.Message.Headers().Get("x-stream-offset")
			list = append(list, fmt.Sprint(offset, ":", string(e.Message.Body)))
			l.do(func(tx *amqp.Tx) { require.NoError(l, e.Channel.Ack(tx, e.Tag, false)) })
		}
	}
	return strings.Join(list, " ")
}

// reads is what a consumer from an offset gets.
func (l *library) reads(offset any) string {
	l.Helper()
	ch := l.consume(offset)
	got := l.got()
	l.do(func(tx *amqp.Tx) { tx.CloseChannel(ch) })
	return got
}

func onBoth(t *testing.T, f func(t *testing.T, fs vfs.FS)) {
	t.Run("in memory", func(t *testing.T) { f(t, nil) })
	t.Run("on files", func(t *testing.T) { f(t, memfs.New()) })
}

func TestStreamOffsets(t *testing.T) {
	onBoth(t, func(t *testing.T, fs vfs.FS) {
		l := newLibrary(t, fs)
		start := l.clock.Now()
		for _, body := range []string{"a", "b", "c"} { // a minute each
			l.publish(body)
			l.clock.Advance(time.Minute)
		}
		at := func(d time.Duration) wire.Timestamp { return wire.Timestamp(start.Add(d).Unix()) }
		for _, c := range []struct {
			offset any
			want   string
		}{
			{"first", "0:a 1:b 2:c"}, {"last", "2:c"}, {"next", ""},
			{int64(0), "0:a 1:b 2:c"}, {int32(2), "2:c"}, {int16(3), ""}, {int64(-7), "0:a 1:b 2:c"}, {int64(1<<63 - 1), ""},
			{at(0), "0:a 1:b 2:c"}, {at(time.Second), "1:b 2:c"}, {at(2 * time.Minute), "2:c"}, {at(time.Hour), ""},
			{wire.Timestamp(0), "0:a 1:b 2:c"}, {wire.Timestamp(1<<64 - 1), ""},
			{"1m", "2:c"}, {"119s", "2:c"}, {"121s", "1:b 2:c"}, {"2h", "0:a 1:b 2:c"}, {"99999999999999999999Y", "0:a 1:b 2:c"},
		} {
			assert.Equal(t, c.want, l.reads(c.offset), "%T %v", c.offset, c.offset)
		}
	})
}

func TestStreamRetentionBySize(t *testing.T) {
	onBoth(t, func(t *testing.T, fs vfs.FS) {
		// Three messages of one byte, and a hundred each, make a segment.
		l := newLibrary(t, fs, "x-stream-max-segment-size-bytes", int32(303), "x-max-length-bytes", int32(700))
		early := l.consume("first")
		for _, body := range strings.Split("abcdefghijklmnopqrstuvwxyz", "") {
			l.publish(body)
		}
		assert.Contains(t, l.got(), "0:a 1:b 2:c 3:d", "who was quick enough has it all")
		l.do(func(tx *amqp.Tx) { tx.CloseChannel(early) })
		want := "18:s 19:t 20:u 21:v 22:w 23:x 24:y 25:z"
		assert.Equal(t, want, l.reads("first"))
		assert.Equal(t, want, l.reads(int64(5)), "what is gone is skipped")
		if fs != nil {
			require.NoError(t, l.Close())
			l.open(fs)
			assert.Equal(t, want, l.reads("first"))
			require.NoError(t, l.CheckAccounts())
		}
		l.publish("!") // fills a segment, also after a restart
		assert.Equal(t, "21:v 22:w 23:x 24:y 25:z 26:!", l.reads("first"))
	})
}

func TestStreamRetentionByAge(t *testing.T) {
	onBoth(t, func(t *testing.T, fs vfs.FS) {
		l := newLibrary(t, fs, "x-stream-max-segment-size-bytes", int32(200), "x-max-age", "7D")
		for _, body := range []string{"a", "b", "c", "d", "e"} { // two in a segment
			l.publish(body)
			l.clock.Advance(24 * time.Hour)
		}
		l.Tick(l.clock.Now())
		assert.Equal(t, "0:a 1:b 2:c 3:d 4:e", l.reads("first"))
		l.clock.Advance(3*24*time.Hour - time.Second) // b came on the second day
		l.Tick(l.clock.Now())
		assert.Equal(t, "0:a 1:b 2:c 3:d 4:e", l.reads("first"))
		l.clock.Advance(time.Second)
		l.Tick(l.clock.Now())
		assert.Equal(t, "2:c 3:d 4:e", l.reads("first"))
		l.clock.Advance(365 * 24 * time.Hour)
		l.Tick(l.clock.Now())
		assert.Equal(t, "4:e", l.reads("first"), "the segment that is being filled stays")
		if fs == nil {
			return
		}
		require.NoError(t, l.Close())
		l.clock.Advance(time.Hour)
		l.open(fs)
		l.publish("f")
		l.Tick(l.clock.Now())
		assert.Equal(t, "4:e 5:f", l.reads("first"))
	})
}

// A stream of which nothing is left goes on where it was, also after a
// restart, after its messages have left the log, and in a fork.
func TestStreamNeverGivesAnOffsetTwice(t *testing.T) {
	fs := memfs.New()
	l := newLibrary(t, fs, "x-stream-max-segment-size-bytes", int32(0), "x-max-age", "1h")
	for i := range 100 {
		l.publish(strings.Repeat("x", 1000) + fmt.Sprint(i))
	}
	l.clock.Advance(2 * time.Hour)
	l.Tick(l.clock.Now())
	assert.Empty(t, l.reads("first"))
	for range 3 {
		require.NoError(t, l.Compact())
		require.NoError(t, l.Evacuate(0))
		require.NoError(t, l.Close())
		l.open(fs)
	}
	onto := memfs.New()
	fork, err := l.Fork(world.World{FS: onto, Clock: l.clock})
	require.NoError(t, err)
	require.NoError(t, fork.Close())
	l.publish("more")
	assert.Equal(t, "100:more", l.reads("first"))
	l.open(onto)
	l.publish("other")
	assert.Equal(t, "100:other", l.reads("first"))
}

// Nobody reads what a crash could take back.
func TestStreamShowsWhatIsSynced(t *testing.T) {
	l := newLibrary(t, memfs.New())
	l.OnDirty(func() {})
	l.consume("first")
	l.publish("a", "b")
	assert.Empty(t, l.got())
	require.NoError(t, l.Commit())
	assert.Equal(t, "0:a 1:b", l.got())
	l.publish("c")
	assert.Equal(t, "0:a 1:b", l.reads("first"))
	require.NoError(t, l.Commit())
	assert.Equal(t, "2:c", l.got())
}

// A stream is read from disk once by each who reads it, and lies in memory
// with its newest mebibyte alone.
func TestStreamIsReadFromDisk(t *testing.T) {
	disk := &counting{FS: memfs.New()}
	l := newLibrary(t, disk)
	const messages, size = 5000, 1000
	l.do(func(tx *amqp.Tx) {
		for n := range messages {
			require.NoError(t, l.ch.Publish(tx, amqp.Publish{Key: []byte("s"), Body: []byte(bodyOf(n, size))}))
		}
	})
	assert.Less(t, l.Stats().MessageBytes, int64(3<<19))
	disk.read = 0
	for range 3 {
		l.consume("first")
	}
	read := make([]int, 3)
	for done := 0; done < 3*messages; {
		events := l.conn.Drain(nil)
		require.NotEmpty(t, events, "after %d", done)
		l.do(func(tx *amqp.Tx) {
			for _, e := range events {
				if e.Kind != amqp.Delivery {
					continue
				}
				offset, err := offsetOf(e.Message)
				require.NoError(t, err)
				require.Equal(t, read[e.Channel.ID-2], offset)
				read[e.Channel.ID-2]++
				done++
				l.conn.Sent(e.Message.Size())
				require.NoError(t, e.Channel.Ack(tx, e.Tag, false))
			}
			tx.Resume(l.conn)
		})
	}
	assert.Less(t, disk.read, int64(3*messages*size*3/2))
	require.NoError(t, l.CheckAccounts())
}

// A message whose bytes are damaged leaves its offset empty, now and after a
// restart; all others stay where they are.
func TestStreamHole(t *testing.T) {
	fs := memfs.New()
	l := newLibrary(t, fs)
	l.do(func(tx *amqp.Tx) {
		for n := range 2000 {
			require.NoError(t, l.ch.Publish(tx, amqp.Publish{Key: []byte("s"), Body: []byte(bodyOf(n, 1000))}))
		}
	})
	flip(t, fs, seglog.FileName(1), 5000, 1)
	hole := func() int {
		l.consume("first")
		var missing []int
		next := 0
		for _, e := range l.conn.Drain(nil) {
			offset, err := offsetOf(e.Message)
			require.NoError(t, err)
			for ; next < offset; next++ {
				missing = append(missing, next)
			}
			next++
		}
		require.Len(t, missing, 1)
		require.Greater(t, next, 500, "the others are read")
		return missing[0]
	}
	found := hole()
	require.NoError(t, l.CheckAccounts())
	require.NoError(t, l.Close())
	l.open(fs)
	require.Equal(t, found, hole())
	require.NoError(t, l.CheckAccounts())
	l.publish("more")
	l.do(func(tx *amqp.Tx) {
		list, err := tx.Peek("/", "s", -1)
		require.NoError(t, err)
		assert.EqualValues(t, 2000, list[len(list)-1].Seq-1)
	})
}

// What a crash could take back is shown to nobody who asks for offsets.
func TestStreamIsPeekedFromAnOffset(t *testing.T) {
	l := newLibrary(t, memfs.New())
	l.publish("a", "b", "c")
	l.do(func(tx *amqp.Tx) {
		require.NoError(t, l.ch.Publish(tx, amqp.Publish{Key: []byte("s"), Body: []byte("d")}))
		for _, c := range []struct {
			offset any
			n      int
			want   []int64
		}{{"first", -1, []int64{0, 1, 2}}, {int64(1), -1, []int64{1, 2}}, {int64(1), 1, []int64{1}}, {"next", -1, nil}} {
			list, err := tx.PeekStream("/", "s", c.offset, c.n)
			require.NoError(t, err)
			var got []int64
			for _, p := range list {
				got = append(got, p.Offset)
			}
			require.Equal(t, c.want, got, "%v", c.offset)
		}
	})
}

func TestStreamFork(t *testing.T) {
	for name, fs := range map[string]vfs.FS{"into memory": nil, "onto files": memfs.New()} {
		t.Run(name, func(t *testing.T) {
			l := newLibrary(t, memfs.New(), "x-stream-max-segment-size-bytes", int32(303), "x-max-length-bytes", int32(300))
			l.publish("a", "b", "c", "d")
			l.consume("first") // d is delivered and not acknowledged
			fork, err := l.Fork(world.World{FS: fs, Clock: l.clock})
			require.NoError(t, err)
			require.NoError(t, crashBroker{DB: fork}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
				require.NoError(t, ch.Publish(tx, amqp.Publish{Key: []byte("s"), Body: []byte("e")}))
				list, err := tx.Peek("/", "s", -1)
				var got []string
				for _, p := range list {
					got = append(got, fmt.Sprint(p.Seq-1, ":", string(p.Message.Body)))
				}
				assert.Equal(t, []string{"3:d", "4:e"}, got)
				return err
			}))
			require.NoError(t, fork.Close())
		})
	}
}

func TestStreamPolicies(t *testing.T) {
	l := newLibrary(t, nil, "x-stream-max-segment-size-bytes", int32(303), "x-max-age", "2D")
	l.publish("a", "b", "c", "d")
	set := func(settings ...any) {
		l.do(func(tx *amqp.Tx) { require.NoError(t, tx.SetPolicy(policyFor("p", 1, settings...))) })
	}
	set("message-ttl", int64(1), "expires", int64(1), "max-length", int64(0), "overflow", "reject-publish")
	l.clock.Advance(time.Hour)
	l.Tick(l.clock.Now())
	assert.Equal(t, "0:a 1:b 2:c 3:d", l.reads("first"), "none of it is for streams")
	set("max-age", "30m")
	assert.Equal(t, "3:d", l.reads("first"))
	set("max-age", "3D", "max-length-bytes", int64(300))
	l.publish("e", "f", "g")
	assert.Equal(t, "6:g", l.reads("first"))
}

func TestStreamIsNotEmptied(t *testing.T) {
	l := newLibrary(t, nil)
	l.publish("a", "b")
	l.do(func(tx *amqp.Tx) {
		_, err := l.ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "q"})
		require.NoError(t, err)
		_, err = tx.Move("/", "s", "q", -1, false)
		require.EqualError(t, err, "NOT_IMPLEMENTED - moving messages not supported by stream queues queue 's' in vhost '/'")
		_, err = tx.ReturnDeadLetters("/", "s", -1, true)
		require.Error(t, err)
		require.NoError(t, l.ch.Publish(tx, amqp.Publish{Key: []byte("q"), Body: []byte("c")}))
		_, err = tx.Move("/", "q", "s", -1, false)
		require.NoError(t, err)
	})
	assert.Equal(t, "0:a 1:b 2:c", l.reads("first"))
	l.do(func(tx *amqp.Tx) {
		q, ok := tx.Queue("/", "s")
		require.True(t, ok)
		assert.Equal(t, "stream", q.Type)
		assert.Equal(t, 3, q.Ready)
		assert.Zero(t, q.Unacked)
	})
}

func TestStreamTakesDeadLetters(t *testing.T) {
	l := newLibrary(t, nil)
	l.do(func(tx *amqp.Tx) {
		_, err := l.ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "q", Arguments: wire.Table{
			{Name: "x-message-ttl", Value: int32(10)}, {Name: "x-dead-letter-exchange", Value: ""},
			{Name: "x-dead-letter-routing-key", Value: "s"}}})
		require.NoError(t, err)
		require.NoError(t, l.ch.Publish(tx, amqp.Publish{Key: []byte("q"), Body: []byte("dead")}))
	})
	l.clock.Advance(time.Second)
	l.Tick(l.clock.Now())
	assert.Equal(t, "0:dead", l.reads("first"))
}
