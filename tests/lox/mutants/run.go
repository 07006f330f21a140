package main

import (
	"context"
	"errors"
	"strings"

	"github.com/twelvefold/twelvefold/conformance/programs"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
	"github.com/twelvefold/twelvefold/tests/lox/judge"
)

// run runs a program as the command line would. It is not ok if a limit that
// clox does not have ended it.
func run(engine lox.Engine, source string) (o judge.Outcome, ok bool) {
	var out strings.Builder
	in, err := lox.Open(world.World{}, lox.Options{
		Engine: engine, Std: true, Output: &out,
		MaxSteps: 50_000, MaxMemory: 16 << 20, MaxOutput: 1 << 20,
	})
	if err != nil {
		panic(err)
	}
	defer in.Close()
	_, err = in.Eval(context.Background(), "mutant.lox", source)
	o.Stdout = out.String()
	var failed *lox.Error
	if err == nil || !errors.As(err, &failed) {
		return o, err == nil
	}
	o.Stderr = failed.Book()
	switch {
	case errors.Is(err, lox.ErrSyntax):
		o.Exit = programs.ExitCompileError
		return o, true
	case errors.Is(err, lox.ErrRuntime), errors.Is(err, lox.ErrDepth):
		o.Exit = programs.ExitRuntimeError
		return o, true
	}
	return o, false
}
