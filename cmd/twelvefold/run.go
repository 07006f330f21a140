package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/twelvefold/twelvefold/cmd/twelvefold/exit"
	"github.com/twelvefold/twelvefold/cmd/twelvefold/leash"
	"github.com/twelvefold/twelvefold/server"
	"github.com/twelvefold/twelvefold/server/config"
)

// keeperCommand is what `twelvefold run` starts this binary with once more.
const keeperCommand = "keeper"

func newRun() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "run [flags] -- command [argument...]",
		Short: "Run a command with the engines beside it",
		Long: `Run starts the engines on free ports, tells the command where they are by
environment variables, waits until they accept, and runs the command:

  twelvefold run -- npm test
  twelvefold run --only redis -- sh -c 'redis-cli -u "$REDIS_URL" PING'

` + exportsHelp() + `
The command gets the signals that twelvefold gets, and its exit code is
twelvefold's own: 128+n if signal n killed it, 127 if it was not found, 126 if
it could not be run. When it ends, or twelvefold does, whatever it has started
is ended too. Flags, environment and --config are as for serve.`,
		Args: cobra.MinimumNArgs(1),
		RunE: runCommand,
	}
	config.AddFlags(cmd.Flags())
	// Other defaults than for serve: the command's output is the output.
	for name, value := range map[string]string{"ports": config.PortsAuto, "log-level": "warn"} {
		f := cmd.Flags().Lookup(name)
		f.DefValue = value
		_ = f.Value.Set(value)
	}
	cmd.Flags().SetInterspersed(false) // flags after the command are the command's
	return cmd
}

func runCommand(cmd *cobra.Command, args []string) error {
	cfg, err := config.Load(cmd.Flags(), os.Environ())
	if err != nil {
		return err
	}
	log, err := newLog(cmd, cfg)
	if err != nil {
		return err
	}
	srv, err := server.Start(cfg, log)
	if err != nil {
		return err
	}
	code, err := leash.Run(leash.Command{
		Args:   args,
		Env:    append(os.Environ(), exports(srv.Listeners(), cfg)...),
		Keeper: []string{keeperCommand},
	})
	if failure := shutdown(srv); err == nil && failure != nil {
		log.Warn("the engines did not end cleanly", "error", failure)
	}
	if err == nil && code != 0 {
		return exit.Code(code)
	}
	return err
}

// newKeeper is the other half of run, for run's use only.
func newKeeper() *cobra.Command {
	return &cobra.Command{
		Use:                keeperCommand,
		Hidden:             true,
		DisableFlagParsing: true,
		RunE: func(_ *cobra.Command, args []string) error {
			if code := leash.Keep(args); code != 0 {
				return exit.Code(code)
			}
			return nil
		},
	}
}
