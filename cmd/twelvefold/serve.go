package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/twelvefold/twelvefold/server"
	"github.com/twelvefold/twelvefold/server/config"
)

// shutdownGrace is how long clients may still finish what they are at. With
// it, SIGTERM ends the server within a second.
const shutdownGrace = 700 * time.Millisecond

func newServe() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the engines until SIGINT or SIGTERM",
		Long: `Serve opens the engines and listens, each on the usual port of its field, and
for the REST API on port ` + fmt.Sprint(config.HTTPPort) + `. It prints what listens where, with a line for
each client that can be pasted into a shell.

Every flag can also be set in the environment (--redis-port is
TWELVEFOLD_REDIS_PORT) and in the file that --config names; flags win over the
environment, and the environment over the file.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd) },
	}
	config.AddFlags(cmd.Flags())
	cmd.Flags().Bool(stdinFlag, false, "end when standard input does: for a program that starts the server as its child")
	return cmd
}

func serve(cmd *cobra.Command) error {
	cfg, err := config.Load(cmd.Flags(), os.Environ())
	if err != nil {
		return err
	}
	log, err := newLog(cmd, cfg)
	if err != nil {
		return err
	}
	// Listened to from before the first socket is open, so that a signal in
	// between ends in order too.
	ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if until, _ := cmd.Flags().GetBool(stdinFlag); until {
		ctx = untilStdinCloses(ctx)
	}

	srv, err := server.Start(cfg, log)
	if err != nil {
		return err
	}
	printListeners(cmd.OutOrStdout(), srv.Listeners(), cfg)
	printPlayground(cmd.OutOrStdout(), srv.PlaygroundURL())

	var failure error
	select {
	case <-ctx.Done():
	case failure = <-srv.Failed():
	}
	stop() // a second signal ends at once
	if err := shutdown(srv); failure == nil {
		failure = err
	}
	return failure
}

// shutdown ends the server in order, or after the grace anyway.
func shutdown(srv *server.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownGrace)
	defer cancel()
	return srv.Shutdown(ctx)
}

// newLog writes to standard error: standard output is for what was asked for.
func newLog(cmd *cobra.Command, cfg config.Config) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(cfg.LogLevel)); err != nil {
		return nil, fmt.Errorf("config: --log-level: %w", err)
	}
	return slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: level})), nil
}
