package amqp_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// recorder keeps what the broker says.
type recorder []string

func (r *recorder) Log(_ world.Level, text string, args ...any) {
	*r = append(*r, text+" "+strings.TrimSpace(fmt.Sprintln(args...)))
}

func openOn(t testing.TB, fs vfs.FS, log world.Logger, o amqp.Options) *amqp.DB {
	t.Helper()
	db, err := amqp.Open(world.World{FS: fs, Log: log, Clock: clock.NewManual(time.Unix(1_600_000_000, 0))}, o)
	require.NoError(t, err)
	return db
}

// publishTo puts persistent messages 0 to n-1 into a durable queue.
func publishTo(t testing.TB, db *amqp.DB, queue string, n, size int) {
	t.Helper()
	require.NoError(t, crashBroker{DB: db}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
		if _, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: queue, Durable: true}); err != nil {
			return err
		}
		for i := range n {
			err := ch.Publish(tx, amqp.Publish{Key: []byte(queue), Properties: persistent, Body: []byte(bodyOf(i, size))})
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// drain takes up to most messages out of a queue and gives their numbers.
func drain(t testing.TB, db *amqp.DB, queue string, most int) (numbers []int) {
	t.Helper()
	require.NoError(t, crashBroker{DB: db}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
		for range most {
			g, ok, err := ch.Get(tx, queue, true)
			if err != nil || !ok {
				return err
			}
			id, err := idOf(queue, g.Message)
			require.NoError(t, err)
			numbers = append(numbers, id.number)
		}
		return nil
	}))
	return numbers
}

func flip(t testing.TB, fs vfs.FS, name string, offset int64, bits byte) {
	t.Helper()
	f, err := fs.Open(name, 0)
	require.NoError(t, err)
	defer f.Close()
	var b [1]byte
	_, err = f.ReadAt(b[:], offset)
	require.NoError(t, err)
	b[0] ^= bits
	_, err = f.WriteAt(b[:], offset)
	require.NoError(t, err)
}

func sizeOf(t testing.TB, fs vfs.FS, name string) int64 {
	f, err := fs.Open(name, vfs.ReadOnly)
	require.NoError(t, err)
	defer f.Close()
	size, err := f.Size()
	require.NoError(t, err)
	return size
}

// TestFlippedBits damages one byte anywhere in the log, and starts the broker
// on it: it says where, serves the rest, and does so again.
func TestFlippedBits(t *testing.T) {
	whole := memfs.New()
	db := openOn(t, whole, nil, small)
	publishTo(t, db, "q", 40, 300)
	db.Tick(db.World().Now()) // writes the indexes
	require.NoError(t, db.Close())
	names, err := whole.List("")
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 300 {
		name := names[r.IntN(len(names))]
		offset := r.Int64N(sizeOf(t, whole, name))
		disk := whole.Clone()
		flip(t, disk, name, offset, byte(1<<r.IntN(8)))
		what := fmt.Sprintf("%d: byte %d of %s", i, offset, name)
		var said recorder
		db := openOn(t, disk, &said, small)
		report, err := db.Verify()
		require.NoError(t, err, what)
		if strings.HasSuffix(name, ".idx") {
			assert.Contains(t, report.Damage, amqp.Damage{File: name, What: "the index can't be used"}, what)
		}
		var got []int
		if slices.ContainsFunc(report.Queues, func(q amqp.QueueReport) bool { return q.Queue == "q" }) {
			got = drain(t, db, "q", 100)
			assert.GreaterOrEqual(t, len(got), 39, what)
		} else {
			assert.NotEmpty(t, said, what) // its definition was hit
		}
		assert.True(t, slices.IsSorted(got), what)
		if len(got) < 40 {
			assert.NotZero(t, len(report.Damage)+len(said), what)
		}
		require.NoError(t, db.CheckAccounts(), what)
		publishTo(t, db, "after", 20, 300)
		require.NoError(t, db.Compact(), what)
		require.NoError(t, db.Close(), what)
		db = openOn(t, disk, &said, small)
		assert.Len(t, drain(t, db, "after", 100), 20, what)
		require.NoError(t, db.Close(), what)
	}
}

