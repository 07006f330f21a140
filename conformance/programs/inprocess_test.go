package programs_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/conformance/programs"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

// Every program on each engine, in process.
func TestEngines(t *testing.T) {
	everything := all(t)
	for _, engine := range []lox.Engine{lox.Tree, lox.Fast} {
		t.Run(string(engine), func(t *testing.T) {
			for _, p := range everything {
				t.Run(p.Name, func(t *testing.T) {
					for _, difference := range p.Check(run(t, engine, p.Source)) {
						t.Error(difference)
					}
				})
			}
		})
	}
}

// run gives what twelvefold lox run --std=lox would write, and its exit code.
func run(t *testing.T, engine lox.Engine, source string) (stdout, stderr string, exit int) {
	t.Helper()
	var out strings.Builder
	in, err := lox.Open(world.World{}, lox.Options{Engine: engine, Std: true, Output: &out})
	require.NoError(t, err)
	defer in.Close()
	seconds := 0
	require.NoError(t, in.Define(lox.Func{Name: "clock", Call: func(context.Context, []lox.Value) (any, error) {
		seconds++
		return seconds, nil
	}}))
	_, err = in.Eval(context.Background(), "program.lox", source)
	var failed *lox.Error
	switch {
	case err == nil:
		return out.String(), "", programs.ExitOK
	case errors.Is(err, lox.ErrSyntax) && errors.As(err, &failed):
		return out.String(), failed.Book(), programs.ExitCompileError
	case errors.As(err, &failed):
		return out.String(), failed.Book(), programs.ExitRuntimeError
	}
	return out.String(), err.Error(), -1
}
