package redis_test

import (
	"bytes"
	"errors"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/world"
)

// TestUpdatesAreAtomic moves elements between lists from many goroutines, while
// Tick, Stats and readers run: none is ever lost or doubled. It is meant for
// -race.
func TestUpdatesAreAtomic(t *testing.T) {
	db, err := redis.Open(world.World{}, redis.Options{})
	require.NoError(t, err)
	const elements = 100
	do(t, db, func(tx *redis.Tx) {
		for i := range elements {
			_, _ = tx.RPush([]byte("a"), strconv.AppendInt(nil, int64(i), 10))
		}
	})
	var movers, readers sync.WaitGroup
	stop := make(chan struct{})
	for _, f := range []func(){
		func() { db.Tick(time.Now()) },
		func() { db.Stats() },
		func() {
			_ = db.Update(0, func(tx *redis.Tx) error {
				a, _ := tx.LLen([]byte("a"))
				b, _ := tx.LLen([]byte("b"))
				if a+b != elements {
					t.Errorf("%d and %d elements", a, b)
				}
				return nil
			})
		},
	} {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					f()
					runtime.Gosched() // WebAssembly has one thread and does not preempt
				}
			}
		})
	}
	for i := range 4 {
		movers.Go(func() {
			src, dst := []byte("a"), []byte("b")
			if i%2 == 1 {
				src, dst = dst, src
			}
			for range 500 {
				_ = db.Update(0, func(tx *redis.Tx) error {
					_, err := tx.LMove(src, dst, redis.Left, redis.Right)
					return err
				})
			}
		})
	}
	movers.Wait()
	close(stop)
	readers.Wait()
	do(t, db, func(tx *redis.Tx) {
		a, _ := tx.LRange([]byte("a"), 0, -1)
		b, _ := tx.LRange([]byte("b"), 0, -1)
		seen := map[string]bool{}
		for _, e := range append(a, b...) {
			seen[string(e)] = true
		}
		require.Len(t, seen, elements)
	})
}

// TestGivenBytesAreCopied changes what was handed over afterwards.
func TestGivenBytesAreCopied(t *testing.T) {
	db, _, _ := open(t)
	key, v := []byte("key"), []byte("value")
	do(t, db, func(tx *redis.Tx) {
		_, _ = tx.RPush(key, v)
		_, _ = tx.SAdd([]byte("set"), v)
		_, _ = tx.HSet([]byte("hash"), v, v)
		_, _ = tx.Expire(key, redis.Lifetime{N: 100, Unit: time.Second}, 0)
		copy(key, "xxx")
		copy(v, "xxxxx")
		list, err := tx.LRange([]byte("key"), 0, -1)
		require.NoError(t, err)
		require.Equal(t, b("value"), list)
		in, _ := tx.SIsMember([]byte("set"), []byte("value"))
		require.True(t, in)
		got, _, _ := tx.HGet([]byte("hash"), []byte("value"))
		require.Equal(t, "value", got)
		require.True(t, tx.Persist([]byte("key")))
	})
}

func TestLimits(t *testing.T) {
	db, err := redis.Open(world.World{}, redis.Options{MaxValueSize: 10, Databases: 2})
	require.NoError(t, err)
	long := bytes.Repeat([]byte("x"), 11)
	do(t, db, func(tx *redis.Tx) {
		for name, f := range map[string]func() error{
			"LPush":        func() error { _, err := tx.LPush([]byte("k"), long); return err },
			"SAdd":         func() error { _, err := tx.SAdd([]byte("k"), long); return err },
			"HSet":         func() error { _, err := tx.HSet([]byte("k"), []byte("f"), long); return err },
			"HSetNX":       func() error { _, err := tx.HSetNX([]byte("k"), long, nil); return err },
			"HIncrBy":      func() error { _, err := tx.HIncrBy([]byte("k"), long, 1); return err },
			"HIncrByFloat": func() error { _, err := tx.HIncrByFloat([]byte("k"), long, []byte("1")); return err },
		} {
			require.ErrorIs(t, f(), redis.ErrTooLarge, name)
		}
		require.Zero(t, tx.Size())
		_, err := tx.Move([]byte("k"), 2)
		require.ErrorIs(t, err, redis.ErrDBIndex)
		_, err = tx.Copy([]byte("k"), []byte("l"), -1, false)
		require.ErrorIs(t, err, redis.ErrDBIndex)
		_, _ = tx.SAdd([]byte("s"), []byte("m"))
		_, err = tx.SRandMembers([]byte("s"), -1<<40)
		require.ErrorIs(t, err, redis.ErrTooMany)
	})
	for _, o := range []redis.Options{{Databases: -1}, {Databases: 1 << 20}, {MaxValueSize: -1}} {
		_, err := redis.Open(world.World{}, o)
		require.Equal(t, code.InvalidArgument, code.Of(err), "%+v", o)
	}
}

