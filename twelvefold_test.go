package twelvefold_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lru"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
)

// What the doors may ask of every engine holds for each.
var (
	_ engine.Engine = (*redis.DB)(nil)
	_ engine.Engine = (*lru.DB)(nil)
	_ engine.Engine = (*lox.Interp)(nil)
)

func open(t *testing.T, o twelvefold.Options) *twelvefold.Box {
	t.Helper()
	box, err := twelvefold.Open(o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, box.Close()) })
	return box
}

func TestVersionIsOneLine(t *testing.T) {
	require.Regexp(t, `^\d+\.\d+\.\d+\S*$`, twelvefold.Version)
}

func TestAllEnginesByDefault(t *testing.T) {
	box := open(t, twelvefold.Options{})
	var names []string
	for _, info := range box.Engines() {
		names = append(names, info.Name)
		require.False(t, info.Durable, "%s: memory is not durable", info.Name)
	}
	require.Equal(t, twelvefold.EngineNames(), names)
	require.NotNil(t, box.Redis)
	require.NotNil(t, box.LRU)
	require.NotNil(t, box.Bitcask)
	require.NotNil(t, box.Lox)
}

func TestEveryEngineKeepsTheContract(t *testing.T) {
	box := open(t, twelvefold.Options{})
	for _, info := range box.Engines() {
		e, ok := box.Engine(info.Name)
		stats, hasStats := box.Stats(info.Name)
		require.Equal(t, ok, hasStats, info.Name)
		if !ok {
			require.Equal(t, "quant", info.Name, "only the kernels have no state")
			continue
		}
		require.NotNil(t, stats, info.Name)
		require.NoError(t, e.Reset(), info.Name)
		require.NoError(t, e.Close(), info.Name)
		require.NoError(t, e.Close(), "%s: closing twice is no error", info.Name)
		require.Equal(t, code.Closed, code.Of(e.Reset()), info.Name)
	}
}

func TestOnlyWhatWasAskedFor(t *testing.T) {
	box := open(t, twelvefold.Options{Engines: []string{"lru"}})
	require.Nil(t, box.Redis)
	require.Nil(t, box.Bitcask)
	_, ok := box.Engine("redis")
	require.False(t, ok)
	_, ok = box.Stats("redis")
	require.False(t, ok)

	_, err := twelvefold.Open(twelvefold.Options{Engines: []string{"redis", "rediss"}})
	require.ErrorIs(t, err, twelvefold.ErrUnknownEngine)
	require.ErrorContains(t, err, `"rediss"; the engines are redis, `)
}

func TestDurableEnginesHaveFoldersOfTheirOwn(t *testing.T) {
	disk := memfs.New()
	box, err := twelvefold.Open(twelvefold.Options{FS: disk})
	require.NoError(t, err)
	for _, info := range box.Engines() {
		require.Equal(t, info.Name == "bitcask" || info.Name == "amqp", info.Durable, info.Name)
	}
	require.NoError(t, box.Bitcask.Put([]byte("k"), []byte("v")))
	require.NoError(t, box.Close())

	folders, err := disk.List("")
	require.NoError(t, err)
	require.Equal(t, []string{"amqp/", "bitcask/"}, folders)
	again := open(t, twelvefold.Options{FS: disk})
	value, err := again.Bitcask.Get([]byte("k"))
	require.NoError(t, err)
	require.Equal(t, "v", string(value))
}

func TestOneClockMovesAllEngines(t *testing.T) {
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	hands := clock.NewManual(start)
	box := open(t, twelvefold.Options{Clock: hands})
	require.True(t, box.Tick(start).IsZero(), "nothing is due in an empty box")

	require.NoError(t, box.LRU.PutTTL([]byte("k"), []byte("v"), time.Minute))
	_, err := box.LRU.Get([]byte("k"))
	require.NoError(t, err)
	hands.Advance(time.Minute)
	box.Tick(hands.Now())
	_, err = box.LRU.Get([]byte("k"))
	require.Equal(t, code.NotFound, code.Of(err))
}
