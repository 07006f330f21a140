package redis_test

import (
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/world"
)

// BenchmarkTx measures one operation each, on keys with 1000 elements, within
// one transaction.
func BenchmarkTx(b *testing.B) {
	db, err := redis.Open(world.World{}, redis.Options{})
	require.NoError(b, err)
	tx, err := db.Begin(0, time.Now())
	require.NoError(b, err)
	defer tx.End()
	list, set, hash, value := []byte("list"), []byte("set"), []byte("hash"), []byte("0123456789")
	field := func(i int) []byte { return []byte("field:" + strconv.Itoa(i%1000)) }
	for i := range 1000 {
		_, _ = tx.RPush(list, value)
		_, _ = tx.SAdd(set, field(i))
		_, _ = tx.HSet(hash, field(i), value)
	}
	fields := make([][]byte, 1000)
	for i := range fields {
		fields[i] = field(i)
	}
	i := 0
	for _, bench := range []struct {
		name string
		f    func()
	}{
		{"Set", func() { _, _ = tx.Set(fields[i%1000], value, redis.SetOptions{}) }},
		{"Get", func() { _, _ = tx.Get(fields[i%1000]) }},
		{"RPush+LPop", func() { _, _ = tx.RPush(list, value); _, _ = tx.LPop(list) }},
		{"LPush+RPop", func() { _, _ = tx.LPush(list, value); _, _ = tx.RPop(list) }},
		{"LIndex", func() { _, _ = tx.LIndex(list, int64(i%1000)) }},
		{"LRange100", func() { _, _ = tx.LRange(list, 100, 199) }},
		{"SAdd", func() { _, _ = tx.SAdd(set, fields[i%1000]) }},
		{"SIsMember", func() { _, _ = tx.SIsMember(set, fields[i%1000]) }},
		{"HSet", func() { _, _ = tx.HSet(hash, fields[i%1000], value) }},
		{"HGet", func() { _, _, _ = tx.HGet(hash, fields[i%1000]) }},
		{"Expire", func() {
			_, _ = tx.Expire(fields[i%1000], redis.Lifetime{N: int64(i%1000) + 1000, Unit: time.Second}, 0)
		}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				bench.f()
				i++
			}
		})
	}
}

// BenchmarkMemory reports the heap bytes that a key of each kind takes, with
// 10 short elements where it has several.
func BenchmarkMemory(b *testing.B) {
	const keys = 20_000
	ten := make([][]byte, 10)
	for i := range ten {
		ten[i] = []byte("elem" + strconv.Itoa(i))
	}
	for _, bench := range []struct {
		name string
		f    func(tx *redis.Tx, key []byte)
	}{
		{"string", func(tx *redis.Tx, key []byte) { _, _ = tx.Set(key, ten[0], redis.SetOptions{}) }},
		{"list", func(tx *redis.Tx, key []byte) { _, _ = tx.RPush(key, ten...) }},
		{"set", func(tx *redis.Tx, key []byte) { _, _ = tx.SAdd(key, ten...) }},
		{"hash", func(tx *redis.Tx, key []byte) { _, _ = tx.HSet(key, ten...) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				db, err := redis.Open(world.World{}, redis.Options{})
				require.NoError(b, err)
				before := heap()
				_ = db.Update(0, func(tx *redis.Tx) error {
					for i := range keys {
						bench.f(tx, []byte("key:"+strconv.Itoa(i)))
					}
					return nil
				})
				b.ReportMetric(float64(heap()-before)/keys, "B/key")
				runtime.KeepAlive(db)
			}
		})
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
