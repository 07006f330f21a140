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

// The queues of the workload. What is rejected, expires, overflows or fails
// too often ends in dead.
var (
	deadLetters = wire.Field{Name: "x-dead-letter-exchange", Value: ""}
	deadKey     = wire.Field{Name: "x-dead-letter-routing-key", Value: "dead"}

	promised = []amqp.QueueDeclare{
		{Name: "plain", Durable: true},
		{Name: "work", Durable: true, Arguments: wire.Table{deadLetters, deadKey, {Name: "x-message-ttl", Value: int32(900)}}},
		{Name: "short", Durable: true, Arguments: wire.Table{deadLetters, deadKey, {Name: "x-max-length", Value: int32(3)}}},
		{Name: "first", Durable: true, Arguments: wire.Table{{Name: "x-max-priority", Value: int32(3)}}},
		{Name: "quorum", Durable: true, Arguments: wire.Table{deadLetters, deadKey,
			{Name: "x-queue-type", Value: "quorum"}, {Name: "x-delivery-limit", Value: int32(1)}}},
		{Name: "later", Durable: true},
		{Name: "dead", Durable: true},
	}
	ordered = []string{"plain", "work", "short", "quorum"}
)

// scene is one run of the workload: a publisher with confirms, one with
// transactions, and consumers, on a disk that is made to fail and to forget.
type scene struct {
	rand   *rand.Rand
	fate   *rand.Rand // for crashes: they must not change the workload
	disk   *crashfs.FS
	faults *faultfs.FS
	clock  *clock.Manual
	db     *amqp.DB
	ledger *ledger

	conn               *amqp.Conn
	confirms, tx, eats *amqp.Channel
	number             int
	byTag              map[uint64][]copyID // publishes that wait for a confirm
	tag, confirmed     uint64              // the last ones
	inTx               []copyID
	commits            []committed
	deliveries         []delivered
	crashes            int
	problem            error
}

// committed is a transaction that counts once the log is synced up to there.
type committed struct {
	upTo uint64
	ids  []copyID
}

type delivered struct {
	tag uint64
	in  string // the queue it was taken from
	id  copyID
}

var small = amqp.Options{SegmentSize: 4096, MemoryLimit: 1500, MaxMessageSize: 4096}

func newScene(seed uint64) (*scene, error) {
	s := &scene{
		rand: rand.New(rand.NewPCG(seed, 11)), fate: rand.New(rand.NewPCG(seed, 12)), disk: crashfs.New(),
		clock: clock.NewManual(time.Unix(1_600_000_000, 0)), ledger: newLedger(), byTag: map[uint64][]copyID{},
	}
	s.faults = faultfs.New(s.disk)
	var err error
	if s.db, err = amqp.Open(world.World{FS: s.faults, Clock: s.clock, Seed: seed + 1}, small); err != nil {
		return nil, err
	}
	s.db.OnDirty(func() {})
	if err := s.db.Update(s.furnish); err != nil {
		return nil, err
	}
	if err := s.db.Commit(); err != nil {
		return nil, err
	}
	s.disk.OnChange(s.crash)
	return s, nil
}

func (s *scene) furnish(tx *amqp.Tx) (err error) {
	if s.conn, err = tx.Connect("guest", "/", amqp.Client{}); err != nil {
		return err
	}
	for i, ch := range []**amqp.Channel{&s.confirms, &s.tx, &s.eats} {
		if *ch, err = tx.OpenChannel(s.conn, uint16(i+1)); err != nil {
			return err
		}
	}
	for _, q := range promised {
		if _, err := s.eats.QueueDeclare(tx, q); err != nil {
			return err
		}
		if err := s.eats.Bind(tx, amqp.Bind{Source: "amq.fanout", Destination: q.Name}); err != nil && q.Name != "dead" {
			return err
		}
	}
	if err := s.eats.Unbind(tx, amqp.Bind{Source: "amq.fanout", Destination: "dead"}); err != nil {
		return err
	}
	if err := s.eats.ExchangeDeclare(tx, amqp.ExchangeDeclare{Name: "delay", Type: amqp.Delayed, Durable: true,
		Arguments: wire.Table{{Name: "x-delayed-type", Value: "fanout"}}}); err != nil {
		return err
	}
	if err := s.eats.Bind(tx, amqp.Bind{Source: "delay", Destination: "later"}); err != nil {
		return err
	}
	if err := s.eats.Qos(tx, 0, 6, true); err != nil {
		return err
	}
	return errors.Join(s.confirms.ConfirmSelect(), s.tx.Select())
}

