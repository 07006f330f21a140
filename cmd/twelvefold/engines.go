package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/twelvefold/twelvefold"
)

func newEngines() *cobra.Command {
	return &cobra.Command{
		Use:   "engines",
		Short: "List the engines, by the names that --only takes",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, name := range twelvefold.EngineNames() {
				fmt.Fprintln(cmd.OutOrStdout(), name)
			}
			return nil
		},
	}
}

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, and what it was built with",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "twelvefold %s (%s, %s/%s)\n",
				twelvefold.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
