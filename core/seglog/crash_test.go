package seglog_test

import (
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/twelvefold/twelvefold/core/crash"
	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/world"
)

// crashStore shows a log to the crash harness: its records, numbered.
type crashStore struct {
	*seglog.Log
	appended int
}

func (s *crashStore) State() (crash.State, error) {
	state := crash.State{}
	for _, segment := range s.Segments() {
		damage, err := s.Scan(segment.ID, func(_ seglog.Place, _ byte, payload []byte) error {
			number, body, _ := strings.Cut(string(payload), ":")
			state[number] = short(body)
			return nil
		})
		if err != nil {
			return nil, err
		}
		if damage != nil {
			return nil, errors.New("a crash looks like damage: " + damage[0].File + " at " + strconv.FormatInt(damage[0].Offset, 10))
		}
	}
	return state, nil
}

// short stands for a body of one letter in the states that are compared.
func short(body string) string {
	if body == "" || strings.Count(body, body[:1]) != len(body) {
		return body
	}
	return body[:1] + strconv.Itoa(len(body))
}

// crashSubject appends records from empty to larger than a segment, several
// to a commit, and commits, flushes, or lets segments fill.
func crashSubject() crash.Subject {
	return crash.Subject{
		Open: func(w world.World) (crash.Store, error) {
			l, err := seglog.Open(w.FS, seglog.Options{SegmentSize: 4000})
			if err != nil {
				return nil, err
			}
			return &crashStore{Log: l}, nil
		},
		Next: func(r *rand.Rand) crash.Step {
			switch n := r.IntN(20); {
			case n < 13:
				size := r.IntN(1 << r.IntN(12))
				if r.IntN(30) == 0 {
					size += 5000
				}
				return appendStep(size, byte('a'+r.IntN(26)))
			case n < 16:
				return crash.Step{Name: "flush", Do: func(s crash.Store) error { return s.(*crashStore).Flush() }}
			default:
				return crash.Step{Name: "commit", Durable: true, Do: func(s crash.Store) error { return s.(*crashStore).Commit() }}
			}
		},
	}
}

// appendStep appends one record, under the number of those before it.
func appendStep(size int, letter byte) crash.Step {
	body := strings.Repeat(string(rune(letter)), size)
	return crash.Step{
		Name: "append " + strconv.Itoa(size),
		Do: func(s crash.Store) error {
			store := s.(*crashStore)
			store.Append(1, []byte(strconv.Itoa(store.appended)+":"), []byte(body))
			store.appended++
			return nil
		},
		Effect: func(s crash.State) { s[strconv.Itoa(len(s))] = short(body) },
	}
}

// TestCrash holds the log to its promise: what was committed is there, and of
// the rest a beginning.
func TestCrash(t *testing.T) {
	crash.Run(t, crash.Config{Steps: 60}, crashSubject())
}
