package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// column is one broker's results.
type column struct {
	broker  string
	results map[string]result
}

// report prints what failed, the table, and the count of the first column,
// and tells whether nothing in that failed.
func report(w io.Writer, s *suite, columns []column, verbose bool) bool {
	for _, c := range columns {
		for _, t := range s.Tests {
			if r := c.results[t.Name]; r.Verdict == "FAIL" || verbose {
				fmt.Fprintf(w, "=== %s: %s %s\n%s", c.broker, t.Name, r.Verdict, end(r.Output, 30))
			}
		}
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\namqp091-go %s", s.Version)
	for _, c := range columns {
		fmt.Fprintf(table, "\t%s\t", c.broker)
	}
	file := ""
	for _, t := range s.Tests {
		if t.File != file {
			file = t.File
			fmt.Fprintf(table, "\n%s", file)
		}
		fmt.Fprintf(table, "\n  %s", t.Name)
		for _, c := range columns {
			r := c.results[t.Name]
			fmt.Fprintf(table, "\t%s\t%.2fs", r.Verdict, r.Took.Seconds())
		}
	}
	fmt.Fprintln(table)
	_ = table.Flush()
	for _, file := range files {
		for _, c := range columns {
			passed, failed, skipped := count(s, c, file)
			if passed+failed+skipped > 0 {
				fmt.Fprintf(w, "%s on %s: %d of %d\n", file, c.broker, passed, passed+failed+skipped)
			}
		}
	}
	passed, failed, skipped := count(s, columns[0], "")
	fmt.Fprintf(w, "%d passed, %d failed, %d skipped\n", passed, failed, skipped)
	return failed == 0
}

// count counts a file's tests, or with "" all.
func count(s *suite, c column, file string) (passed, failed, skipped int) {
	for _, t := range s.Tests {
		if file != "" && t.File != file {
			continue
		}
		switch c.results[t.Name].Verdict {
		case "pass":
			passed++
		case "skip":
			skipped++
		default:
			failed++
		}
	}
	return passed, failed, skipped
}

// end is the last lines of a test's output.
func end(output string, lines int) string {
	all := strings.SplitAfter(strings.TrimRight(output, "\n")+"\n", "\n")
	return strings.Join(all[max(0, len(all)-1-lines):], "")
}
