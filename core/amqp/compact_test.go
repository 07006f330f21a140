package amqp_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
)

const segmentSize = 16 << 10

var middle = amqp.Options{SegmentSize: segmentSize, MemoryLimit: 20_000}

// ticks runs maintenance until it has nothing left to do, and sees to it that
// this comes to an end: compaction must not feed on its own output.
func ticks(t *testing.T, db *amqp.DB) {
	t.Helper()
	for range 100 {
		end, size := db.End(), db.Stats().LogBytes
		db.Tick(db.World().Now())
		if db.End() == end && db.Stats().LogBytes == size {
			return
		}
	}
	t.Fatal("maintenance of an idle broker does not end")
}

func TestCompactionKeepsUp(t *testing.T) {
	for name, load := range map[string]struct {
		round func(t *testing.T, db *amqp.DB, i int)
		most  int // segments, at any time
	}{
		"all is consumed": {func(t *testing.T, db *amqp.DB, _ int) {
			publishTo(t, db, "q", 30, 400)
			require.Len(t, drain(t, db, "q", 30), 30)
		}, 4},
		"one of a hundred stays": {func(t *testing.T, db *amqp.DB, i int) {
			if i%3 == 0 {
				publishTo(t, db, "kept", 1, 400)
			}
			publishTo(t, db, "q", 30, 400)
			require.Len(t, drain(t, db, "q", 30), 30)
		}, 13},
		"queues come and go": {func(t *testing.T, db *amqp.DB, i int) {
			require.NoError(t, crashBroker{DB: db}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
				for n := range 50 {
					name := "q" + strconv.Itoa(i) + "." + strconv.Itoa(n)
					if _, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: name, Durable: true}); err != nil {
						return err
					}
					if _, err := ch.QueueDelete(tx, name, false, false); err != nil {
						return err
					}
				}
				return nil
			}))
		}, 10},
		"transient messages are paged": {func(t *testing.T, db *amqp.DB, _ int) {
			require.NoError(t, crashBroker{DB: db}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
				if _, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "q", Durable: true}); err != nil {
					return err
				}
				for n := range 100 {
					if err := ch.Publish(tx, amqp.Publish{Key: []byte("q"), Body: []byte(bodyOf(n, 400))}); err != nil {
						return err
					}
				}
				return nil
			}))
			require.Len(t, drain(t, db, "q", 100), 100)
		}, 6},
	} {
		t.Run(name, func(t *testing.T) {
			disk := memfs.New()
			db := openOn(t, disk, nil, middle)
			for i := range 200 {
				load.round(t, db, i)
				db.Tick(db.World().Now())
				require.LessOrEqual(t, segments(t, disk), load.most, "round %d", i)
			}
			ticks(t, db)
			require.NoError(t, db.CheckAccounts())
			kept := 0
			if name == "one of a hundred stays" {
				kept = 67
			}
			require.NoError(t, db.Close())
			db = openOn(t, disk, nil, middle)
			ticks(t, db)
			report, err := db.Verify()
			require.NoError(t, err)
			assert.Empty(t, report.Damage)
			total := 0
			for _, q := range report.Queues {
				total += q.Messages
			}
			assert.Equal(t, kept, total)
			require.NoError(t, db.Close())
		})
	}
}

func segments(t *testing.T, disk vfs.FS) (n int) {
	names, err := disk.List("")
	require.NoError(t, err)
	for _, name := range names {
		if len(name) == len("00000001.seg") && name[8:] == ".seg" {
			n++
		}
	}
	return n
}

// trickle sends a hundred single messages through a queue of their own, and
// gives the bytes that were logged meanwhile.
func trickle(t *testing.T, db *amqp.DB) uint64 {
	t.Helper()
	publishTo(t, db, "trickle", 0, 0)
	before := db.End()
	for range 100 {
		publishTo(t, db, "trickle", 1, 300)
		require.Len(t, drain(t, db, "trickle", 1), 1)
		db.Tick(db.World().Now())
	}
	ticks(t, db)
	return db.End() - before
}

// A log of small messages that all live is mostly overhead, and one of more
// definitions than fit a segment is mostly snapshot: neither is a reason to
// rewrite it for ever.
func TestCompactionLeavesTheLivingAlone(t *testing.T) {
	disk := memfs.New()
	db := openOn(t, disk, nil, middle)
	publishTo(t, db, "q", 5000, 1)
	require.NoError(t, crashBroker{DB: db}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
		for n := range 1000 {
			if _, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "idle" + strconv.Itoa(n), Durable: true}); err != nil {
				return err
			}
		}
		return nil
	}))
	ticks(t, db)
	require.NoError(t, db.Close())
	db = openOn(t, disk, nil, middle)
	ticks(t, db)
	require.NoError(t, db.Compact())
	assert.Less(t, trickle(t, db), uint64(100_000), "no snapshot for each message")
	require.NoError(t, db.CheckAccounts())
	assert.Len(t, drain(t, db, "q", 6000), 5000)
	ticks(t, db)
	require.NoError(t, db.Compact())
	assert.Less(t, db.Stats().LogBytes, int64(400_000), "what is left is definitions")
	require.NoError(t, db.Close())
}

// Every other message is acknowledged, so that ends of old messages are all
// over the log: they are moved, and joined, and not for ever.
func TestCompactionOfManyEnds(t *testing.T) {
	const messages = 20_000
	disk := memfs.New()
	db := openOn(t, disk, nil, middle)
	publishTo(t, db, "q", messages, 10)
	require.NoError(t, crashBroker{DB: db}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
		for n := range messages {
			g, _, err := ch.Get(tx, "q", false)
			if err != nil {
				return err
			}
			if n%2 == 0 {
				if err := ch.Ack(tx, g.Tag, false); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	ticks(t, db)
	assert.Less(t, trickle(t, db), uint64(150_000), "ends that are still needed are left where they are")
	require.NoError(t, db.Close())
	db = openOn(t, disk, nil, middle)
	ticks(t, db)
	require.NoError(t, db.Compact())
	ticks(t, db)
	require.NoError(t, db.CheckAccounts())
	got := drain(t, db, "q", messages)
	require.Len(t, got, messages/2)
	for i, n := range got {
		require.Equal(t, 2*i+1, n)
	}
	require.NoError(t, db.Close())
}

// What an earlier Open has accepted is more than Options allow now.
func TestCompactionOfLargerMessagesThanAllowed(t *testing.T) {
	disk := memfs.New()
	o := middle
	db := openOn(t, disk, nil, o)
	publishTo(t, db, "q", 3, 3<<20)
	require.NoError(t, db.Close())
	o.MaxMessageSize = 1000
	db = openOn(t, disk, nil, o)
	for range 3 {
		require.NoError(t, db.Evacuate(0))
		require.NoError(t, db.Evacuate(1))
	}
	assert.Equal(t, []int{0, 1, 2}, drain(t, db, "q", 5))
	require.NoError(t, db.Close())
}
