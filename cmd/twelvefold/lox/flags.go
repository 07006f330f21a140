package lox

import (
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"github.com/twelvefold/twelvefold/core/lox"
)

// flags are those that choose a language, an engine, and limits.
type flags struct {
	std       string
	engine    string
	maxSteps  int64
	maxMemory int
	maxDepth  int
	maxOutput int64
	timeout   time.Duration
}

// bookStd is the --std that means the book's C interpreter.
const bookStd = "lox"

func (f *flags) addStd(set *pflag.FlagSet) {
	set.StringVar(&f.std, "std", "", "`lox`: exactly as the book's C interpreter")
}

func (f *flags) add(set *pflag.FlagSet) {
	f.addStd(set)
	set.StringVar(&f.engine, "engine", string(lox.Fast), "`name` of the engine: fast or tree")
	set.Int64Var(&f.maxSteps, "max-steps", 0, "`number` of calls and rounds of loops that a run may take; 0 is no limit")
	set.IntVar(&f.maxMemory, "max-memory", lox.DefaultMaxMemory, "`bytes` that the program's values may hold")
	set.IntVar(&f.maxDepth, "max-depth", 0, fmt.Sprintf("`number` of calls in each other; 0 is %d, with --std=lox %d", lox.DefaultMaxDepth, lox.BookMaxDepth))
	set.Int64Var(&f.maxOutput, "max-output", 0, "`bytes` that a run may print; 0 is no limit")
	set.DurationVar(&f.timeout, "timeout", 0, "`time` that a run may take, such as 1.5s; 0 is no limit")
}

func (f *flags) book() bool { return f.std == bookStd }

// options gives them as an interpreter takes them.
func (f *flags) options() (lox.Options, error) {
	if f.std != "" && !f.book() {
		return lox.Options{}, misuse(fmt.Errorf("--std is %q: there is lox", f.std))
	}
	return lox.Options{
		Engine: lox.Engine(f.engine), Std: f.book(),
		MaxSteps: f.maxSteps, MaxMemory: f.maxMemory, MaxDepth: f.maxDepth, MaxOutput: f.maxOutput, Timeout: f.timeout,
	}, nil
}