// step does one thing of the workload.
func (s *scene) step() error {
	switch n := s.rand.IntN(40); {
	case n < 14:
		return s.publish()
	case n < 22:
		return s.consume()
	case n < 29:
		return s.settle()
	case n < 31:
		return s.commitTx()
	case n < 34:
		s.db.Tick(s.clock.Now())
		return nil
	case n < 36:
		return ofDisk(s.db.Evacuate(s.rand.IntN(9)))
	default:
		return ofDisk(s.db.Commit())
	}
}

// ofDisk leaves out the errors that the workload has the disk give.
func ofDisk(err error) error {
	if errors.Is(err, vfs.ErrNoSpace) || errors.Is(err, vfs.ErrIO) {
		return nil
	}
	return err
}

func (s *scene) publish() error {
	s.number++
	p := amqp.Publish{Body: []byte(bodyOf(s.number, s.rand.IntN(700)))}
	props := wire.Properties{DeliveryMode: wire.Persistent, Priority: uint8(s.rand.IntN(4))}
	var to []copyID
	switch n := s.rand.IntN(10); {
	case n < 2:
		p.Exchange = []byte("amq.fanout")
		for _, q := range promised[:len(promised)-1] {
			to = append(to, copyID{q.Name, s.number})
		}
	case n < 3:
		p.Exchange = []byte("delay")
		props.Headers = wire.Table{{Name: "x-delay", Value: int32(s.rand.IntN(800) + 1)}}
		to = []copyID{{"later", s.number}}
		s.ledger.delayed[s.number] = true
	default:
		q := promised[s.rand.IntN(len(promised)-1)].Name
		p.Key = []byte(q)
		to = []copyID{{q, s.number}}
	}
	inTx := s.rand.IntN(4) == 0
	if !inTx && s.rand.IntN(8) == 0 { // nothing is promised of it, but paging writes it to the log
		props.DeliveryMode = 1
	}
	p.Properties = wire.AppendProperties(nil, &props)
	for _, id := range to {
		s.ledger.published[id] = false
	}
	ch := s.confirms
	if inTx {
		ch = s.tx
		s.inTx = append(s.inTx, to...)
	} else {
		s.ledger.arrive(to)
		s.tag++
		if props.DeliveryMode == wire.Persistent {
			s.byTag[s.tag] = to
		}
	}
	return s.db.Update(func(tx *amqp.Tx) error { return ch.Publish(tx, p) })
}

// consume starts a consumer for a while, so that what it takes comes in
// pieces.
func (s *scene) consume() error {
	q := promised[s.rand.IntN(len(promised))].Name
	return s.do(func(tx *amqp.Tx) error {
		g, ok, err := s.eats.Get(tx, q, false)
		if err != nil || !ok {
			return err
		}
		id, err := idOf(q, g.Message)
		s.deliveries = append(s.deliveries, delivered{g.Tag, q, id})
		if q == id.queue {
			s.ledger.seen[id] = 1 << 63 // until the Tx has ended
		}
		return err
	})
}

// settle acknowledges, rejects or gives back one delivery, at times within
// the transaction's channel's commit.
func (s *scene) settle() error {
	if len(s.deliveries) == 0 {
		return nil
	}
	i := s.rand.IntN(len(s.deliveries))
	d := s.deliveries[i]
	s.deliveries = append(s.deliveries[:i], s.deliveries[i+1:]...)
	n := s.rand.IntN(10)
	if n < 6 {
		s.ledger.ended[d.id] = 1 << 63
	}
	return s.do(func(tx *amqp.Tx) error {
		if n < 6 {
			return s.eats.Ack(tx, d.tag, false)
		}
		return s.eats.Nack(tx, d.tag, false, n < 8 || d.in != "work")
	})
}

// do runs f, and notes which position makes its effects safe.
func (s *scene) do(f func(tx *amqp.Tx) error) error {
	err := s.db.Update(f)
	end := s.db.End()
	for _, all := range []map[copyID]uint64{s.ledger.ended, s.ledger.seen} {
		for id, at := range all {
			if at == 1<<63 {
				all[id] = end
			}
		}
	}
	return err
}

func (s *scene) commitTx() error {
	ids := s.inTx
	s.inTx = nil
	s.ledger.arrive(ids)
	return s.db.Update(func(tx *amqp.Tx) error {
		err := s.tx.Commit(tx)
		s.commits = append(s.commits, committed{tx.Barrier(), ids})
		return err
	})
}

