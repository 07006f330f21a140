package amqp_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// TestModel runs random programs of several clients on a broker and on the
// model. MODEL_SEED runs one seed, MODEL_SEEDS how many.
func TestModel(t *testing.T) {
	usual := uint64(300)
	if testing.Short() {
		usual = 40
	}
	first, seeds := seedsFor(t, "MODEL_SEED", usual)
	for seed := first; seed < first+seeds; seed++ {
		ops := program(seed, 400)
		complaint := run(seed, ops)
		if complaint == "" {
			continue
		}
		ops = shrink(seed, ops)
		var lines strings.Builder
		for _, o := range ops {
			fmt.Fprintf(&lines, "\t%v,\n", o)
		}
		t.Fatalf("seed %d: %s\nthe shortest program that fails: %s\n%sagain: MODEL_SEED=%d go test -run 'TestModel$' ./core/amqp",
			seed, complaint, run(seed, ops), lines.String(), seed)
	}
}

// run gives the first promise that the broker breaks, "" if it keeps all. Even
// seeds run in memory, odd ones on files.
func run(seed uint64, ops []modelOp) (complaint string) {
	defer func() {
		switch v := recover().(type) {
		case nil:
		case violation:
			complaint += string(v)
		default:
			panic(v)
		}
	}()
	w, o := world.World{Seed: seed + 1}, amqp.Options{InMemory: seed%2 == 0}
	if !o.InMemory {
		w.FS = memfs.New()
	}
	r := newModelRun(w, o)
	for i, op := range ops {
		complaint = fmt.Sprintf("operation %d, %v: ", i, op)
		r.step(op)
	}
	must(r.db.Close())
	return ""
}

// shrink takes operations out as long as the rest still fails: halves first,
// then less.
func shrink(seed uint64, ops []modelOp) []modelOp {
	for size := len(ops) / 2; size > 0; {
		shorter := false
		for at := 0; at+size <= len(ops); {
			rest := append(append([]modelOp(nil), ops[:at]...), ops[at+size:]...)
			if run(seed, rest) != "" {
				ops, shorter = rest, true
			} else {
				at += size
			}
		}
		if !shorter || size > 1 {
			size /= 2
		}
	}
	return ops
}
