package redis_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/redis"
)

// b makes arguments.
func b(words ...string) [][]byte {
	args := make([][]byte, len(words))
	for i, w := range words {
		args[i] = []byte(w)
	}
	return args
}

// changes is every way to write, on a store with the string s, the list l, the
// set e and the hash h, with the events that it must tell: type, key, reason.
var changes = []struct {
	name   string
	do     func(tx *redis.Tx)
	events []string
}{
	{"del", func(tx *redis.Tx) { tx.Del([]byte("s")) }, []string{"deleted s del"}},
	{"del of nothing", func(tx *redis.Tx) { tx.Del([]byte("x")) }, nil},
	{"set", func(tx *redis.Tx) { _, _ = tx.Set([]byte("s"), nil, redis.SetOptions{}) }, []string{"set s set"}},
	{"rename", func(tx *redis.Tx) { _ = tx.Rename([]byte("s"), []byte("l")) }, []string{"deleted s rename_from", "set l rename_to"}},
	{"rename to itself", func(tx *redis.Tx) { _ = tx.Rename([]byte("s"), []byte("s")) }, nil},
	{"move", func(tx *redis.Tx) { _, _ = tx.Move([]byte("s"), 1) }, []string{"deleted s move_from", "set s move_to"}},
	{"copy", func(tx *redis.Tx) { _, _ = tx.Copy([]byte("s"), []byte("c"), 0, false) }, []string{"set c copy_to"}},
	{"expire", func(tx *redis.Tx) { _, _ = tx.Expire([]byte("s"), redis.Lifetime{N: 9, Unit: time.Second}, 0) }, []string{"set s expire"}},
	{"expire in the past", func(tx *redis.Tx) { _, _ = tx.Expire([]byte("s"), redis.Lifetime{N: -9, Unit: time.Second}, 0) }, []string{"deleted s del"}},
	{"persist of what has no end", func(tx *redis.Tx) { tx.Persist([]byte("s")) }, nil},
	{"lpush", func(tx *redis.Tx) { _, _ = tx.LPush([]byte("l"), b("1", "2")...) }, []string{"set l lpush"}},
	{"rpushx on nothing", func(tx *redis.Tx) { _, _ = tx.RPushX([]byte("x"), b("1")...) }, nil},
	{"rpop", func(tx *redis.Tx) { _, _ = tx.RPop([]byte("l")) }, []string{"set l rpop"}},
	{"lpop all", func(tx *redis.Tx) { _, _ = tx.LPopN([]byte("l"), 9) }, []string{"set l lpop", "deleted l del"}},
	{"lset", func(tx *redis.Tx) { _ = tx.LSet([]byte("l"), 0, nil) }, []string{"set l lset"}},
	{"lset outside", func(tx *redis.Tx) { _ = tx.LSet([]byte("l"), 9, nil) }, nil},
	{"linsert", func(tx *redis.Tx) { _, _ = tx.LInsert([]byte("l"), true, []byte("1"), nil) }, []string{"set l linsert"}},
	{"lrem", func(tx *redis.Tx) { _, _ = tx.LRem([]byte("l"), 0, []byte("1")) }, []string{"set l lrem"}},
	{"lrem of nothing", func(tx *redis.Tx) { _, _ = tx.LRem([]byte("l"), 0, []byte("x")) }, nil},
	{"ltrim", func(tx *redis.Tx) { _ = tx.LTrim([]byte("l"), 5, 9) }, []string{"set l ltrim", "deleted l del"}},
	{"lmove", func(tx *redis.Tx) { _, _ = tx.LMove([]byte("l"), []byte("m"), redis.Left, redis.Right) }, []string{"set m rpush", "set l lpop"}},
	{"lmpop", func(tx *redis.Tx) { _, _, _ = tx.LMPop(b("x", "l"), redis.Right, 1) }, []string{"set l rpop"}},
	{"sadd", func(tx *redis.Tx) { _, _ = tx.SAdd([]byte("e"), b("9")...) }, []string{"set e sadd"}},
	{"sadd of what is there", func(tx *redis.Tx) { _, _ = tx.SAdd([]byte("e"), b("1")...) }, nil},
	{"srem", func(tx *redis.Tx) { _, _ = tx.SRem([]byte("e"), b("1", "2")...) }, []string{"set e srem", "deleted e del"}},
	{"spop", func(tx *redis.Tx) { _, _ = tx.SPopN([]byte("e"), 9) }, []string{"set e spop", "deleted e del"}},
	{"smove", func(tx *redis.Tx) { _, _ = tx.SMove([]byte("e"), []byte("f"), []byte("1")) }, []string{"set e srem", "set f sadd"}},
	{"sunionstore", func(tx *redis.Tx) { _, _ = tx.SUnionStore([]byte("f"), b("e")...) }, []string{"set f sunionstore"}},
	{"sdiffstore of nothing", func(tx *redis.Tx) { _, _ = tx.SDiffStore([]byte("s"), b("x")...) }, []string{"deleted s del"}},
	{"hset", func(tx *redis.Tx) { _, _ = tx.HSet([]byte("h"), b("f", "2")...) }, []string{"set h hset"}},
	{"hsetnx", func(tx *redis.Tx) { _, _ = tx.HSetNX([]byte("h"), []byte("f"), nil) }, nil},
	{"hdel", func(tx *redis.Tx) { _, _ = tx.HDel([]byte("h"), b("f")...) }, []string{"set h hdel", "deleted h del"}},
	{"hincrby", func(tx *redis.Tx) { _, _ = tx.HIncrBy([]byte("h"), []byte("f"), 1) }, []string{"set h hincrby"}},
	{"hincrbyfloat", func(tx *redis.Tx) { _, _ = tx.HIncrByFloat([]byte("h"), []byte("g"), []byte("1.5")) }, []string{"set h hincrbyfloat"}},
	{"sort and store", func(tx *redis.Tx) { _, _ = tx.SortStore([]byte("s"), []byte("l"), redis.SortOptions{}) }, []string{"set s sortstore"}},
	{"restore", func(tx *redis.Tx) {
		payload, _ := tx.Dump([]byte("s"))
		_ = tx.Restore([]byte("r"), payload, redis.RestoreOptions{})
	}, []string{"set r restore"}},
	{"a wrong kind", func(tx *redis.Tx) { _, _ = tx.LPush([]byte("s"), b("1")...) }, nil},
	{"flushdb", func(tx *redis.Tx) { tx.FlushDB() }, []string{"flushed  "}},
}

