package bitcask_test

import (
	"errors"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
)

// TestWritersReadersAndMerges has each writer own a key and count it up, so
// that readers can tell: a value never goes back, and is never another's.
func TestWritersReadersAndMerges(t *testing.T) {
	const writers, rounds = 4, 150
	db := open(t, memfs.New(), bitcask.Options{MaxFileSize: 700})
	key := func(w int) []byte { return []byte("writer" + strconv.Itoa(w)) }
	var writing, others sync.WaitGroup
	var done atomic.Bool
	for w := range writers {
		writing.Go(func() {
			for i := range rounds {
				assert.NoError(t, db.Put(key(w), []byte(strconv.Itoa(i))))
				assert.NoError(t, db.Put([]byte("shared"), []byte(strconv.Itoa(w))))
				assert.NoError(t, db.Delete([]byte("shared")))
			}
		})
	}
	for range 2 {
		others.Go(func() {
			var last [writers]int
			for !done.Load() {
				for w := range writers {
					value, err := db.Get(key(w))
					if errors.Is(err, bitcask.ErrKeyNotFound) && last[w] == 0 {
						continue
					}
					assert.NoError(t, err)
					n, err := strconv.Atoi(string(value))
					assert.NoError(t, err)
					assert.GreaterOrEqual(t, n, last[w])
					last[w] = n
				}
				db.Stats()
				runtime.Gosched() // WebAssembly has no other way to let the writers in
			}
		})
	}
	others.Go(func() {
		for !done.Load() {
			assert.NoError(t, db.Merge())
			db.Tick(time.Now())
			runtime.Gosched()
		}
	})
	writing.Wait()
	done.Store(true)
	others.Wait()
	all := contents(t, db)
	for w := range writers {
		assert.Equal(t, strconv.Itoa(rounds-1), all[string(key(w))])
	}
	assert.NotContains(t, all, "shared")
}

// slowSync lets many writers gather behind each sync.
type slowSync struct {
	vfs.FS
	gate chan struct{}
}

type slowFile struct {
	vfs.File
	gate chan struct{}
}

func (s slowSync) Open(name string, f vfs.Flag) (vfs.File, error) {
	file, err := s.FS.Open(name, f)
	return slowFile{file, s.gate}, err
}

func (f slowFile) SyncData() error {
	<-f.gate
	return f.File.SyncData()
}

func TestWritersThatWaitShareASync(t *testing.T) {
	gate := make(chan struct{})
	db := open(t, slowSync{memfs.New(), gate}, bitcask.Options{})
	const writers = 50
	var started, finished sync.WaitGroup
	for w := range writers {
		started.Add(1)
		finished.Go(func() {
			started.Done()
			assert.NoError(t, db.Put([]byte(strconv.Itoa(w)), []byte("v")))
		})
	}
	started.Wait()
	close(gate)
	finished.Wait()
	s := db.Stats()
	assert.EqualValues(t, writers, s.Puts)
	assert.Less(t, s.Syncs, int64(writers), "fewer syncs than writes")
}

func TestCloseBesideCalls(t *testing.T) {
	for range 20 {
		db := open(t, memfs.New(), bitcask.Options{})
		var calls sync.WaitGroup
		for range 4 {
			calls.Go(func() {
				for {
					if err := db.Put([]byte("k"), []byte("v")); err != nil {
						assert.ErrorIs(t, err, bitcask.ErrClosed)
						return
					}
					if _, err := db.Get([]byte("k")); err != nil {
						assert.ErrorIs(t, err, bitcask.ErrClosed)
						return
					}
					runtime.Gosched()
				}
			})
		}
		require.NoError(t, db.Close())
		calls.Wait()
	}
}
