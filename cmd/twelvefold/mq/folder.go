package mq

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/twelvefold/twelvefold/core/amqp"
)

func newVerify(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "verify", Short: "Read everything in a folder (--data), and name what is damaged", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			db, err := f.openFolder()
			if err != nil {
				return err
			}
			report, err := db.Verify()
			if err == nil {
				show(cmd.OutOrStdout(), report)
				if len(report.Damage) > 0 {
					err = fmt.Errorf("%s", plural(len(report.Damage), "damaged place"))
				}
			}
			return errors.Join(err, db.Close())
		},
	}
}

// show prints what Verify has found, damage last.
func show(w io.Writer, r amqp.Report) {
	fmt.Fprintf(w, "%s (%d with an index), %d bytes, of which %d are messages that queues hold; %d records\n",
		plural(r.Segments, "segment"), r.Indexes, r.Bytes, r.Live, r.Records)
	for _, q := range r.Queues {
		fmt.Fprintf(w, "queue %q in virtual host %q: %s, %d on disk\n", q.Queue, q.Vhost, plural(q.Messages, "message"), q.OnDisk)
	}
	for _, d := range r.Damage {
		fmt.Fprintf(w, "damaged: %s at offset %d, %d bytes: %s", d.File, d.Offset, d.Length, d.What)
		if d.Kept != "" {
			fmt.Fprintf(w, " (set aside in %s)", d.Kept)
		}
		fmt.Fprintln(w)
	}
}

func newCompact(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "compact", Short: "Give back the space of what is gone in a folder (--data)", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			db, err := f.openFolder()
			if err != nil {
				return err
			}
			before := db.Stats().LogBytes
			err = db.Compact()
			if err == nil {
				fmt.Fprintf(cmd.OutOrStdout(), "%d bytes before, %d after\n", before, db.Stats().LogBytes)
			}
			return errors.Join(err, db.Close())
		},
	}
}
