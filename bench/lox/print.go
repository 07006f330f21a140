package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// lines are a table's: a head, a line for each program that was measured, and
// the geometric means.
func (t table) lines(of metric, who []string) [][]string {
	lines := [][]string{append([]string{"program"}, who...)}
	for _, p := range programs() {
		line := []string{p.name}
		for _, name := range who {
			line = append(line, t.cell(of, p.name, name))
		}
		if strings.Join(line[1:], "") != "" {
			lines = append(lines, line)
		}
	}
	means := []string{"geometric mean"}
	for _, name := range who {
		text := ""
		if mean, ok := t.mean(of, name); ok && name != whoFast {
			text = fmt.Sprintf("(%.2f)", mean)
		}
		means = append(means, text)
	}
	return append(lines, means)
}

// cell is milliseconds and, in brackets, how many times ours they are.
func (t table) cell(of metric, program, who string) string {
	value, ok := t.own(of, program, who)
	if !ok {
		return ""
	}
	text := fmt.Sprintf("%.0f", value*1e3)
	if ratio, ok := t.times(of, program, who); ok && who != whoFast {
		text += fmt.Sprintf(" (%.2f)", ratio)
	}
	return text
}

// print writes a table for a terminal.
func (t table) print(out io.Writer, of metric, who []string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, line := range t.lines(of, who) {
		fmt.Fprintln(w, strings.Join(line, "\t")+"\t")
	}
	return w.Flush()
}

// markdown writes a table for the report.
func (t table) markdown(w io.Writer, of metric, who []string) {
	for i, line := range t.lines(of, who) {
		fmt.Fprintf(w, "| %s |\n", strings.Join(line, " | "))
		if i == 0 {
			fmt.Fprintf(w, "|---|%s\n", strings.Repeat("---:|", len(who)))
		}
	}
}
