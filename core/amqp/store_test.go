package amqp_test

import (
	"bytes"
	"io"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/faultfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// restarts is a broker on a disk, with a clock, that can be started again.
type restarts struct {
	t     *testing.T
	disk  *memfs.FS
	clock *clock.Manual
	crashBroker
}

func restartable(t *testing.T) *restarts {
	r := &restarts{t: t, disk: memfs.New(), clock: clock.NewManual(time.Unix(1_600_000_000, 0))}
	r.open(small)
	return r
}

func (r *restarts) open(o amqp.Options) {
	db, err := amqp.Open(world.World{FS: r.disk, Clock: r.clock, Seed: 1}, o)
	require.NoError(r.t, err)
	r.crashBroker = crashBroker{DB: db}
}

// again closes the broker and opens it after some time.
func (r *restarts) again(o amqp.Options, later time.Duration) {
	r.t.Helper()
	require.NoError(r.t, r.CheckAccounts())
	require.NoError(r.t, r.Close())
	r.clock.Advance(later)
	r.open(o)
	require.NoError(r.t, r.CheckAccounts())
}

func (r *restarts) on(f func(tx *amqp.Tx, ch *amqp.Channel)) {
	r.t.Helper()
	require.NoError(r.t, r.with(func(tx *amqp.Tx, ch *amqp.Channel) error { f(tx, ch); return nil }))
}

func (r *restarts) declare(name string, args ...wire.Field) {
	r.t.Helper()
	r.on(func(tx *amqp.Tx, ch *amqp.Channel) {
		_, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: name, Durable: true, Arguments: args})
		require.NoError(r.t, err)
	})
}

func (r *restarts) send(exchange, key, body string, p wire.Properties) {
	r.t.Helper()
	p.DeliveryMode = wire.Persistent
	r.on(func(tx *amqp.Tx, ch *amqp.Channel) {
		require.NoError(r.t, ch.Publish(tx, amqp.Publish{Exchange: []byte(exchange), Key: []byte(key),
			Properties: wire.AppendProperties(nil, &p), Body: []byte(body)}))
	})
}

// has gives what waits in a queue, in order, and leaves it there.
func (r *restarts) has(queue string) (bodies []string) {
	r.t.Helper()
	require.NoError(r.t, r.Update(func(tx *amqp.Tx) error {
		all, err := tx.Peek("/", queue, -1)
		for _, m := range all {
			bodies = append(bodies, string(m.Message.Body))
		}
		return err
	}))
	return bodies
}

func TestTimesAfterARestart(t *testing.T) {
	r := restartable(t)
	r.declare("dead")
	r.declare("q", deadLetters, deadKey)
	r.declare("later")
	r.on(func(tx *amqp.Tx, ch *amqp.Channel) {
		require.NoError(t, ch.ExchangeDeclare(tx, amqp.ExchangeDeclare{Name: "delay", Type: amqp.Delayed, Durable: true,
			Arguments: wire.Table{{Name: "x-delayed-type", Value: "fanout"}}}))
		require.NoError(t, ch.Bind(tx, amqp.Bind{Source: "delay", Destination: "later"}))
	})
	r.send("", "q", "soon", wire.Properties{Expiration: "1000"})
	r.send("", "q", "late", wire.Properties{Expiration: "5000"})
	for _, ms := range []int32{3000, 1000, 9000} {
		r.send("delay", "", strconv.Itoa(int(ms)), wire.Properties{Headers: wire.Table{{Name: "x-delay", Value: ms}}})
	}
	r.again(small, 4*time.Second)
	next := r.Tick(r.clock.Now())
	assert.Equal(t, []string{"soon"}, r.has("dead"), "overdue")
	assert.Equal(t, []string{"late"}, r.has("q"))
	assert.Equal(t, []string{"1000", "3000"}, r.has("later"), "in the order in which they were due")
	assert.Equal(t, int64(1_600_000_005), next.Unix(), "the next to expire")
	r.again(small, 6*time.Second)
	r.Tick(r.clock.Now())
	assert.Equal(t, []string{"soon", "late"}, r.has("dead"))
	assert.Equal(t, []string{"1000", "3000", "9000"}, r.has("later"))
	r.again(small, time.Hour)
	r.Tick(r.clock.Now())
	assert.Len(t, r.has("later"), 3, "delayed messages are routed once")
}

