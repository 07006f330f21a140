// Command twelvefold serves real backends from one binary.
//
//	twelvefold serve                 every engine on its usual port
//	twelvefold run -- npm test       engines on free ports for one command
//
// See `twelvefold help`.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/cmd/twelvefold/exit"
	"github.com/twelvefold/twelvefold/cmd/twelvefold/lox"
	"github.com/twelvefold/twelvefold/cmd/twelvefold/mq"
)

func main() {
	os.Exit(execute(context.Background(), os.Args[1:]))
}

// execute runs the command line and gives the exit code: 0, the one that a
// command asks for by an exit.Status, or 1 for another error. Errors are
// printed.
func execute(ctx context.Context, args []string) int {
	root := newRoot()
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	code := 1
	var status *exit.Status
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		code, err = status.Code, status.Err
	}
	if err != nil {
		// The root package's errors begin with the same word.
		fmt.Fprintln(root.ErrOrStderr(), "twelvefold:", strings.TrimPrefix(err.Error(), "twelvefold: "))
	}
	if cmd.ValidateArgs(cmd.Flags().Args()) != nil {
		fmt.Fprintln(root.ErrOrStderr(), "usage:", cmd.UseLine())
	}
	return code
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "twelvefold",
		Short:         "Real backends in a box",
		Long:          "twelvefold serves real backends (redis and more) from one binary, for\ndevelopment, tests and CI: no container engine, no account, no download.",
		Version:       twelvefold.Version,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.AddCommand(newServe(), newRun(), newKeeper(), newEngines(), mq.New(), lox.New(), newVersion())
	return root
}
