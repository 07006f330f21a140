package amqp_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/crashfs"
	"github.com/twelvefold/twelvefold/core/vfs/faultfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// streamScene is one run of a stream with retention, a queue that shares its
// messages' records, and one who reads the stream, on a disk that forgets and
// fails. The n-th message published has offset n, and its body says so.
type streamScene struct {
	rand, fate *rand.Rand
	disk       *crashfs.FS
	faults     *faultfs.FS
	clock      *clock.Manual
	db         *amqp.DB

	conn                *amqp.Conn
	writer, reader      *amqp.Channel
	published, read     int // how many; what was read is all up to there
	confirmed           int // how many
	oldest              int // the lowest offset that is kept
	oldestAfterCrash    int // the highest that a crash in this step has left as the lowest
	crashes, readBodies int
	problem             error
}

func newStreamScene(seed uint64) (*streamScene, error) {
	s := &streamScene{
		rand: rand.New(rand.NewPCG(seed, 21)), fate: rand.New(rand.NewPCG(seed, 22)), disk: crashfs.New(),
		clock: clock.NewManual(time.Unix(1_600_000_000, 0)),
	}
	s.faults = faultfs.New(s.disk)
	var err error
	if s.db, err = amqp.Open(world.World{FS: s.faults, Clock: s.clock, Seed: seed + 1}, small); err != nil {
		return nil, err
	}
	s.db.OnDirty(func() {})
	if err := errors.Join(s.db.Update(s.furnish), s.db.Commit()); err != nil {
		return nil, err
	}
	s.disk.OnChange(s.crash)
	return s, nil
}

func (s *streamScene) furnish(tx *amqp.Tx) (err error) {
	if s.conn, err = tx.Connect("guest", "/", amqp.Client{}); err != nil {
		return err
	}
	for i, ch := range []**amqp.Channel{&s.writer, &s.reader} {
		if *ch, err = tx.OpenChannel(s.conn, uint16(i+1)); err != nil {
			return err
		}
	}
	args := wire.Table{{Name: "x-queue-type", Value: "stream"}, {Name: "x-stream-max-segment-size-bytes", Value: int32(1500)}}
	switch s.rand.IntN(3) {
	case 0:
		args.Set("x-max-length-bytes", int32(s.rand.IntN(8000)))
	case 1:
		args.Set("x-max-age", "2s")
	}
	for _, d := range []amqp.QueueDeclare{{Name: "stream", Durable: true, Arguments: args}, {Name: "plain", Durable: true}} {
		if _, err := s.writer.QueueDeclare(tx, d); err != nil {
			return err
		}
		if err := s.writer.Bind(tx, amqp.Bind{Source: "amq.fanout", Destination: d.Name}); err != nil {
			return err
		}
	}
	if err := s.reader.Qos(tx, 0, 5, false); err != nil {
		return err
	}
	if _, err := s.reader.Consume(tx, amqp.Consume{Queue: "stream"}); err != nil {
		return err
	}
	return s.writer.ConfirmSelect()
}

func (s *streamScene) step() error {
	switch n := s.rand.IntN(40); {
	case n < 16:
		return s.publish()
	case n < 24:
		return s.eat()
	case n < 27:
		s.db.Tick(s.clock.Now())
		return nil
	case n < 30:
		return ofDisk(s.db.Evacuate(s.rand.IntN(9)))
	case n < 31:
		return ofDisk(s.db.Compact())
	default:
		return ofDisk(s.db.Commit())
	}
}

func (s *streamScene) publish() error {
	p := amqp.Publish{Exchange: []byte("amq.fanout"), Body: []byte(bodyOf(s.published, s.rand.IntN(700)))}
	if s.rand.IntN(2) == 0 {
		p.Exchange, p.Key = nil, []byte("stream")
	}
	props := wire.Properties{DeliveryMode: uint8(1 + s.rand.IntN(2))}
	p.Properties = wire.AppendProperties(nil, &props)
	s.published++
	return s.db.Update(func(tx *amqp.Tx) error { return s.writer.Publish(tx, p) })
}

// eat empties the classic queue, so that compaction has something to do.
func (s *streamScene) eat() error {
	return s.db.Update(func(tx *amqp.Tx) error {
		for range s.rand.IntN(4) {
			if _, ok, err := s.writer.Get(tx, "plain", true); err != nil || !ok {
				return err
			}
		}
		return nil
	})
}

// listen takes confirms and deliveries. Deliveries come in order, and none
// before its message is on disk.
func (s *streamScene) listen() error {
	s.writer.Confirms(func(tag uint64, _, _ bool) { s.confirmed = int(tag) })
	for _, e := range s.conn.Drain(nil) {
		if e.Kind != amqp.Delivery {
			continue
		}
		offset, err := offsetOf(e.Message)
		switch {
		case err != nil:
			return err
		case offset < s.read:
			return fmt.Errorf("offset %d comes after %d", offset, s.read-1)
		case offset > max(s.read, s.oldest):
			return fmt.Errorf("offset %d comes after %d, and %d is kept", offset, s.read-1, s.oldest)
		}
		s.read = offset + 1
		s.readBodies++
		if err := s.db.Update(func(tx *amqp.Tx) error { return s.reader.Ack(tx, e.Tag, false) }); err != nil {
			return err
		}
	}
	return nil
}

// offsetOf is a delivery's offset, which its body must tell too.
func offsetOf(m *amqp.Message) (int, error) {
	v, _ := m.Headers().Get("x-stream-offset")
	offset, ok := v.(int64)
	id, err := idOf("stream", m)
	if err == nil && (!ok || int(offset) != id.number) {
		err = fmt.Errorf("message %d is at offset %v", id.number, v)
	}
	return int(offset), err
}