func TestQueuesAfterARestart(t *testing.T) {
	r := restartable(t)
	r.declare("first", wire.Field{Name: "x-max-priority", Value: int32(5)})
	r.declare("short", wire.Field{Name: "x-max-length", Value: int32(2)})
	for i := range 6 {
		r.send("", "first", strconv.Itoa(i), wire.Properties{Priority: uint8(i % 3)})
		r.send("", "short", strconv.Itoa(i), wire.Properties{})
	}
	r.again(small, 0)
	r.send("", "first", "6", wire.Properties{Priority: 1})
	r.send("", "short", "6", wire.Properties{})
	assert.Equal(t, []string{"2", "5", "1", "4", "6", "0", "3"}, r.has("first"))
	assert.Equal(t, []string{"5", "6"}, r.has("short"))

	// The same name means another queue once it was deleted.
	r.on(func(tx *amqp.Tx, ch *amqp.Channel) {
		_, err := ch.QueueDelete(tx, "short", false, false)
		require.NoError(t, err)
	})
	r.declare("short")
	r.send("", "short", "new", wire.Properties{})
	r.again(small, 0)
	assert.Equal(t, []string{"new"}, r.has("short"))
}

func TestExclusiveQueuesDoNotLast(t *testing.T) {
	r := restartable(t)
	var conn *amqp.Conn
	require.NoError(t, r.Update(func(tx *amqp.Tx) (err error) {
		conn, err = tx.Connect("guest", "/", amqp.Client{})
		require.NoError(t, err)
		ch, err := tx.OpenChannel(conn, 1)
		require.NoError(t, err)
		_, err = ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "mine", Durable: true, Exclusive: true})
		require.NoError(t, err)
		require.NoError(t, ch.Bind(tx, amqp.Bind{Source: "amq.fanout", Destination: "mine"}))
		return ch.Publish(tx, amqp.Publish{Exchange: []byte("amq.fanout"), Properties: persistent, Body: []byte("x")})
	}))
	r.DB.OnDirty(func() {})
	require.NoError(t, r.Commit())
	disk := r.disk.Clone() // as a kill leaves it: the connection was never closed
	require.NoError(t, r.Close())
	r.disk = disk
	r.open(small)
	require.Error(t, r.Update(func(tx *amqp.Tx) error { _, err := tx.Peek("/", "mine", 1); return err }))
	report, err := r.Verify()
	require.NoError(t, err)
	assert.Empty(t, report.Queues)
}

// The routing keys of BCC are no longer in the message, and a dead letter
// goes by them all the same.
func TestCopiesAfterARestart(t *testing.T) {
	r := restartable(t)
	r.declare("q", wire.Field{Name: "x-dead-letter-exchange", Value: "amq.direct"}, wire.Field{Name: "x-message-ttl", Value: int32(1000)})
	for _, key := range []string{"q", "cc", "bcc"} {
		r.declare("dead-" + key)
		r.on(func(tx *amqp.Tx, ch *amqp.Channel) {
			require.NoError(t, ch.Bind(tx, amqp.Bind{Source: "amq.direct", Destination: "dead-" + key, Key: key}))
		})
	}
	r.send("", "q", "x", wire.Properties{Headers: wire.Table{
		{Name: "CC", Value: wire.Array{"cc"}}, {Name: "BCC", Value: wire.Array{"bcc"}}}})
	r.again(small, time.Minute)
	r.Tick(r.clock.Now())
	for _, key := range []string{"q", "cc", "bcc"} {
		assert.Equal(t, []string{"x"}, r.has("dead-"+key))
	}
}

