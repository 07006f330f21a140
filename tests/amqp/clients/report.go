package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// report prints what did not pass, the table, and the count of the first
// column, and tells whether nothing in that failed.
func report(w io.Writer, chosen []program, columns []column) bool {
	for _, c := range columns {
		for _, p := range chosen {
			for _, v := range c.verdicts[p.name] {
				if v.word != "PASS" {
					fmt.Fprintf(w, "%s on %s: %s: %s: %s\n", v.word, c.kind, p.name, v.name, v.reason)
				}
			}
		}
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "\nprogram\t")
	for _, c := range columns {
		fmt.Fprintf(table, "%s passed\tfailed\tskipped\t", c.kind)
	}
	fmt.Fprintln(table)
	totals := make([][]verdict, len(columns))
	for _, p := range chosen {
		fmt.Fprintf(table, "%s\t", p.name)
		for i, c := range columns {
			found := c.verdicts[p.name]
			totals[i] = append(totals[i], found...)
			fmt.Fprintf(table, "%d\t%d\t%d\t", count(found, "PASS"), count(found, "FAIL"), count(found, "SKIP"))
		}
		fmt.Fprintln(table)
	}
	_ = table.Flush()
	failed := count(totals[0], "FAIL")
	fmt.Fprintf(w, "%d passed, %d failed, %d skipped\n", count(totals[0], "PASS"), failed, count(totals[0], "SKIP"))
	return failed == 0
}