// listen takes what has been confirmed meanwhile.
func (s *scene) listen() {
	s.confirms.Confirms(func(tag uint64, multiple, nack bool) {
		for s.confirmed < tag {
			s.confirmed++
			for _, id := range s.byTag[s.confirmed] {
				s.ledger.published[id] = true
			}
		}
	})
	for len(s.commits) > 0 && s.commits[0].upTo <= s.db.Synced() {
		for _, id := range s.commits[0].ids {
			s.ledger.published[id] = true
		}
		s.commits = s.commits[1:]
	}
}

// crash opens the broker on what a power loss at this moment would leave. It
// is called in the midst of a commit: db is locked.
func (s *scene) crash() {
	if s.problem != nil {
		return
	}
	s.crashes++
	s.listen()
	timeless := s.fate.IntN(2) == 0
	now := s.clock.Now()
	if !timeless {
		now = now.Add(time.Hour)
	}
	all, err := s.remains(crashfs.From(s.disk.Crash(s.fate)), now)
	if err == nil {
		err = s.ledger.check(all, s.db.Synced(), timeless)
	}
	s.problem = err
}

// remains takes all messages out of a broker that opens on disk.
func (s *scene) remains(disk vfs.FS, now time.Time) (all []found, err error) {
	db, err := amqp.Open(world.World{FS: disk, Clock: clock.NewManual(now), Seed: 1}, small)
	if err != nil {
		return nil, err
	}
	db.OnDirty(func() {})
	db.Tick(now)
	err = db.Update(func(tx *amqp.Tx) error {
		conn, err := tx.Connect("guest", "/", amqp.Client{})
		if err != nil {
			return err
		}
		ch, err := tx.OpenChannel(conn, 1)
		if err != nil {
			return err
		}
		for _, q := range promised {
			for {
				g, ok, err := ch.Get(tx, q.Name, true)
				if err != nil {
					return err
				}
				if !ok {
					break
				}
				id, err := idOf(q.Name, g.Message)
				if err != nil {
					return err
				}
				all = append(all, found{q.Name, id, g.Redelivered})
			}
		}
		return nil
	})
	return all, errors.Join(err, db.CheckAccounts(), db.Close())
}

// fail puts a rule in force that has the disk fail for some calls.
func (s *scene) fail() {
	errs := []error{vfs.ErrNoSpace, vfs.ErrIO}
	ops := []faultfs.Op{faultfs.Write, faultfs.Sync, faultfs.SyncDir, faultfs.Rename, faultfs.Remove,
		faultfs.Write | faultfs.Truncate}
	s.faults.Add(faultfs.Rule{Ops: ops[s.rand.IntN(len(ops))], Skip: s.rand.IntN(4), Count: 1 + s.rand.IntN(4),
		Err: errs[s.rand.IntN(2)], Short: s.rand.IntN(200)})
}

// play runs a whole workload and gives the first broken promise.
func (s *scene) play(steps int, faulty bool) error {
	for i := range steps {
		if faulty && s.rand.IntN(8) == 0 {
			s.fail()
		}
		if err := s.step(); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
		s.listen()
		if err := errors.Join(s.problem, s.db.CheckAccounts()); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
		s.clock.Advance(time.Duration(s.rand.IntN(200)) * time.Millisecond)
	}
	s.faults.Clear()
	if err := s.db.Commit(); err != nil {
		return fmt.Errorf("the disk is well again, and the commit fails: %w", err)
	}
	s.listen()
	if n := s.confirms.Pending(); n > 0 {
		return fmt.Errorf("all is synced, and %d publishes are not confirmed", n)
	}
	if s.conn.Blocked() {
		return errors.New("all is synced, and publishers are still blocked")
	}
	s.crash()
	return s.problem
}

func playSeeds(t *testing.T, steps int, faulty bool) {
	usual := uint64(250) // 500 in both tests
	if testing.Short() {
		usual = 50
	}
	first, seeds := seedsFor(t, "CRASH_SEED", usual)
	crashes := 0
	for seed := first; seed < first+seeds; seed++ {
		s, err := newScene(seed)
		require.NoError(t, err)
		if err := s.play(steps, faulty); err != nil {
			t.Fatalf("seed %d, after %d crashes: %v\nreplay: CRASH_SEED=%d go test -run '^%s$' .", seed, s.crashes, err, seed, t.Name())
		}
		crashes += s.crashes
		require.NoError(t, s.db.Close())
	}
	t.Logf("%d seeds, %d crashes", seeds, crashes)
}

// TestCrashPromises crashes a broker under a mixed load at every change of
// the disk.
func TestCrashPromises(t *testing.T) { playSeeds(t, 60, false) }

// TestCrashPromisesOnAFailingDisk is the same while calls of the disk fail.
func TestCrashPromisesOnAFailingDisk(t *testing.T) { playSeeds(t, 60, true) }
