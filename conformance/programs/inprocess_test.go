package programs_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/conformance/programs"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

// Every program on each engine, in process; both take the same steps.
func TestEngines(t *testing.T) {
	engines := []lox.Engine{lox.Tree, lox.Fast}
	results := map[string]string{}
	for _, p := range all(t) {
		var steps []int64
		for _, engine := range engines {
			t.Run(p.Name+"/"+string(engine), func(t *testing.T) {
				r := run(t, lox.Options{Engine: engine}, p.Source)
				key := string(engine) + " " + p.Name
				results[key] = outcome(t, key, p.Check(r.stdout, r.stderr, r.exit))
				steps = append(steps, r.steps)
			})
		}
		assert.Len(t, slices.Compact(steps), 1, "%s: steps of %v: %v", p.Name, engines, steps)
	}
	require.NoError(t, conformance.WriteResults("../..", "programs-go", results))
	t.Log(tally(results))
}

// Cut off after some of its steps, a program has done the same on each engine,
// and the next limit ends it after as many more.
func TestStepLimit(t *testing.T) {
	kept, err := programs.Own()
	require.NoError(t, err)
	for _, p := range kept {
		whole := run(t, lox.Options{}, p.Source).steps
		for _, limit := range []int64{1, whole / 2, whole - 1} {
			if limit < 1 || limit >= whole {
				continue
			}
			tree := run(t, lox.Options{Engine: lox.Tree, MaxSteps: limit}, p.Source)
			fast := run(t, lox.Options{Engine: lox.Fast, MaxSteps: limit}, p.Source)
			assert.Equal(t, "steps", tree.kind, "%s with %d steps", p.Name, limit)
			assert.Equal(t, tree, fast, "%s with %d steps", p.Name, limit)
		}
	}
}

// result is what a run came to.
type result struct {
	stdout, stderr string
	exit           int
	kind           string // of the error, or empty
	steps          int64
}

// run does what twelvefold lox run --std=lox does.
func run(t *testing.T, o lox.Options, source string) (r result) {
	t.Helper()
	var out strings.Builder
	o.Std, o.Output = true, &out
	in, err := lox.Open(world.World{}, o)
	require.NoError(t, err)
	defer in.Close()
	seconds := 0
	require.NoError(t, in.Define(lox.Func{Name: "clock", Call: func(context.Context, []lox.Value) (any, error) {
		seconds++
		return seconds, nil
	}}))
	_, err = in.Eval(context.Background(), "program.lox", source)
	usage, usageErr := in.Usage()
	require.NoError(t, usageErr)
	r = result{stdout: out.String(), steps: usage.Steps}
	var failed *lox.Error
	if err == nil {
		return r
	}
	require.ErrorAs(t, err, &failed)
	r.stderr, r.kind, r.exit = failed.Book(), failed.Kind(), programs.ExitRuntimeError
	if r.kind == "syntax" {
		r.exit = programs.ExitCompileError
	}
	return r
}
