package redis_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/world"
)

// The estimate of every kind counts the bytes that it holds, and not many more.
func TestMemoryUsageGrowsWithWhatIsHeld(t *testing.T) {
	db, err := redis.Open(world.World{}, redis.Options{})
	require.NoError(t, err)
	key, short, long := []byte("k"), []byte("v"), []byte(strings.Repeat("v", 10_000))
	for kind, write := range map[string]func(tx *redis.Tx, value []byte) error{
		"string": func(tx *redis.Tx, v []byte) error { _, err := tx.Set(key, v, redis.SetOptions{}); return err },
		"list":   func(tx *redis.Tx, v []byte) error { _, err := tx.RPush(key, v); return err },
		"set":    func(tx *redis.Tx, v []byte) error { _, err := tx.SAdd(key, v); return err },
		"hash":   func(tx *redis.Tx, v []byte) error { _, err := tx.HSet(key, []byte("field"), v); return err },
	} {
		var usage [2]int
		do(t, db, func(tx *redis.Tx) {
			for i, value := range [][]byte{short, long} {
				tx.Del(key)
				require.NoError(t, write(tx, value), kind)
				bytes, ok := tx.MemoryUsage(key)
				require.True(t, ok, kind)
				usage[i] = bytes
			}
			tx.Del(key)
			_, ok := tx.MemoryUsage(key)
			require.False(t, ok, kind)
		})
		require.Positive(t, usage[0], kind)
		require.InDelta(t, len(long), usage[1]-usage[0], 1000, kind)
	}
}
