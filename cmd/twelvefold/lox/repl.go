package lox

import (
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/twelvefold/twelvefold/cmd/twelvefold/lox/repl"
	"github.com/twelvefold/twelvefold/core/lox"
)

func newREPL() *cobra.Command {
	var f flags
	noHistory := false
	c := &cobra.Command{
		Use:   "repl [flags]",
		Short: "Run programs as they are typed",
		Long: "Run programs as they are typed, and print their values. A line that is not\n" +
			"finished goes on with the next. The limits are those of each run. :help lists\n" +
			"the commands. The history is kept in twelvefold/lox_history below\n" +
			"$XDG_STATE_HOME, or ~/.local/state.",
		Args: usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			history := repl.HistoryFile()
			if noHistory {
				history = ""
			}
			return f.repl(c, history)
		},
	}
	f.add(c.Flags())
	c.Flags().BoolVar(&noHistory, "no-history", false, "do not keep what is typed")
	return c
}

// repl runs a session on the terminal, or on what else the input is.
func (f *flags) repl(c *cobra.Command, history string) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	o.Output, o.Live = c.OutOrStdout(), isTerminal(c.OutOrStdout())
	config := repl.Config{
		Options: o, Funcs: []lox.Func{clock(o.Std)}, Errors: c.ErrOrStderr(),
		Report: func(e *lox.Error) string { return f.report(c.ErrOrStderr(), e) },
	}
	// The editor needs the terminal for both: it moves the cursor as keys come.
	// From a pipe the session is a script, without prompts.
	if !isTerminal(c.InOrStdin()) || !isTerminal(c.OutOrStdout()) {
		config.Lines = repl.NewPlain(c.InOrStdin())
		s, err := repl.New(config)
		if err != nil {
			return misuse(err)
		}
		return failedIO(s.Run(c.Context()))
	}
	editor := repl.NewEditor(history)
	defer editor.Close()
	config.Lines = editor
	s, err := repl.New(config)
	if err != nil {
		return misuse(err)
	}
	// Completion knows the session's globals, so it comes after it.
	editor.Completes(s.Complete)
	return failedIO(s.Run(c.Context()))
}

// isTerminal tells that a stream of the command is a terminal.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// report draws a program's error for w.
func (f *flags) report(w io.Writer, e *lox.Error) string {
	if f.book() {
		return e.Book()
	}
	return paint(w, e.Report())
}
