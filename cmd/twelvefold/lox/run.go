package lox

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/twelvefold/twelvefold/cmd/twelvefold/exit"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

func newRun() *cobra.Command {
	var f flags
	c := &cobra.Command{
		Use:   "run [flags] FILE",
		Short: "Run a program",
		Long: "Run a program. Its one function from outside is clock(), which gives seconds.\n" +
			"With --std=lox output and errors are those of the book's C interpreter, line by\n" +
			"line, and so are the limits on what a program may be.",
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args[0]) },
	}
	f.add(c.Flags())
	return c
}

func (f *flags) run(c *cobra.Command, file string) error {
	program, err := read(c, file)
	if err != nil {
		return err
	}
	in, err := f.open(c.OutOrStdout())
	if err != nil {
		return err
	}
	collectLess()
	ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt)
	defer stop()
	_, err = in.Eval(ctx, program.name, program.text)
	return f.ended(c, err)
}

// ended tells how a program ended, on the standard error, and gives the exit
// code.
func (f *flags) ended(c *cobra.Command, err error) error {
	var failed *lox.Error
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &failed):
		return &exit.Status{Code: exit.Data, Err: err} // the source is too large
	}
	w := c.ErrOrStderr()
	_, _ = io.WriteString(w, f.report(w, failed))
	return exit.Code(codeOf(failed))
}

// codeOf gives the exit code of a program's error.
func codeOf(failed *lox.Error) int {
	switch {
	case errors.Is(failed, lox.ErrSyntax):
		return exit.Data
	case errors.Is(failed, lox.ErrCancelled):
		return exit.Interrupt
	}
	var file *os.PathError
	if errors.As(failed, &file) {
		return exit.IO // what was printed could not be written
	}
	return exit.Software
}

// open makes an interpreter with what the command line asks for. It is not
// closed: the process ends with it.
func (f *flags) open(out io.Writer) (*lox.Interp, error) {
	o, err := f.options()
	if err != nil {
		return nil, err
	}
	o.Output, o.Live = out, isTerminal(out)
	in, err := lox.Open(world.World{}, o)
	if err != nil {
		return nil, misuse(err)
	}
	return in, in.Define(clock(o.Std))
}

// clock is the book's one native function: seconds, from where does not
// matter. The book's takes any number of arguments and looks at none.
func clock(std bool) lox.Func {
	start := world.World{}.Now()
	return lox.Func{Name: "clock", Variadic: std, Call: func(context.Context, []lox.Value) (any, error) {
		return world.World{}.Now().Sub(start).Seconds(), nil
	}}
}

// How Go's collector runs where a process does nothing but run one program:
// programs make much and hold little, so that by default it would never rest.
const (
	gcPercent   = 400
	gcSoftLimit = 512 << 20 // bytes in use from where it works as hard as by default
)

// collectLess lets Go's collector wait longer, unless the environment says how
// long.
func collectLess() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(gcPercent)
		debug.SetMemoryLimit(gcSoftLimit)
	}
}
