package amqp_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/faultfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// sizedDisk is a file system that tells how much of it is free.
type sizedDisk struct {
	vfs.FS
	free  int64
	err   error
	looks int
}

func (d *sizedDisk) FreeSpace() (int64, error) {
	d.looks++
	return d.free, d.err
}

const diskLimit = 1_000_000

// nearlyFull is a broker on such a disk, with a client that has a queue.
type nearlyFull struct {
	t     *testing.T
	disk  *sizedDisk
	clock *clock.Manual
	said  recorder
	db    *amqp.DB
	conn  *amqp.Conn
	ch    *amqp.Channel
}

func openNearlyFull(t *testing.T, files vfs.FS, free, limit int64) *nearlyFull {
	n := &nearlyFull{t: t, disk: &sizedDisk{FS: files, free: free}, clock: clock.NewManual(time.UnixMilli(1_700_000_000_000))}
	var err error
	n.db, err = amqp.Open(world.World{FS: n.disk, Clock: n.clock, Log: &n.said}, amqp.Options{DiskFreeLimit: limit})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, n.db.Close()) })
	n.connect()
	return n
}

func (n *nearlyFull) connect() {
	require.NoError(n.t, n.db.Update(func(tx *amqp.Tx) (err error) {
		n.conn, err = tx.Connect("guest", "/", amqp.Client{})
		require.NoError(n.t, err)
		n.ch, err = tx.OpenChannel(n.conn, 1)
		require.NoError(n.t, err)
		_, err = n.ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "q", Durable: true})
		return err
	}))
}

// publish publishes, and tells whether the publisher is blocked then.
func (n *nearlyFull) publish() bool {
	require.NoError(n.t, n.db.Update(func(tx *amqp.Tx) error {
		return n.ch.Publish(tx, amqp.Publish{Key: []byte("q"), Properties: persistent, Body: []byte("x")})
	}))
	return n.conn.Blocked()
}

// later has the disk have so much free, and a tick come after d.
func (n *nearlyFull) later(d time.Duration, free int64) {
	n.disk.free = free
	n.clock.Advance(d)
	n.db.Tick(n.clock.Now())
}

func (n *nearlyFull) alarms() (alarms []string) {
	require.NoError(n.t, n.db.Update(func(tx *amqp.Tx) error {
		alarms = tx.Alarms()
		return nil
	}))
	return alarms
}

func TestPublishersAreBlockedWhileTheDiskIsNearlyFull(t *testing.T) {
	n := openNearlyFull(t, memfs.New(), diskLimit, diskLimit)
	require.False(t, n.publish(), "the limit itself is enough")
	n.later(time.Second, diskLimit-1)
	require.Equal(t, []string{"disk"}, n.alarms())
	require.False(t, n.conn.Blocked(), "who does not publish is not blocked")
	require.True(t, n.publish())
	n.later(time.Second, 0)
	events := n.conn.Drain(nil)
	require.Len(t, events, 1)
	require.Equal(t, "low on disk", events[0].Err.Text)
	require.NoError(t, n.db.Update(func(tx *amqp.Tx) error { // who makes room is not held up
		for range 2 {
			_, ok, err := n.ch.Get(tx, "q", true)
			require.NoError(t, err)
			require.True(t, ok, "what was published while the alarm was up is there")
		}
		return nil
	}))
	require.Len(t, n.said, 1, "it is said once")

	n.later(time.Second, diskLimit)
	require.Empty(t, n.alarms())
	require.False(t, n.conn.Blocked())
	events = n.conn.Drain(nil)
	require.Len(t, events, 1)
	require.Equal(t, amqp.Unblocked, events[0].Kind)
	require.Len(t, n.said, 2)
}

func TestDiskIsLookedAtBeforeTheFirstTick(t *testing.T) {
	n := openNearlyFull(t, memfs.New(), diskLimit-1, diskLimit)
	require.True(t, n.publish())
	require.NoError(t, n.db.Update(func(tx *amqp.Tx) error {
		free, known := tx.DiskFree()
		require.True(t, known)
		require.EqualValues(t, diskLimit-1, free)
		return nil
	}))
	require.NoError(t, n.db.Reset())
	require.Equal(t, []string{"disk"}, n.alarms(), "emptying the broker leaves the disk as it is")
}

func TestDiskFreeLimits(t *testing.T) {
	for name, tc := range map[string]struct {
		limit, free int64
		blocked     bool
	}{
		"RabbitMQ's own is 50 MB": {limit: 0, free: 49_999_999, blocked: true},
		"and no more":             {limit: 0, free: 50_000_000},
		"never":                   {limit: -1, free: 0},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.blocked, openNearlyFull(t, memfs.New(), tc.free, tc.limit).publish())
		})
	}
}

// A disk that takes no writes has the same alarm, which lasts until both are
// over.
func TestNearlyFullDiskThatTakesNoWrites(t *testing.T) {
	faults := faultfs.New(memfs.New())
	n := openNearlyFull(t, faults, diskLimit, diskLimit)
	n.db.OnDirty(func() {})
	mend := faults.Add(faultfs.Rule{Ops: faultfs.Write, Err: vfs.ErrNoSpace})
	require.False(t, n.publish())
	require.ErrorIs(t, n.db.Commit(), vfs.ErrNoSpace)
	require.Equal(t, []string{"disk"}, n.alarms())
	n.later(time.Second, 0)
	n.later(time.Second, diskLimit)
	require.Equal(t, []string{"disk"}, n.alarms(), "there is room, and nothing can be written")
	n.later(time.Second, 0)
	mend()
	require.NoError(t, n.db.Commit())
	require.Equal(t, []string{"disk"}, n.alarms(), "what could be written may not have room for more")
	n.later(time.Second, diskLimit)
	require.Empty(t, n.alarms())
}

// The pauses between looks go by how far away the limit is; who can't be asked
// is asked seldom, and what was known stays.
func TestHowOftenTheDiskIsLookedAt(t *testing.T) {
	for name, tc := range map[string]struct {
		free  int64
		err   error
		looks int // in 20 seconds, beside that of Open
	}{
		"far from the limit": {free: 1 << 50, looks: 2},
		"a gigabyte from it": {free: diskLimit + 1_000_000_000, looks: 10},
		"at the limit":       {free: diskLimit, looks: 200},
		"far below":          {free: -1 << 50, looks: 2},
		"can't be told":      {err: vfs.ErrUnsupported, looks: 2},
	} {
		t.Run(name, func(t *testing.T) {
			n := openNearlyFull(t, memfs.New(), diskLimit-1, diskLimit)
			n.disk.err = tc.err
			n.later(time.Second, tc.free) // the look from which on they are counted
			require.Equal(t, 2, n.disk.looks)
			n.disk.looks = 0
			for range 200 {
				n.later(100*time.Millisecond, tc.free)
			}
			require.Equal(t, tc.looks, n.disk.looks)
			if tc.err != nil {
				require.Equal(t, []string{"disk"}, n.alarms())
			}
		})
	}
}
