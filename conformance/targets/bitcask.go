package targets

import (
	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// bitcaskTarget can close its store and open it again on the same files.
type bitcaskTarget struct {
	operations
	world world.World
	opts  bitcask.Options
	db    *bitcask.DB
}

func openBitcask(c *conformance.Case) (conformance.Target, error) {
	sync, _ := c.Open["sync"].(string)
	policy, err := bitcask.ParseSyncPolicy(sync)
	if err != nil {
		return nil, err
	}
	manual := clock.NewManual(epoch)
	t := &bitcaskTarget{
		operations: operations{clock: manual},
		world:      world.World{FS: memfs.New(), Clock: manual, Seed: 1},
		opts: bitcask.Options{
			Sync:         policy,
			MaxFileSize:  int64(option(c, "max_file_size")),
			MaxKeySize:   option(c, "max_key_size"),
			MaxValueSize: int64(option(c, "max_value_size")),
		},
	}
	t.table = t.calls()
	return t, t.open()
}

func (t *bitcaskTarget) open() (err error) {
	t.db, err = bitcask.Open(t.world, t.opts)
	t.engine = t.db
	return err
}

func (t *bitcaskTarget) calls() map[string]func(args []conformance.Arg) conformance.Value {
	type args = []conformance.Arg
	return map[string]func(args) conformance.Value{
		"put":    func(a args) conformance.Value { return done(t.db.Put(a[0].Bytes, a[1].Bytes)) },
		"get":    func(a args) conformance.Value { return found(t.db.Get(a[0].Bytes)) },
		"delete": func(a args) conformance.Value { return done(t.db.Delete(a[0].Bytes)) },
		"has": func(a args) conformance.Value {
			has, err := t.db.Has(a[0].Bytes)
			return conformance.ErrOr(err, conformance.Bool(has))
		},
		"len": func(args) conformance.Value {
			n, err := t.db.Len()
			return conformance.ErrOr(err, conformance.Int(int64(n)))
		},
		"keys": func(a args) conformance.Value {
			var prefix []byte
			if len(a) > 0 {
				prefix = a[0].Bytes
			}
			keys, err := t.db.Keys(prefix)
			return conformance.ErrOr(err, conformance.Bulks(keys))
		},
		"sync":  func(args) conformance.Value { return done(t.db.Sync()) },
		"merge": func(args) conformance.Value { return done(t.db.Merge()) },
		"reopen": func(args) conformance.Value {
			if err := t.db.Close(); err != nil {
				return conformance.Err(err)
			}
			return done(t.open())
		},
	}
}
