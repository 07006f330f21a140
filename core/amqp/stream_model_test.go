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
	"github.com/twelvefold/twelvefold/core/vfs/crashfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// modelStream is what a stream has promised. What is at an offset is learned
// when it comes, and holds for ever once anybody has been told.
type modelStream struct {
	name   string
	at     map[int]string // bodies by offset
	first  int            // that is kept; at the end where nothing is
	end    int            // behind the last offset that is known to be given
	told   int            // offsets below are confirmed or have been read
	bodies []string       // published since the last crash, of which no confirm has come
}

// streamModel plays random programs to a broker with two streams, on a disk
// that crashes; after a crash it goes on with what is left.
type streamModel struct {
	rand, fate *rand.Rand
	seed       uint64
	disk       *crashfs.FS
	clock      *clock.Manual
	db         *amqp.DB
	conn       *amqp.Conn
	writers    [2]*amqp.Channel
	streams    [2]*modelStream
	readers    map[*amqp.Channel]*modelReader
	channels   uint16
	published  int
	counts     map[string]int // of what has happened
}

// modelReader is a consumer: next is the offset that is due, or below the
// first that is there.
type modelReader struct {
	of   *modelStream
	next int
}

func newStreamModel(seed uint64) (*streamModel, error) {
	s := &streamModel{
		rand: rand.New(rand.NewPCG(seed, 31)), fate: rand.New(rand.NewPCG(seed, 32)), seed: seed,
		disk: crashfs.New(), clock: clock.NewManual(time.Unix(1_600_000_000, 0)), counts: map[string]int{},
	}
	for i := range s.streams {
		s.streams[i] = &modelStream{name: fmt.Sprint("s", i), at: map[int]string{}}
	}
	if err := s.open(); err != nil {
		return nil, err
	}
	return s, errors.Join(s.db.Update(func(tx *amqp.Tx) error {
		for i, q := range s.streams {
			args := wire.Table{{Name: "x-queue-type", Value: "stream"}, {Name: "x-stream-max-segment-size-bytes", Value: int32(600)}}
			if _, err := s.writers[i].QueueDeclare(tx, amqp.QueueDeclare{Name: q.name, Durable: true, Arguments: args}); err != nil {
				return err
			}
		}
		return nil
	}), s.db.Commit())
}

