package bitcask_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/crash"
	"github.com/twelvefold/twelvefold/core/world"
)

// crashStore shows a database to the crash harness.
type crashStore struct {
	*bitcask.DB
	clock func() time.Time
}

func (s crashStore) State() (crash.State, error) {
	state := crash.State{}
	err := s.Scan(nil, func(key, value []byte) bool {
		state[string(key)] = string(value)
		return true
	})
	return state, err
}

// crashSubject is a workload of few keys, small and large values, small files
// and many merges, so that records of one key are in many files.
func crashSubject(o bitcask.Options) crash.Subject {
	o.MaxFileSize = 2000
	o.MergeDeadPercent = 30
	durable := o.Sync == bitcask.SyncAlways
	return crash.Subject{
		Open: func(w world.World) (crash.Store, error) {
			db, err := bitcask.Open(w, o)
			if err != nil {
				return nil, err
			}
			db.SetMergeSlice(500)
			return crashStore{db, w.Now}, nil
		},
		Next: func(r *rand.Rand) crash.Step {
			key := "k" + strconv.Itoa(r.IntN(6))
			switch n := r.IntN(20); {
			case n < 10:
				return putStep(key, strings.Repeat(string(rune('a'+r.IntN(26))), r.IntN(900)), durable)
			case n < 15:
				return deleteStep(key, durable)
			case n < 18:
				return doStep("tick", false, func(s crashStore) error { s.Tick(s.clock()); return nil })
			case n < 19:
				return doStep("merge", false, func(s crashStore) error { return s.Merge() })
			default:
				return doStep("sync", true, func(s crashStore) error { return s.Sync() })
			}
		},
	}
}

func doStep(name string, durable bool, do func(crashStore) error) crash.Step {
	return crash.Step{Name: name, Durable: durable, Do: func(s crash.Store) error { return do(s.(crashStore)) }}
}

func putStep(key, value string, durable bool) crash.Step {
	step := doStep("put "+key+" ("+strconv.Itoa(len(value))+")", durable, func(s crashStore) error {
		return s.Put([]byte(key), []byte(value))
	})
	step.Effect = func(s crash.State) { s[key] = value }
	return step
}

func deleteStep(key string, durable bool) crash.Step {
	step := doStep("delete "+key, durable, func(s crashStore) error { return s.Delete([]byte(key)) })
	step.Effect = func(s crash.State) { delete(s, key) }
	return step
}

func TestCrashSyncAlways(t *testing.T) {
	crash.Run(t, crash.Config{}, crashSubject(bitcask.Options{Sync: bitcask.SyncAlways}))
}

func TestCrashSyncNone(t *testing.T) {
	crash.Run(t, crash.Config{}, crashSubject(bitcask.Options{Sync: bitcask.SyncNone}))
}

func TestCrashSyncInterval(t *testing.T) {
	crash.Run(t, crash.Config{}, crashSubject(bitcask.Options{Sync: bitcask.SyncInterval}))
}
