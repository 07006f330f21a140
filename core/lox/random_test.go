package lox_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

// outcome is all that a program's host can see of a run.
type outcome struct {
	Output string
	Value  string
	Kind   string // of the error
	Error  string // with its trace
	Steps  int64
	Again  string // the interpreter is usable after
}

// limits that let a random program end soon.
var limits = lox.Options{MaxSteps: 5000, MaxDepth: 150, MaxOutput: 20_000, MaxMemory: 64 << 20}

func runOn(engine lox.Engine, source string, o lox.Options) outcome {
	var out bytes.Buffer
	o.Engine, o.Output = engine, &out
	in, err := lox.Open(world.World{}, o)
	if err != nil {
		return outcome{Error: err.Error()}
	}
	v, err := in.Eval(context.Background(), "random.lox", source)
	got := outcome{Output: out.String(), Value: v.String()}
	usage, _ := in.Usage()
	got.Steps = usage.Steps
	var e *lox.Error
	if errors.As(err, &e) {
		got.Kind, got.Error = e.Kind(), e.Book()
	}
	if again, err := in.Eval(context.Background(), "again.lox", `var x = "again"; x;`); err == nil {
		got.Again = again.String()
	}
	return got
}

// TestEnginesAgree runs random programs on both engines. A difference is
// shrunk to the statements that it takes.
func TestEnginesAgree(t *testing.T) {
	programs, first := 1000, uint64(1)
	if testing.Short() {
		programs = 200
	}
	if n, err := strconv.Atoi(os.Getenv("LOX_PROGRAMS")); err == nil {
		programs = n
	}
	if n, err := strconv.ParseUint(os.Getenv("LOX_SEED"), 10, 64); err == nil {
		programs, first = 1, n
	}
	ends, steps := map[string]int{}, int64(0)
	for seed := first; seed < first+uint64(programs); seed++ {
		parts := program(seed)
		tree, fast := both(parts)
		ends[tree.Kind]++
		steps += tree.Steps
		if tree == fast || tree.Kind == "memory" || fast.Kind == "memory" {
			continue // the engines hold different things: memory is each one's own
		}
		parts = shrink(parts)
		tree, fast = both(parts)
		require.Equal(t, tree, fast, "tree, then fast; replay: LOX_SEED=%d go test -run TestEnginesAgree ./core/lox\n%s", seed, strings.Join(parts, ""))
	}
	t.Logf("%d programs from seed %d, %d steps; they ended so: %v", programs, first, steps, ends)
	if programs > 1 {
		require.Greater(t, ends[""], programs/10, "too few programs end well to tell anything")
		require.Greater(t, ends["runtime"], programs/20)
	}
}

func both(parts []string) (tree, fast outcome) {
	source := strings.Join(parts, "")
	return runOn(lox.Tree, source, limits), runOn(lox.Fast, source, limits)
}

// shrink leaves out what the difference does not need.
func shrink(parts []string) []string {
	for i := len(parts) - 1; i >= 0; i-- {
		fewer := slices.Delete(slices.Clone(parts), i, i+1)
		if tree, fast := both(fewer); tree != fast {
			parts = fewer
		}
	}
	return parts
}
