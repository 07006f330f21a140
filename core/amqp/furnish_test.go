package amqp_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// What a new broker is furnished with is not synced by Open: wherever a crash
// cuts it off, the next one has its user, who gets in.
func TestFurnishedWhereverTheLogIsCut(t *testing.T) {
	open := func(disk vfs.FS) *amqp.DB {
		db, err := amqp.Open(world.World{FS: disk, Clock: clock.NewManual(time.Unix(1_600_000_000, 0)), Seed: 1}, amqp.Options{})
		require.NoError(t, err)
		return db
	}
	const segment = "00000001.seg"
	whole := memfs.New()
	db := open(whole)
	require.NoError(t, db.Commit())
	file, err := whole.Open(segment, vfs.ReadOnly)
	require.NoError(t, err)
	size, err := file.Size()
	require.NoError(t, err)
	require.NoError(t, db.Close())
	for cut := range size {
		disk := whole.Clone()
		file, err := disk.Open(segment, 0)
		require.NoError(t, err)
		require.NoError(t, file.Truncate(cut))
		db := open(disk)
		require.NoError(t, db.Update(func(tx *amqp.Tx) error {
			require.True(t, tx.Authenticate("guest", "guest"), "cut at %d", cut)
			_, err := tx.Connect("guest", "/", amqp.Client{})
			return err
		}), "cut at %d", cut)
		require.NoError(t, db.Close())
	}
}
