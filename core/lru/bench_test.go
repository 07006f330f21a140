package lru_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lru"
	"github.com/twelvefold/twelvefold/core/world"
)

const benchEntries = 100_000

func benchKeys() []string {
	keys := make([]string, 2*benchEntries)
	for i := range keys {
		keys[i] = "key:" + strconv.Itoa(i*7919%len(keys))
	}
	return keys
}

func benchCache(b *testing.B, ttl time.Duration) (*lru.Cache[string, int], []string) {
	cache := newCache(b, world.World{}, lru.Config[string, int]{MaxEntries: benchEntries, TTL: ttl})
	keys := benchKeys()
	for i, key := range keys {
		require.NoError(b, cache.Put(key, i))
	}
	b.ReportAllocs()
	return cache, keys
}

func BenchmarkCacheGetHit(b *testing.B) {
	cache, keys := benchCache(b, 0)
	for i := 0; b.Loop(); i++ {
		cache.Get(keys[benchEntries+i%benchEntries])
	}
}

func BenchmarkCacheGetHitTTL(b *testing.B) {
	cache, keys := benchCache(b, time.Hour)
	for i := 0; b.Loop(); i++ {
		cache.Get(keys[benchEntries+i%benchEntries])
	}
}

func BenchmarkCachePutEvict(b *testing.B) {
	cache, keys := benchCache(b, 0)
	for i := 0; b.Loop(); i++ {
		_ = cache.Put(keys[i%len(keys)], i)
	}
}

func BenchmarkConcurrentGetHit(b *testing.B) {
	cache, err := lru.NewConcurrent(world.World{}, lru.Config[string, int]{MaxEntries: benchEntries})
	require.NoError(b, err)
	keys := benchKeys()
	for i, key := range keys {
		require.NoError(b, cache.Put(key, i))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		cache.Get(keys[benchEntries+i%benchEntries])
	}
}

func BenchmarkDBGetShared1K(b *testing.B) {
	db, keys := benchDB(b)
	for i := 0; b.Loop(); i++ {
		_, _ = db.GetShared(keys[i%len(keys)])
	}
}

func BenchmarkDBPut1K(b *testing.B) {
	db, keys := benchDB(b)
	value := make([]byte, 1024)
	for i := 0; b.Loop(); i++ {
		_ = db.Put(keys[i%len(keys)], value)
	}
}

func benchDB(b *testing.B) (*lru.DB, [][]byte) {
	db, err := lru.Open(world.World{}, lru.Options{MaxEntries: 10_000})
	require.NoError(b, err)
	var keys [][]byte
	for i := range 10_000 {
		keys = append(keys, []byte("key:"+strconv.Itoa(i*7919%10_000)))
		require.NoError(b, db.Put(keys[i], make([]byte, 1024)))
	}
	b.ReportAllocs()
	return db, keys
}
