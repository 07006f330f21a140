package main

import (
	"context"
	"io"
	"math"
	"time"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

// free is an interpreter without limits, as the peers have none. A memory cap
// of zero would be the default one.
func free(engine lox.Engine) lox.Options {
	return lox.Options{Engine: engine, MaxMemory: math.MaxInt}
}

// limited has every limit that there is. The programs stay below them, but
// make many times the memory that they may hold.
func limited() lox.Options {
	return lox.Options{MaxSteps: 1e12, MaxMemory: 16 << 20, MaxDepth: 1000, MaxOutput: 1 << 20, Timeout: time.Hour}
}

// compileOurs makes a contender of our own engines. Eval compiles and runs, so
// that our compiler's time is in the run's; what is timed as compiling is the
// parser's and the resolver's alone.
func compileOurs(o lox.Options) compileFunc {
	return func(source string, out io.Writer) (func() error, error) {
		o.Output = out
		in, err := lox.Open(world.World{}, o)
		if err != nil {
			return nil, err
		}
		if _, err := lox.Check("", source, o); err != nil {
			return nil, err
		}
		return func() error {
			_, err := in.Eval(context.Background(), "", source)
			return err
		}, nil
	}
}
