package amqp_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
)

// counting is a file system that counts the bytes read.
type counting struct {
	*memfs.FS
	read int64
}

type countingFile struct {
	vfs.File
	fs *counting
}

func (c *counting) Open(name string, flags vfs.Flag) (vfs.File, error) {
	f, err := c.FS.Open(name, flags)
	return countingFile{f, c}, err
}

func (f countingFile) ReadAt(b []byte, off int64) (int, error) {
	n, err := f.File.ReadAt(b, off)
	f.fs.read += int64(n)
	return n, err
}

// A backlog is read about once, whether it is one queue's or many queues',
// whose messages lie side by side.
func TestABacklogIsReadOnce(t *testing.T) {
	const messages = 21_000
	for _, queues := range []int{1, 3, 100} {
		t.Run(strconv.Itoa(queues), func(t *testing.T) {
			disk := &counting{FS: memfs.New()}
			db := openOn(t, disk, nil, amqp.Options{})
			names := make([]string, queues)
			for i := range names {
				names[i] = "q" + strconv.Itoa(i)
				publishTo(t, db, names[i], 0, 0)
			}
			require.NoError(t, crashBroker{DB: db}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
				for n := range messages {
					err := ch.Publish(tx, amqp.Publish{Key: []byte(names[n%queues]), Properties: persistent, Body: []byte(bodyOf(n, 100))})
					require.NoError(t, err)
				}
				return nil
			}))
			size := db.Stats().LogBytes
			require.NoError(t, db.Close())

			db = openOn(t, disk, nil, amqp.Options{})
			disk.read = 0
			got := map[string][]int{}
			for turn := 0; len(got["q0"]) < messages/queues; turn++ {
				for i, name := range names {
					if turn%3 > 0 || i%2 == 0 { // some rest at times, and fall behind
						got[name] = append(got[name], drain(t, db, name, 10)...)
					}
				}
			}
			first := int64(queues) * 256 << 10 // what each queue reads for itself alone, at first
			assert.Less(t, disk.read, 3*size+first)
			require.NoError(t, db.CheckAccounts())
			for _, name := range names {
				got[name] = append(got[name], drain(t, db, name, messages)...)
				require.Len(t, got[name], messages/queues)
				assert.True(t, slices.IsSorted(got[name]))
			}
			assert.Zero(t, db.Stats().MessageBytes)
			require.NoError(t, db.Close())
		})
	}
}