// A quorum queue's count goes on after restarts and compaction.
func TestReturnsAfterARestart(t *testing.T) {
	r := restartable(t)
	r.declare("q", wire.Field{Name: "x-queue-type", Value: "quorum"}, wire.Field{Name: "x-delivery-limit", Value: int32(5)})
	r.send("", "q", "x", wire.Properties{})
	times := 0
	for len(r.has("q")) > 0 {
		times++
		require.Less(t, times, 20)
		r.on(func(tx *amqp.Tx, ch *amqp.Channel) {
			g, _, err := ch.Get(tx, "q", false)
			require.NoError(t, err)
			assert.Equal(t, times > 1, g.Redelivered)
			require.NoError(t, ch.Nack(tx, g.Tag, false, true))
		})
		publishTo(t, r.DB, "other", 20, 300)
		if times%2 == 0 {
			require.NoError(t, r.Evacuate(0)) // puts an older count behind a newer one
		}
		r.again(small, 0)
	}
	assert.Equal(t, 6, times)
}

func TestMemoryLimitAfterARestart(t *testing.T) {
	r := restartable(t)
	publishTo(t, r.DB, "q", 100, 500)
	o := small
	o.MemoryLimit = 1
	r.again(o, 0)
	publishTo(t, r.DB, "q", 100, 500)
	assert.Less(t, r.Stats().MessageBytes, int64(2000))
	assert.Len(t, drain(t, r.DB, "q", 300), 200)
	assert.Zero(t, r.Stats().MessageBytes)
}

// A number that was given before a Reset is not given again: what the log
// still has under it would come back in the new queue.
func TestReset(t *testing.T) {
	r := restartable(t)
	for i := range 5 {
		publishTo(t, r.DB, "q"+strconv.Itoa(i), 30, 300)
	}
	require.NoError(t, r.Reset())
	require.NoError(t, r.CheckAccounts())
	for n := range 14 { // however many of its segments are gone
		copied := &restarts{t: t, disk: r.disk.Clone(), clock: r.clock}
		copied.open(small)
		for range n {
			require.NoError(t, copied.Evacuate(0))
		}
		copied.again(small, 0)
		for i := range 8 {
			copied.declare("q" + strconv.Itoa(i))
		}
		copied.again(small, 0)
		for i := range 8 {
			assert.Empty(t, copied.has("q"+strconv.Itoa(i)))
		}
		require.NoError(t, copied.Compact())
		require.NoError(t, copied.Close())
	}
	ticks(t, r.DB)
	require.NoError(t, r.Compact())
	assert.Less(t, r.Stats().LogBytes, int64(9000), "the space is given back")
}

// The disk fails: confirms wait, publishers are blocked, acknowledgements are
// taken; then it is well again.
func TestFailingDisk(t *testing.T) {
	disk := memfs.New()
	faults := faultfs.New(disk)
	var said recorder
	db, err := amqp.Open(world.World{FS: faults, Log: &said}, amqp.Options{})
	require.NoError(t, err)
	db.OnDirty(func() {})
	var conn *amqp.Conn
	var ch *amqp.Channel
	publish := func(tx *amqp.Tx) error {
		return ch.Publish(tx, amqp.Publish{Key: []byte("q"), Properties: persistent, Body: []byte("x")})
	}
	require.NoError(t, db.Update(func(tx *amqp.Tx) (err error) {
		conn, err = tx.Connect("guest", "/", amqp.Client{})
		require.NoError(t, err)
		ch, err = tx.OpenChannel(conn, 1)
		require.NoError(t, err)
		require.NoError(t, ch.ConfirmSelect())
		_, err = ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "q", Durable: true})
		return err
	}))
	require.NoError(t, db.Update(publish))
	require.NoError(t, db.Commit())
	confirmed := 0
	count := func(uint64, bool, bool) { confirmed++ }
	ch.Confirms(count)
	require.Equal(t, 1, confirmed)
	conn.Drain(nil)

	mend := faults.Add(faultfs.Rule{Ops: faultfs.Write, Err: vfs.ErrNoSpace})
	require.NoError(t, db.Update(publish))
	for range 3 {
		require.ErrorIs(t, db.Commit(), vfs.ErrNoSpace)
		db.Tick(time.Now())
	}
	assert.Len(t, said, 1, "it is said once")
	ch.Confirms(count)
	assert.Equal(t, 1, confirmed, "the second publish is not safe")
	assert.True(t, conn.Blocked(), "it waits for a confirm: it may never publish again")
	require.NoError(t, db.Update(publish))
	events := conn.Drain(nil)
	require.Len(t, events, 1)
	assert.Equal(t, amqp.Blocked, events[0].Kind)
	assert.Equal(t, "low on disk", events[0].Err.Text)
	require.NoError(t, db.Update(func(tx *amqp.Tx) error {
		g, ok, err := ch.Get(tx, "q", false)
		require.True(t, ok)
		require.NoError(t, err)
		return ch.Ack(tx, g.Tag, false)
	}))

	mend()
	woken := false
	conn.Wake(func() { woken = true })
	require.NoError(t, db.Commit())
	assert.True(t, woken)
	events = conn.Drain(nil)
	require.Len(t, events, 1)
	assert.Equal(t, amqp.Unblocked, events[0].Kind)
	ch.Confirms(count)
	assert.Zero(t, ch.Pending())
	assert.Greater(t, confirmed, 1)
	require.NoError(t, db.Close())
	db = openOn(t, disk, nil, amqp.Options{})
	assert.Equal(t, 2, db.Stats().MessagesReady)
}

