package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// printTable writes the times of one run for a terminal: milliseconds, and how
// many times ours they are.
func printTable(out io.Writer, t table, who []string, of metric) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "ms (times ours)\t")
	for _, name := range who {
		fmt.Fprint(w, name, "\t")
	}
	fmt.Fprintln(w)
	for _, p := range programs() {
		fmt.Fprint(w, p.name, "\t")
		for _, name := range who {
			fmt.Fprint(w, t.cell(of, p.name, name), "\t")
		}
		fmt.Fprintln(w)
	}
	fmt.Fprint(w, "geometric mean\t")
	for _, name := range who {
		if mean, ok := t.mean(of, name, whoFast); ok && name != whoFast {
			fmt.Fprintf(w, "%.2f", mean)
		}
		fmt.Fprint(w, "\t")
	}
	fmt.Fprintln(w)
	w.Flush()
}

// cell is one figure with its ratio.
func (t table) cell(of metric, program, who string) string {
	value, ok := t.own(of, program, who)
	if !ok {
		return ""
	}
	text := fmt.Sprintf("%.1f", value*1e3)
	if times, ok := t.times(of, program, who, whoFast); ok && who != whoFast {
		text += fmt.Sprintf(" (%.2f)", times)
	}
	return text
}
