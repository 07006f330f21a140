// Package lox is `twelvefold lox`: programs in Lox, run and looked at.
//
//	twelvefold lox run fib.lox
//	twelvefold lox repl
//	twelvefold lox fmt -w *.lox
//
// All of it is core/lox. Exit codes are those of the book's interpreters: 65
// for a program that cannot be read, 70 for one that fails, 64 for a wrong
// command line, 74 for a file that cannot be read.
package lox

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/twelvefold/twelvefold/cmd/twelvefold/exit"
)

// New makes the command.
func New() *cobra.Command {
	c := &cobra.Command{
		Use:   "lox",
		Short: "Run programs in Lox, and look at them",
		Long: "Lox is the language of Crafting Interpreters (https://craftinginterpreters.com).\n" +
			"FILE may be -, which is the standard input.",
		Args: usage(noFile),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return misuse(err) })
	c.AddCommand(newRun(), newREPL(), newFmt(), newDisasm(), newAST())
	return c
}

// noFile refuses arguments, and tells what one was meant to be.
func noFile(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("there is no command %q (to run a program: twelvefold lox run FILE)", args[0])
}

// usage gives the errors of a check of arguments their exit code.
func usage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error { return misuse(check(c, args)) }
}

// stdin is the FILE that stands for the standard input.
const stdin = "-"

// source is a program with the name that its errors give.
type source struct{ name, text string }

// read reads a program.
func read(c *cobra.Command, file string) (source, error) {
	if file == stdin {
		text, err := io.ReadAll(c.InOrStdin())
		return source{"<stdin>", string(text)}, failedIO(err)
	}
	text, err := os.ReadFile(file)
	return source{file, string(text)}, failedIO(err)
}

// failedIO gives an error of reading or writing its exit code.
func failedIO(err error) error {
	if err == nil {
		return nil
	}
	return &exit.Status{Code: exit.IO, Err: err}
}

// misuse gives an error in the command line its exit code.
func misuse(err error) error {
	if err == nil {
		return nil
	}
	return &exit.Status{Code: exit.Usage, Err: err}
}
