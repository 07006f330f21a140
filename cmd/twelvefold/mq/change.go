package mq

import (
	"fmt"

	"github.com/spf13/cobra"
)

// plan is what a change does, or would do.
type plan struct {
	Count    int `json:"message_count"`
	Messages []struct {
		Seq  uint64
		To   string
		Body body
	}
}

// planShown is how many messages of a plan are printed.
const planShown = 20

// print tells what is done, or would be.
func (p *plan) print(cmd *cobra.Command, done bool) {
	out := cmd.OutOrStdout()
	for i, m := range p.Messages {
		if i == planShown {
			fmt.Fprintf(out, "... and %d more\n", len(p.Messages)-planShown)
			break
		}
		to := "stays: " + "no queue to return it to"
		if m.To != "" {
			to = "-> " + m.To
		}
		fmt.Fprintf(out, "#%d  %s  %s\n", m.Seq, to, m.Body)
	}
	if done {
		fmt.Fprintf(out, "%s moved\n", plural(p.Count, "message"))
		return
	}
	fmt.Fprintf(out, "%s would move: nothing is done without --yes\n", plural(p.Count, "message"))
}

// change is a subcommand that moves messages.
func (f *flags) change(use, short string, names int, op string, args func(names []string) map[string]any) *cobra.Command {
	count, yes := -1, false
	c := &cobra.Command{
		Use: use, Short: short, Args: cobra.ExactArgs(names),
		RunE: func(cmd *cobra.Command, given []string) error {
			a := args(given)
			a["preview"] = !yes
			if count >= 0 {
				a["count"] = count
			}
			var p plan
			if err := f.run(op, a, &p); err != nil {
				return err
			}
			p.print(cmd, yes)
			return nil
		},
	}
	c.Flags().IntVarP(&count, "count", "n", count, "how `many`, from the front; -1 is all")
	c.Flags().BoolVarP(&yes, "yes", "y", false, "do it, instead of showing what would be done")
	return c
}

func newMove(f *flags) *cobra.Command {
	return f.change("move FROM TO", "Move messages to the back of another queue", 2, "broker.move",
		func(names []string) map[string]any { return map[string]any{"queue": names[0], "to": names[1]} })
}

func newReturn(f *flags) *cobra.Command {
	return f.change("return QUEUE", "Return dead letters to the queues they died in first", 1, "broker.return_dead_letters",
		func(names []string) map[string]any { return map[string]any{"queue": names[0]} })
}

func newPurge(f *flags) *cobra.Command {
	yes := false
	c := &cobra.Command{
		Use: "purge QUEUE", Short: "Drop the messages of a queue", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, names []string) error {
			op, args := "queue.purge", map[string]any{"queue": names[0]}
			if !yes {
				op, args["passive"] = "queue.declare", true
			}
			var reply struct {
				Count int `json:"message_count"`
			}
			if err := f.run(op, args, &reply); err != nil {
				return err
			}
			if yes {
				fmt.Fprintf(cmd.OutOrStdout(), "%s dropped\n", plural(reply.Count, "message"))
			} else {
				fmt.Fprintf(cmd.OutOrStdout(), "%s would be dropped: nothing is done without --yes\n", plural(reply.Count, "message"))
			}
			return nil
		},
	}
	c.Flags().BoolVarP(&yes, "yes", "y", false, "do it, instead of showing what would be done")
	return c
}

// plural gives a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