// Files can't be opened for a while, as there are too many: messages that are
// read back wait, in their order, and none is lost.
func TestMessagesThatCannotBeReadForAWhile(t *testing.T) {
	disk := memfs.New()
	db := openOn(t, disk, nil, small)
	publishTo(t, db, "q", 50, 300)
	require.NoError(t, db.Close())

	faults := faultfs.New(disk)
	var said recorder
	clock := clock.NewManual(time.Unix(1_600_000_000, 0))
	db, err := amqp.Open(world.World{FS: faults, Log: &said, Clock: clock}, small)
	require.NoError(t, err)
	mend := faults.Add(faultfs.Rule{Ops: faultfs.Open | faultfs.Read, Name: "*.seg", Err: vfs.ErrIO})
	var conn *amqp.Conn
	var numbers []int
	listen := func() {
		for _, e := range conn.Drain(nil) {
			id, err := idOf("q", e.Message)
			require.NoError(t, err)
			numbers = append(numbers, id.number)
			conn.Sent(e.Message.Size())
		}
	}
	require.NoError(t, db.Update(func(tx *amqp.Tx) (err error) {
		conn, err = tx.Connect("guest", "/", amqp.Client{})
		require.NoError(t, err)
		ch, err := tx.OpenChannel(conn, 1)
		require.NoError(t, err)
		_, _, err = ch.Get(tx, "q", false)
		require.ErrorContains(t, err, "can't be read from disk")
		_, err = ch.Consume(tx, amqp.Consume{Queue: "q", NoAck: true})
		return err
	}))
	for range 5 {
		clock.Advance(time.Second)
		db.Tick(clock.Now())
	}
	listen()
	require.Empty(t, numbers)
	require.Equal(t, 50, db.Stats().MessagesReady)
	mend()
	clock.Advance(time.Second)
	db.Tick(clock.Now())
	listen()
	require.Len(t, numbers, 50)
	for i, n := range numbers {
		require.Equal(t, i, n)
	}
	require.NoError(t, db.CheckAccounts())
	require.NoError(t, db.Close())
}