func fill(tx *redis.Tx) {
	tx.FlushAll()
	_, _ = tx.Set([]byte("s"), []byte("v"), redis.SetOptions{})
	_, _ = tx.RPush([]byte("l"), b("1", "2")...)
	_, _ = tx.SAdd([]byte("e"), b("1", "2")...)
	_, _ = tx.HSet([]byte("h"), b("f", "1")...)
}

func TestEachChangeIsTold(t *testing.T) {
	for _, tc := range changes {
		t.Run(tc.name, func(t *testing.T) {
			db, _, hub := open(t)
			do(t, db, fill)
			sub := hub.Subscribe(nil)
			do(t, db, tc.do)
			var got []string
			events := make([]event.Event, 20)
			n, missed := sub.Read(events)
			require.Zero(t, missed)
			for _, e := range events[:n] {
				got = append(got, string(e.Type)+" "+e.Key+" "+e.Reason)
			}
			require.Equal(t, tc.events, got)
		})
	}
}

// TestWatchersSeeEachChange watches all keys, and requires those and only
// those to have changed that an event was told of.
func TestWatchersSeeEachChange(t *testing.T) {
	keys := []string{"s", "l", "e", "h", "c", "f", "m", "r", "x"}
	for _, tc := range changes {
		t.Run(tc.name, func(t *testing.T) {
			db, _, _ := open(t)
			do(t, db, fill)
			do(t, db, func(tx *redis.Tx) {
				versions := map[string]uint64{}
				for _, key := range keys {
					versions[key] = tx.Watch([]byte(key))
				}
				tc.do(tx)
				touched := map[string]bool{}
				for _, e := range tc.events {
					if fields := strings.Fields(e); fields[0] == "flushed" {
						touched = map[string]bool{"s": true, "l": true, "e": true, "h": true}
					} else {
						touched[fields[1]] = true
					}
				}
				for _, key := range keys {
					require.Equal(t, touched[key], !tx.Unchanged([]byte(key), versions[key]), "key %s", key)
					tx.Unwatch([]byte(key))
				}
			})
		})
	}
}
