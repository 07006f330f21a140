package targets

import (
	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/lru"
	"github.com/twelvefold/twelvefold/core/world"
)

func openLRU(c *conformance.Case) (conformance.Target, error) {
	manual := clock.NewManual(epoch)
	db, err := lru.Open(world.World{Clock: manual, Seed: 1}, lru.Options{
		MaxEntries:   option(c, "max_entries"),
		MaxBytes:     int64(option(c, "max_bytes")),
		TTL:          milliseconds(int64(option(c, "ttl_ms"))),
		MaxKeySize:   option(c, "max_key_size"),
		MaxValueSize: option(c, "max_value_size"),
	})
	if err != nil {
		return nil, err
	}
	return &operations{db, manual, lruOperations(db)}, nil
}

func lruOperations(db *lru.DB) map[string]func(args []conformance.Arg) conformance.Value {
	type args = []conformance.Arg
	return map[string]func(args) conformance.Value{
		"put": func(a args) conformance.Value {
			if len(a) > 2 {
				return done(db.PutTTL(a[0].Bytes, a[1].Bytes, milliseconds(number(a, 2, 0))))
			}
			return done(db.Put(a[0].Bytes, a[1].Bytes))
		},
		"get":  func(a args) conformance.Value { return found(db.Get(a[0].Bytes)) },
		"peek": func(a args) conformance.Value { return found(db.Peek(a[0].Bytes)) },
		"has": func(a args) conformance.Value {
			has, err := db.Has(a[0].Bytes)
			return conformance.ErrOr(err, conformance.Bool(has))
		},
		"delete": func(a args) conformance.Value {
			was, err := db.Delete(a[0].Bytes)
			return conformance.ErrOr(err, conformance.Bool(was))
		},
		"len": func(args) conformance.Value {
			n, err := db.Len()
			return conformance.ErrOr(err, conformance.Int(int64(n)))
		},
		"bytes": func(args) conformance.Value {
			n, err := db.Bytes()
			return conformance.ErrOr(err, conformance.Int(n))
		},
		"keys": func(args) conformance.Value {
			keys, err := db.Keys()
			return conformance.ErrOr(err, conformance.Bulks(keys))
		},
		"resize": func(a args) conformance.Value {
			n, err := db.Resize(int(number(a, 0, 0)), number(a, 1, 0))
			return conformance.ErrOr(err, conformance.Int(int64(n)))
		},
	}
}
