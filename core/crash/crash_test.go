package crash_test

import (
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/crash"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// register is the smallest durable engine: one value, kept in one file that
// is replaced as a whole. Each mistake leaves out one step of doing so right.
type register struct {
	fs      vfs.FS
	mistake mistake
}

type mistake int

const (
	noMistake mistake = iota
	noFileSync
	noDirSync
	noRename // write in place
)

func (g register) set(value string) error {
	name := "value.new"
	if g.mistake == noRename {
		name = "value"
	}
	f, err := g.fs.Open(name, vfs.Create|vfs.Trunc)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteAt([]byte(value), 0); err != nil {
		return err
	}
	if g.mistake != noFileSync {
		if err := f.Sync(); err != nil {
			return err
		}
	}
	if g.mistake != noRename {
		if err := g.fs.Rename("value.new", "value"); err != nil {
			return err
		}
	}
	if g.mistake == noDirSync {
		return nil
	}
	return g.fs.SyncDir("")
}

func (g register) State() (crash.State, error) {
	f, err := g.fs.Open("value", vfs.ReadOnly)
	if errors.Is(err, vfs.ErrNotExist) {
		return crash.State{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	size, err := f.Size()
	if err != nil {
		return nil, err
	}
	b := make([]byte, size)
	if _, err := f.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return crash.State{"value": string(b)}, nil
}

func (register) Close() error { return nil }

func subject(m mistake) crash.Subject {
	return crash.Subject{
		Open: func(w world.World) (crash.Store, error) { return register{w.FS, m}, nil },
		Next: func(r *rand.Rand) crash.Step {
			value := strings.Repeat(string(rune('a'+r.IntN(26))), 1+r.IntN(2000))
			return crash.Step{
				Name:    "set",
				Do:      func(s crash.Store) error { return s.(register).set(value) },
				Effect:  func(s crash.State) { s["value"] = value },
				Durable: true,
			}
		},
	}
}

func TestAnEngineThatSyncsPasses(t *testing.T) {
	crash.Run(t, crash.Config{Seeds: 50}, subject(noMistake))
}

func TestEachMistakeIsFound(t *testing.T) {
	for name, m := range map[string]mistake{
		"no sync of the file":   noFileSync,
		"no sync of the folder": noDirSync,
		"write in place":        noRename,
	} {
		t.Run(name, func(t *testing.T) {
			found := 0
			for seed := range uint64(20) {
				if failure, _ := crash.Find(seed, 10, subject(m)); failure != nil {
					found++
				}
			}
			assert.Equal(t, 20, found, "in ten steps every seed should find it")
		})
	}
}

func TestASeedRepeatsItsFailure(t *testing.T) {
	first, _ := crash.Find(7, 10, subject(noFileSync))
	second, _ := crash.Find(7, 10, subject(noFileSync))
	require.NotNil(t, first)
	assert.Equal(t, first.String(), second.String())
	assert.Contains(t, first.String(), "seed 7, ")
}

func TestStepsAndOpensThatFail(t *testing.T) {
	broken := subject(noMistake)
	broken.Next = func(*rand.Rand) crash.Step {
		return crash.Step{Name: "break", Do: func(crash.Store) error { return errors.New("broken") }}
	}
	failure, _ := crash.Find(1, 10, broken)
	require.NotNil(t, failure)
	assert.Contains(t, failure.Problem, "broken")

	closed := subject(noMistake)
	closed.Open = func(world.World) (crash.Store, error) { return nil, errors.New("will not open") }
	failure, _ = crash.Find(1, 10, closed)
	require.NotNil(t, failure)
	assert.Contains(t, failure.Problem, "will not open")
}
