package crash

import (
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The environment variables that say how much is tried: a number of seeds, or
// the one seed to repeat.
const (
	seedsVariable = "CRASH_SEEDS"
	seedVariable  = "CRASH_SEED"
)

// Run tries s with crashes and fails t at the first broken promise, with the
// command that repeats it.
func Run(t *testing.T, c Config, s Subject) {
	t.Helper()
	if c.Steps == 0 {
		c.Steps = defaultSteps
	}
	if text := os.Getenv(seedVariable); text != "" {
		check(t, number(t, seedVariable, text), c.Steps, s)
		return
	}
	if c.Seeds == 0 {
		c.Seeds = defaultSeeds
		if text := os.Getenv(seedsVariable); text != "" {
			c.Seeds = int(number(t, seedsVariable, text))
		}
	}
	crashes := 0
	for seed := range c.Seeds {
		crashes += check(t, uint64(seed), c.Steps, s)
	}
	t.Logf("%d seeds, %d crashes", c.Seeds, crashes)
}

func number(t *testing.T, variable, text string) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		t.Fatalf("%s: %v", variable, err)
	}
	return n
}

func check(t *testing.T, seed uint64, steps int, s Subject) int {
	t.Helper()
	failure, crashes := Find(seed, steps, s)
	if failure != nil {
		t.Fatalf("%v\nreplay: %s=%d go test -run '^%s$' .", failure, seedVariable, seed, t.Name())
	}
	return crashes
}

// String tells where it failed, and what was wrong.
func (f *Failure) String() string {
	return "seed " + strconv.FormatUint(f.Seed, 10) + ", crash before change " + strconv.Itoa(f.Moment) +
		" of the disk, in the last of: " + strings.Join(f.Steps, ", ") + "\n" + f.Problem
}

// describe shows how a state differs from the nearest that is allowed.
func describe(got State, allowed []State) string {
	var best []string
	for i, want := range allowed {
		diff := difference(got, want)
		if i == 0 || len(diff) < len(best) {
			best = diff
		}
	}
	return "none of " + strconv.Itoa(len(allowed)) + " allowed states; the nearest differs in:\n\t" + strings.Join(best, "\n\t")
}

func difference(got, want State) []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(want)) {
		value, found := got[name]
		switch {
		case !found:
			lines = append(lines, strconv.Quote(name)+" is missing, want "+short(want[name]))
		case value != want[name]:
			lines = append(lines, strconv.Quote(name)+" is "+short(value)+", want "+short(want[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, found := want[name]; !found {
			lines = append(lines, strconv.Quote(name)+" is there, as "+short(got[name]))
		}
	}
	return lines
}

// short quotes the beginning of a value.
func short(value string) string {
	const enough = 24
	if len(value) <= enough {
		return strconv.Quote(value)
	}
	return strconv.Quote(value[:enough]) + "... (" + strconv.Itoa(len(value)) + " bytes)"
}