// open opens the broker on the disk, and connects.
func (s *streamModel) open() (err error) {
	if s.db, err = amqp.Open(world.World{FS: s.disk, Clock: s.clock, Seed: s.seed + 1}, small); err != nil {
		return err
	}
	s.db.OnDirty(func() {})
	s.readers, s.channels = map[*amqp.Channel]*modelReader{}, 2
	return s.db.Update(func(tx *amqp.Tx) error {
		if s.conn, err = tx.Connect("guest", "/", amqp.Client{}); err != nil {
			return err
		}
		for i := range s.writers {
			if s.writers[i], err = tx.OpenChannel(s.conn, uint16(i+1)); err != nil {
				return err
			}
			if err = s.writers[i].ConfirmSelect(); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *streamModel) step() error {
	i := s.rand.IntN(len(s.streams))
	switch n := s.rand.IntN(40); {
	case n < 14:
		return s.publish(i)
	case n < 20:
		return s.db.Commit()
	case n < 25:
		return s.peek(s.streams[i])
	case n < 28:
		return s.consume(s.streams[i])
	case n < 31:
		return s.govern()
	case n < 33:
		s.db.Tick(s.clock.Now())
		return nil
	case n < 36:
		return s.db.Evacuate(s.rand.IntN(5))
	case n < 37:
		return s.db.Compact()
	case n < 38:
		return s.restart()
	default:
		return s.crash()
	}
}

// restart closes the broker, which syncs, and opens it: all is there, and
// begins where it began.
func (s *streamModel) restart() error {
	s.counts["restarts"]++
	s.db.Tick(s.clock.Now()) // what is due to be dropped goes before
	var begins [2]int
	if err := s.db.Update(s.learnAll); err != nil {
		return err
	}
	for i, q := range s.streams {
		q.told, q.bodies, begins[i] = max(q.told, q.end), nil, q.first
	}
	if err := errors.Join(s.db.Close(), s.open(), s.db.Update(s.learnAll)); err != nil {
		return err
	}
	for i, q := range s.streams {
		if q.first != begins[i] {
			return fmt.Errorf("%s began at offset %d, and after a restart at %d", q.name, begins[i], q.first)
		}
	}
	return nil
}

func (s *streamModel) learnAll(tx *amqp.Tx) error {
	return errors.Join(s.learn(tx, s.streams[0]), s.learn(tx, s.streams[1]))
}

func (s *streamModel) publish(i int) error {
	return s.db.Update(func(tx *amqp.Tx) error {
		for range 1 + s.rand.IntN(4) {
			body := bodyOf(s.published, s.rand.IntN(300))
			s.published++
			if err := s.writers[i].Publish(tx, amqp.Publish{Key: []byte(s.streams[i].name), Body: []byte(body)}); err != nil {
				return err
			}
			s.streams[i].bodies = append(s.streams[i].bodies, body)
			if err := s.learn(tx, s.streams[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// govern changes retention by a policy, or lifts it.
func (s *streamModel) govern() error {
	p := amqp.Policy{Vhost: "/", Name: "p", Pattern: ".*"}
	switch s.rand.IntN(4) {
	case 0:
		p.Definition = wire.Table{{Name: "max-length-bytes", Value: int64(s.rand.IntN(3000))}}
	case 1:
		p.Definition = wire.Table{{Name: "max-age", Value: "2s"}}
	default:
		return s.db.Update(func(tx *amqp.Tx) error { tx.DeletePolicy("/", "p", false); return nil })
	}
	return s.db.Update(func(tx *amqp.Tx) error { return tx.SetPolicy(p) })
}

// learn holds what a stream has against what it had: nothing is missing in
// between, an offset that was known has what it had, and a new one comes
// behind all that anybody was told of.
func (s *streamModel) learn(tx *amqp.Tx, q *modelStream) error {
	list, err := tx.Peek("/", q.name, -1)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		s.counts["dropped"] += q.end - q.first
		q.first = q.end
		return nil
	}
	first := int(list[0].Offset)
	if first < q.first {
		return fmt.Errorf("%s begins at offset %d again, after %d", q.name, first, q.first)
	}
	s.counts["dropped"] += first - q.first
	q.first = first
	for i, p := range list {
		offset, body := int(p.Offset), string(p.Message.Body)
		known, was := q.at[offset]
		switch {
		case offset != first+i:
			return fmt.Errorf("%s: offset %d follows %d", q.name, offset, first+i-1)
		case was && known != body:
			return fmt.Errorf("%s: offset %d was %.8q and is %.8q", q.name, offset, known, body)
		case !was && offset < q.told:
			return fmt.Errorf("%s: offset %d is given again, and was told", q.name, offset)
		}
		q.at[offset], q.end = body, max(q.end, offset+1)
	}
	if last := first + len(list); last < q.told {
		return fmt.Errorf("%s ends at offset %d, and %d was told", q.name, last-1, q.told-1)
	}
	return nil
}

// hears takes a message that somebody was shown at an offset.
func (q *modelStream) hears(offset int, body string) error {
	if known, was := q.at[offset]; was && known != body {
		return fmt.Errorf("%s: offset %d was %.8q and is read as %.8q", q.name, offset, known, body)
	}
	q.told = max(q.told, offset+1)
	return nil
}

// peek reads some messages from an offset on.
func (s *streamModel) peek(q *modelStream) error {
	from, n := s.rand.IntN(q.end+2), s.rand.IntN(20)
	s.counts["peeks"]++
	return s.db.Update(func(tx *amqp.Tx) error {
		list, err := tx.PeekStream("/", q.name, int64(from), n)
		for i, p := range list {
			if want := max(from, q.first) + i; int(p.Offset) != want {
				return fmt.Errorf("%s: a look from offset %d gives %d in place of %d", q.name, from, p.Offset, want)
			}
			err = errors.Join(err, q.hears(int(p.Offset), string(p.Message.Body)))
		}
		return err
	})
}

// consume begins to read at an offset.
func (s *streamModel) consume(q *modelStream) error {
	from := s.rand.IntN(q.end + 1)
	s.channels++
	return s.db.Update(func(tx *amqp.Tx) error {
		ch, err := tx.OpenChannel(s.conn, s.channels)
		if err != nil {
			return err
		}
		s.readers[ch] = &modelReader{q, from}
		if err := ch.Qos(tx, 0, uint16(1+s.rand.IntN(4)), false); err != nil {
			return err
		}
		_, err = ch.Consume(tx, amqp.Consume{Queue: q.name, Arguments: wire.Table{{Name: "x-stream-offset", Value: int64(from)}}})
		return err
	})
}

// listen takes confirms and deliveries.
func (s *streamModel) listen() error {
	for i, ch := range s.writers {
		q := s.streams[i]
		var err error
		ch.Confirms(func(_ uint64, _, nack bool) {
			if nack || len(q.bodies) == 0 {
				err = fmt.Errorf("%s: a confirm for nothing", q.name)
				return
			}
			s.confirmed(q, q.bodies[0])
			q.bodies = q.bodies[1:]
		})
		if err != nil {
			return err
		}
	}
	for _, e := range s.conn.Drain(nil) {
		if e.Kind != amqp.Delivery {
			continue
		}
		v, _ := e.Message.Headers().Get("x-stream-offset")
		offset, r := int(v.(int64)), s.readers[e.Channel]
		if offset < r.next || offset > max(r.next, r.of.first) {
			return fmt.Errorf("%s: offset %d comes, %d is due and %d is kept", r.of.name, offset, r.next, r.of.first)
		}
		r.next = offset + 1
		s.counts["read"]++
		if err := errors.Join(r.of.hears(offset, string(e.Message.Body)), s.db.Update(func(tx *amqp.Tx) error {
			return e.Channel.Ack(tx, e.Tag, false)
		})); err != nil {
			return err
		}
	}
	return nil
}

// confirmed notes that a message is safe, and with it all before it.
func (s *streamModel) confirmed(q *modelStream, body string) {
	for offset := q.end - 1; offset >= q.told; offset-- {
		if q.at[offset] == body {
			q.told = offset + 1
		}
	}
}

// crash goes on with what a power loss leaves: offsets of which nobody was
// told may come to mean other messages.
func (s *streamModel) crash() error {
	s.counts["crashes"]++
	s.disk = crashfs.From(s.disk.Crash(s.fate))
	if err := s.open(); err != nil {
		return err
	}
	return s.db.Update(func(tx *amqp.Tx) error {
		for _, q := range s.streams {
			q.bodies, q.first = nil, 0 // that messages were dropped may be lost
			list, err := tx.Peek("/", q.name, -1)
			if err != nil {
				return err
			}
			end := q.told
			if len(list) > 0 {
				end = max(end, int(list[len(list)-1].Offset)+1)
			}
			for offset := range q.at {
				if offset >= end {
					delete(q.at, offset)
				}
			}
			q.end = end
			if err := s.learn(tx, q); err != nil {
				return fmt.Errorf("after a crash: %w", err)
			}
		}
		return nil
	})
}

func (s *streamModel) play(steps int) error {
	for i := range steps {
		err := s.step()
		if err == nil {
			err = s.db.Update(s.learnAll)
		}
		if err = errors.Join(err, s.listen(), s.db.CheckAccounts()); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
		s.clock.Advance(time.Duration(s.rand.IntN(400)) * time.Millisecond)
	}
	return s.db.Close()
}

// TestStreamModel plays random programs; one that fails is replayed by
// STREAM_SEED=n go test -run '^TestStreamModel$' ./core/amqp.
func TestStreamModel(t *testing.T) {
	first, seeds := seedsFor(t, "STREAM_SEED", 150)
	counts := map[string]int{}
	for seed := first; seed < first+seeds; seed++ {
		s, err := newStreamModel(seed)
		require.NoError(t, err)
		if err := s.play(120); err != nil {
			t.Fatalf("seed %d: %v\nreplay: STREAM_SEED=%d go test -run '^TestStreamModel$' ./core/amqp", seed, err, seed)
		}
		for name, n := range s.counts {
			counts[name] += n
		}
	}
	if seeds > 1 {
		for _, name := range []string{"read", "peeks", "dropped", "crashes", "restarts"} {
			require.NotZero(t, counts[name], name)
		}
	}
	t.Logf("%d programs: %v", seeds, counts)
}