func TestEncodingsFollowTheLimits(t *testing.T) {
	db, err := redis.Open(world.World{}, redis.Options{Encodings: redis.Encodings{
		HashMaxListpackEntries: 2, HashMaxListpackValue: 3, SetMaxIntsetEntries: 2,
	}})
	require.NoError(t, err)
	encoding := func(tx *redis.Tx, key string) string {
		name, _ := tx.Encoding([]byte(key))
		return name
	}
	do(t, db, func(tx *redis.Tx) {
		_, _ = tx.HSet([]byte("h"), b("a", "1", "b", "2")...)
		require.Equal(t, "listpack", encoding(tx, "h"))
		_, _ = tx.HSet([]byte("h"), b("c", "3")...)
		require.Equal(t, "hashtable", encoding(tx, "h"))
		_, _ = tx.HSet([]byte("i"), b("a", "1234")...)
		require.Equal(t, "hashtable", encoding(tx, "i"))
		_, _ = tx.SAdd([]byte("s"), b("1", "2")...)
		require.Equal(t, "intset", encoding(tx, "s"))
		_, _ = tx.SAdd([]byte("s"), b("3")...)
		require.Equal(t, "hashtable", encoding(tx, "s"))

		tx.SetEncodings(redis.Encodings{SetMaxIntsetEntries: -1})
		_, _ = tx.SAdd([]byte("t"), b("1")...)
		require.Equal(t, "hashtable", encoding(tx, "t"))
		require.Equal(t, 512, tx.Encodings().HashMaxListpackEntries)
	})
}

// TestDumpOfEachKind takes every kind and size through Dump and Restore.
func TestDumpOfEachKind(t *testing.T) {
	db, _, _ := open(t)
	do(t, db, func(tx *redis.Tx) {
		for i := range 1000 {
			n := strconv.Itoa(i)
			_, _ = tx.RPush([]byte("list"), []byte(strings.Repeat(n, i%30)))
			_, _ = tx.SAdd([]byte("ints"), []byte(strconv.Itoa(i%500)))
			_, _ = tx.SAdd([]byte("set"), []byte("m"+n))
			_, _ = tx.HSet([]byte("small"), []byte(strconv.Itoa(i%100)), []byte(n))
			_, _ = tx.HSet([]byte("hash"), []byte(n), []byte(n))
		}
		_, _ = tx.Set([]byte("string"), []byte("text"), redis.SetOptions{})
		for _, key := range b("list", "ints", "set", "small", "hash", "string") {
			payload, ok := tx.Dump(key)
			require.True(t, ok)
			require.NoError(t, tx.Restore([]byte("copy"), payload, redis.RestoreOptions{Replace: true}))
			again, _ := tx.Dump([]byte("copy"))
			require.Equal(t, payload, again, "%s", key)
			encoding, _ := tx.Encoding(key)
			restored, _ := tx.Encoding([]byte("copy"))
			require.Equal(t, encoding, restored, "%s", key)
		}
		require.ErrorIs(t, tx.Restore([]byte("copy"), nil, redis.RestoreOptions{}), redis.ErrBusyKey)
		require.ErrorIs(t, tx.Restore([]byte("x"), nil, redis.RestoreOptions{}), redis.ErrDumpChecksum)
		require.ErrorIs(t, tx.Restore([]byte("x"), nil, redis.RestoreOptions{TTL: -1}), redis.ErrRestoreTTL)
	})
}

// TestForkSharesNothing writes to both after the fork.
func TestForkSharesNothing(t *testing.T) {
	db, _, _ := open(t)
	do(t, db, fill)
	fork, err := db.Fork(world.World{Seed: 2})
	require.NoError(t, err)
	do(t, fork, func(tx *redis.Tx) {
		_, _ = tx.RPush([]byte("l"), b("x")...)
		_ = tx.LSet([]byte("l"), 0, []byte("y"))
		_, _ = tx.SAdd([]byte("e"), b("x")...)
		_, _ = tx.HSet([]byte("h"), b("f", "x")...)
	})
	do(t, db, func(tx *redis.Tx) {
		list, _ := tx.LRange([]byte("l"), 0, -1)
		require.Equal(t, b("1", "2"), list)
		members, _ := tx.SMembers([]byte("e"))
		require.Equal(t, []string{"1", "2"}, members)
		v, _, _ := tx.HGet([]byte("h"), []byte("f"))
		require.Equal(t, "1", v)
	})
}

func TestResetEmptiesAndForgets(t *testing.T) {
	db, _, _ := open(t)
	do(t, db, func(tx *redis.Tx) {
		fill(tx)
		require.NoError(t, tx.Select(3))
		_, _ = tx.SAdd([]byte("elsewhere"), b("1")...)
		tx.Count()
	})
	require.NoError(t, db.Reset())
	require.Equal(t, redis.Stats{}, db.Stats())
}

func TestAfterClose(t *testing.T) {
	db, _, _ := open(t)
	require.NoError(t, db.Close())
	require.NoError(t, db.Close())
	err := db.Update(0, func(*redis.Tx) error { return errors.New("not reached") })
	require.ErrorIs(t, err, redis.ErrClosed)
	_, err = db.Fork(world.World{})
	require.ErrorIs(t, err, redis.ErrClosed)
	require.Zero(t, db.Tick(time.Now()))
}
