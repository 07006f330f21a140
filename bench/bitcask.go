package main

import (
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/cockroachdb/pebble/v2"
	"github.com/dgraph-io/badger/v4"
	"go.etcd.io/bbolt"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/vfs/osfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// storeKeys is how many keys of 1 KiB values the reading task reads.
const storeKeys = 50_000

// store is what every contender can do.
type store struct {
	who   string
	put   func(key, value []byte)
	get   func(key []byte) int
	close func()
}

func (b *bench) bitcask(dir string) {
	const section = "bitcask: in Go, on disk, beside peers (values of 1 KiB)"
	for _, task := range []struct {
		name string
		sync bool
	}{{"put, the operating system writes when it likes", false}, {"put, synced before it returns", true}} {
		var contenders []contender
		for _, s := range stores(filepath.Join(dir, "put", task.name[5:9]), task.sync) {
			defer s.close()
			contenders = append(contenders, contender{s.who, writer(s)})
		}
		b.compare(section, task.name, contenders...)
	}
	var readers []contender
	for _, s := range stores(filepath.Join(dir, "get"), false) {
		defer s.close()
		writer(s)(storeKeys)
		readers = append(readers, contender{s.who, reader(s)})
	}
	b.compare(section, "get, random among 50,000 keys", readers...)
}

// writer puts ever new keys.
func writer(s store) func(n int) {
	value := make([]byte, 1024)
	key := make([]byte, 8)
	next := uint64(0)
	return func(n int) {
		for range n {
			binary.BigEndian.PutUint64(key, next)
			next++
			s.put(key, value)
		}
	}
}

func reader(s store) func(n int) {
	random := rand.New(rand.NewPCG(1, 2))
	key := make([]byte, 8)
	return func(n int) {
		for range n {
			binary.BigEndian.PutUint64(key, random.Uint64N(storeKeys))
			if s.get(key) != 1024 {
				panic("bench: a value is missing")
			}
		}
	}
}

func stores(dir string, sync bool) []store {
	return []store{openBitcask(dir, sync), openBolt(dir, sync), openBadger(dir, sync), openPebble(dir, sync)}
}

func openBitcask(dir string, sync bool) store {
	o := bitcask.Options{Sync: bitcask.SyncNone}
	if sync {
		o.Sync = bitcask.SyncAlways
	}
	db := must(bitcask.Open(world.World{FS: must(osfs.New(filepath.Join(dir, "bitcask")))}, o))
	return store{"twelvefold bitcask",
		func(k, v []byte) { check(db.Put(k, v)) },
		func(k []byte) int { return len(must(db.Get(k))) },
		func() { check(db.Close()) }}
}

func openBolt(dir string, sync bool) store {
	check(os.MkdirAll(dir, 0o755))
	db := must(bbolt.Open(filepath.Join(dir, "bolt"), 0o644, &bbolt.Options{NoSync: !sync}))
	bucket := []byte("b")
	check(db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucketIfNotExists(bucket); return err }))
	return store{"bbolt",
		func(k, v []byte) {
			check(db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(bucket).Put(k, v) }))
		},
		func(k []byte) (n int) {
			check(db.View(func(tx *bbolt.Tx) error { n = len(append([]byte(nil), tx.Bucket(bucket).Get(k)...)); return nil }))
			return n
		},
		func() { check(db.Close()) }}
}

func openBadger(dir string, sync bool) store {
	db := must(badger.Open(badger.DefaultOptions(filepath.Join(dir, "badger")).WithSyncWrites(sync).WithLogger(nil)))
	return store{"badger",
		func(k, v []byte) {
			check(db.Update(func(tx *badger.Txn) error { return tx.Set(append([]byte(nil), k...), v) }))
		},
		func(k []byte) (n int) {
			check(db.View(func(tx *badger.Txn) error {
				item, err := tx.Get(k)
				if err != nil {
					return err
				}
				v, err := item.ValueCopy(nil)
				n = len(v)
				return err
			}))
			return n
		},
		func() { check(db.Close()) }}
}

func openPebble(dir string, sync bool) store {
	db := must(pebble.Open(filepath.Join(dir, "pebble"), &pebble.Options{Logger: quiet{}}))
	o := pebble.NoSync
	if sync {
		o = pebble.Sync
	}
	return store{"pebble",
		func(k, v []byte) { check(db.Set(k, v, o)) },
		func(k []byte) int {
			v, closer, err := db.Get(k)
			check(err)
			n := len(append([]byte(nil), v...))
			check(closer.Close())
			return n
		},
		func() { check(db.Close()) }}
}

// quiet is pebble's logger without what it says of its daily work.
type quiet struct{}

func (quiet) Infof(string, ...any)           {}
func (quiet) Errorf(format string, a ...any) { panic("bench: pebble: " + format) }
func (quiet) Fatalf(format string, a ...any) { panic("bench: pebble: " + format) }