// crash opens the broker on what a power loss at this moment would leave, in
// the midst of a commit.
func (s *streamScene) crash() {
	if s.problem != nil {
		return
	}
	s.crashes++
	s.writer.Confirms(func(tag uint64, _, _ bool) { s.confirmed = int(tag) })
	s.problem = s.remains(crashfs.From(s.disk.Crash(s.fate)))
}

// remains holds the stream that a broker finds on disk against what was
// promised: what is kept is whole and at its offset, what was confirmed or
// read is there unless retention has dropped it with all before it, and the
// next offset is one that nobody has seen.
func (s *streamScene) remains(disk vfs.FS) error {
	db, err := amqp.Open(world.World{FS: disk, Clock: clock.NewManual(s.clock.Now()), Seed: 1}, small)
	if err != nil {
		return err
	}
	next := 0
	err = db.Update(func(tx *amqp.Tx) error {
		list, err := tx.Peek("/", "stream", -1)
		if err != nil {
			return err
		}
		next, err = nextOffset(tx)
		return errors.Join(s.check(list), err)
	})
	if seen := max(s.confirmed, s.read); err == nil && next < seen {
		err = fmt.Errorf("the next offset is %d after %d had been given away", next, seen-1)
	}
	return errors.Join(err, db.CheckAccounts(), db.Close())
}

// nextOffset publishes until a message stays: one that fills a segment may go
// with it at once.
func nextOffset(tx *amqp.Tx) (int, error) {
	conn, err := tx.Connect("guest", "/", amqp.Client{})
	if err != nil {
		return 0, err
	}
	ch, err := tx.OpenChannel(conn, 1)
	if err != nil {
		return 0, err
	}
	for n := 0; ; n++ {
		if err := ch.Publish(tx, amqp.Publish{Key: []byte("stream"), Body: []byte("next")}); err != nil {
			return 0, err
		}
		list, err := tx.Peek("/", "stream", -1)
		if len(list) > 0 || err != nil {
			return int(list[len(list)-1].Seq) - 1 - n, err
		}
	}
}

func (s *streamScene) check(list []amqp.Peeked) error {
	next := -1
	for _, p := range list {
		offset, err := offsetOf(p.Message)
		switch {
		case err != nil:
			return err
		case next >= 0 && offset != next:
			return fmt.Errorf("offset %d follows %d", offset, next-1)
		case next < 0:
			s.oldestAfterCrash = max(s.oldestAfterCrash, offset)
		}
		next = offset + 1
	}
	if seen := max(s.confirmed, s.read); next >= 0 && next < seen {
		return fmt.Errorf("offset %d had been confirmed or read, and the last one is %d", seen-1, next-1)
	}
	if next < 0 { // nothing is left: see play
		s.oldestAfterCrash = max(s.oldestAfterCrash, s.confirmed, s.read)
	}
	return nil
}

// play runs a workload and gives the first broken promise.
func (s *streamScene) play(steps int, faulty bool) error {
	for i := range steps {
		if faulty && s.rand.IntN(8) == 0 {
			s.faults.Add(faultfs.Rule{Ops: faultfs.Write | faultfs.Sync, Skip: s.rand.IntN(4), Count: 1 + s.rand.IntN(4),
				Err: vfs.ErrIO, Short: s.rand.IntN(200)})
		}
		if err := errors.Join(s.step(), s.kept(), s.listen(), s.problem, s.db.CheckAccounts()); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
		s.clock.Advance(time.Duration(s.rand.IntN(200)) * time.Millisecond)
	}
	s.faults.Clear()
	if err := errors.Join(s.db.Commit(), s.kept(), s.listen()); err != nil {
		return err
	}
	for s.read < s.published && s.oldest < s.published {
		if before := s.read; s.listen() != nil || s.read == before {
			return fmt.Errorf("all is synced, and offset %d has not come", s.read)
		}
	}
	s.crash()
	return errors.Join(s.problem, s.kept())
}

// kept notes what retention has left, and that no crash has left less.
func (s *streamScene) kept() error {
	return s.db.Update(func(tx *amqp.Tx) error {
		list, err := tx.Peek("/", "stream", 1)
		s.oldest = s.published
		if len(list) > 0 {
			s.oldest = int(list[0].Seq) - 1
		}
		if err == nil && s.oldestAfterCrash > s.oldest {
			err = fmt.Errorf("the stream begins at offset %d, and after a crash at %d", s.oldest, s.oldestAfterCrash)
		}
		return err
	})
}

func playStreams(t *testing.T, faulty bool) {
	usual := uint64(100) // 200 in both tests
	if testing.Short() {
		usual = 30
	}
	first, seeds := seedsFor(t, "CRASH_SEED", usual)
	crashes, dropped, read := 0, 0, 0
	for seed := first; seed < first+seeds; seed++ {
		s, err := newStreamScene(seed)
		require.NoError(t, err)
		if err := s.play(80, faulty); err != nil {
			t.Fatalf("seed %d, after %d crashes: %v\nreplay: CRASH_SEED=%d go test -run '^%s$' .", seed, s.crashes, err, seed, t.Name())
		}
		crashes, dropped, read = crashes+s.crashes, dropped+s.oldest, read+s.readBodies
		require.NoError(t, s.db.Close())
	}
	require.NotZero(t, read)
	if seeds > 1 {
		require.NotZero(t, dropped, "retention has dropped nothing")
	}
	t.Logf("%d seeds, %d crashes, %d messages read, %d dropped", seeds, crashes, read, dropped)
}

// TestCrashStreams crashes a broker with a stream at every change of the disk.
func TestCrashStreams(t *testing.T) { playStreams(t, false) }

// TestCrashStreamsOnAFailingDisk is the same while calls of the disk fail.
func TestCrashStreamsOnAFailingDisk(t *testing.T) { playStreams(t, true) }