// A message that came back without having been read is moved by compaction all
// the same, and stays where it is when any one read on the way fails.
func TestCompactionThatCannotRead(t *testing.T) {
	failed := 0
	for skip := range 12 {
		disk := memfs.New()
		db := openOn(t, disk, nil, small)
		publishTo(t, db, "q", 50, 300)
		require.NoError(t, db.Close())
		faults := faultfs.New(disk)
		db = openOn(t, faults, nil, small)
		mend := faults.Add(faultfs.Rule{Ops: faultfs.Read, Name: "*.seg", Err: vfs.ErrIO})
		require.Error(t, crashBroker{DB: db}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
			_, _, err := ch.Get(tx, "q", false)
			return err
		}))
		mend()
		mend = faults.Add(faultfs.Rule{Ops: faultfs.Read, Name: "*.seg", Skip: skip, Count: 1, Err: vfs.ErrIO})
		if db.Evacuate(0) != nil {
			failed++
		}
		mend()
		require.NoError(t, db.CheckAccounts(), "skip %d", skip)
		require.NoError(t, crashBroker{DB: db}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
			for i := range 50 {
				g, ok, err := ch.Get(tx, "q", true)
				require.NoError(t, err)
				require.True(t, ok, "skip %d: message %d", skip, i)
				id, err := idOf("q", g.Message)
				require.NoError(t, err)
				require.Equal(t, i, id.number, "skip %d", skip)
			}
			return nil
		}))
		require.NoError(t, db.Close())
	}
	require.Greater(t, failed, 1)
}

// Close while another goroutine commits, and another ticks: nobody hears of
// an alarm, and all is on disk.
func TestCloseBesideTheCommitter(t *testing.T) {
	for range 20 {
		disk := memfs.New()
		var said recorder
		db := openOn(t, disk, &said, small)
		db.OnDirty(func() {})
		publishTo(t, db, "q", 50, 200)
		var group sync.WaitGroup
		for _, work := range []func(){
			func() { _ = db.Commit() },
			func() { db.Tick(time.Unix(1_600_000_001, 0)) },
			func() { _ = db.Compact() },
			func() { _, _ = db.Verify() },
		} {
			group.Go(func() {
				for range 20 {
					work()
				}
			})
		}
		require.NoError(t, db.Close())
		group.Wait()
		assert.Empty(t, said)
		db = openOn(t, disk, &said, small)
		assert.Len(t, drain(t, db, "q", 100), 50)
		require.NoError(t, db.Close())
	}
}

// The same seed gives the same log, byte by byte.
func TestSameSeedSameLog(t *testing.T) {
	contents := func() map[string][]byte {
		s, err := newScene(7)
		require.NoError(t, err)
		require.NoError(t, s.play(150, false))
		require.NoError(t, s.db.Close())
		files := map[string][]byte{}
		names, err := s.disk.List("")
		require.NoError(t, err)
		for _, name := range names {
			f, err := s.disk.Open(name, vfs.ReadOnly)
			require.NoError(t, err)
			size, err := f.Size()
			require.NoError(t, err)
			files[name], err = io.ReadAll(io.NewSectionReader(f, 0, size))
			require.NoError(t, err)
		}
		return files
	}
	first := contents()
	for range 5 {
		again := contents()
		require.Len(t, again, len(first))
		for name := range first {
			require.True(t, bytes.Equal(first[name], again[name]), name)
		}
	}
}

// TestPublisherIsThrottledWhileTheDiskIsBehind: what is not written yet must
// not fill the memory.
func TestPublisherIsThrottledWhileTheDiskIsBehind(t *testing.T) {
	db := openOn(t, memfs.New(), nil, amqp.Options{MemoryLimit: 10_000})
	db.OnDirty(func() {}) // Commit is called below
	var conn *amqp.Conn
	var ch *amqp.Channel
	woken := 0
	require.NoError(t, db.Update(func(tx *amqp.Tx) (err error) {
		conn, err = tx.Connect("guest", "/", amqp.Client{})
		require.NoError(t, err)
		ch, err = tx.OpenChannel(conn, 1)
		require.NoError(t, err)
		_, err = ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "q", Durable: true})
		return err
	}))
	require.NoError(t, db.Commit())
	conn.Wake(func() { woken++ })
	conn.Drain(nil)
	published := 0
	for ; !conn.Throttled() && published < 100; published++ { // without confirms
		require.NoError(t, db.Update(func(tx *amqp.Tx) error {
			return ch.Publish(tx, amqp.Publish{Key: []byte("q"), Properties: persistent, Body: make([]byte, 1000)})
		}))
	}
	assert.InDelta(t, 10, published, 1)
	before := woken
	require.NoError(t, db.Commit())
	assert.False(t, conn.Throttled())
	assert.Greater(t, woken, before)
	require.NoError(t, db.Close())
}