// A damaged segment that recovery read by its index is noticed when a message
// is fetched, or by Verify, and what it held is set aside before it goes.
func TestDamageBehindAnIndex(t *testing.T) {
	disk := memfs.New()
	db := openOn(t, disk, nil, small)
	publishTo(t, db, "q", 40, 300)
	db.Tick(db.World().Now())
	require.NoError(t, db.Close())
	flip(t, disk, "00000002.seg", 1000, 4)

	var said recorder
	db = openOn(t, disk, &said, small)
	assert.Empty(t, said, "the index has no damage")
	report, err := db.Verify()
	require.NoError(t, err)
	require.Len(t, report.Damage, 2)
	assert.Equal(t, "00000002.seg", report.Damage[0].File)
	assert.Equal(t, []amqp.QueueReport{{Vhost: "/", Queue: "q", Messages: 40, OnDisk: 40}}, report.Queues)
	kept := ""
	for _, d := range report.Damage {
		if d.Kept != "" {
			kept = d.Kept
		}
	}
	assert.Positive(t, sizeOf(t, disk, kept))
	assert.Len(t, drain(t, db, "q", 100), 39)
	assert.Contains(t, strings.Join(said, "\n"), "can't be read back")
	require.NoError(t, db.CheckAccounts())
	require.NoError(t, db.Compact())
	report, err = db.Verify()
	require.NoError(t, err)
	assert.Empty(t, report.Damage, "the segment is gone")
	assert.Positive(t, sizeOf(t, disk, kept), "and the copy of its damage is not")
	require.NoError(t, db.Close())
}

// The queue's definition is damaged: nobody can say whose the messages are,
// so compaction leaves them alone.
func TestMessagesOfADamagedDefinitionAreKept(t *testing.T) {
	disk := memfs.New()
	db := openOn(t, disk, nil, small)
	publishTo(t, db, "queue-of-note", 40, 300)
	require.NoError(t, db.Close())
	f, err := disk.Open("00000001.seg", 0)
	require.NoError(t, err)
	content := make([]byte, 4096)
	n, _ := f.ReadAt(content, 0)
	require.NoError(t, f.Close())
	flip(t, disk, "00000001.seg", int64(strings.Index(string(content[:n]), "queue-of-note")), 1)
	_ = disk.Remove("00000001.idx") // it would have the definition whole

	var said recorder
	db = openOn(t, disk, &said, small)
	assert.Contains(t, strings.Join(said, "\n"), "messages of queues that nothing declares")
	before, err := db.Verify()
	require.NoError(t, err)
	require.NoError(t, db.Compact())
	for range 20 {
		db.Tick(db.World().Now())
	}
	after, err := db.Verify()
	require.NoError(t, err)
	assert.GreaterOrEqual(t, after.Records, before.Records)
	require.NoError(t, db.Close())
}

func TestVerifyOfAWholeLog(t *testing.T) {
	disk := memfs.New()
	db := openOn(t, disk, nil, small)
	for i := range 3 {
		publishTo(t, db, "q"+strconv.Itoa(i), 30, 200)
	}
	drain(t, db, "q1", 10)
	db.Tick(db.World().Now())
	report, err := db.Verify()
	require.NoError(t, err)
	assert.Empty(t, report.Damage)
	assert.Equal(t, []amqp.QueueReport{
		{Vhost: "/", Queue: "q0", Messages: 30, OnDisk: 30},
		{Vhost: "/", Queue: "q1", Messages: 20, OnDisk: 20},
		{Vhost: "/", Queue: "q2", Messages: 30, OnDisk: 30},
	}, report.Queues)
	assert.Equal(t, report.Segments-1, report.Indexes)
	assert.Positive(t, report.Live)
	assert.Greater(t, report.Bytes, report.Live)
	require.NoError(t, db.Close())
	_, err = db.Verify()
	assert.ErrorIs(t, err, amqp.ErrClosed)
}
