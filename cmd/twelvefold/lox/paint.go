package lox

import (
	"io"
	"os"
	"strings"
)

// Select Graphic Rendition (ECMA-48, 8.3.117).
const (
	bold  = "\x1b[1m"
	red   = "\x1b[1;31m"
	faint = "\x1b[2m"
	plain = "\x1b[0m"
)

// paint colours an error's report where w is a terminal and NO_COLOR
// (https://no-color.org) is not set: the first line bold, carets red, the
// calls faint.
func paint(w io.Writer, report string) string {
	if !isTerminal(w) || os.Getenv("NO_COLOR") != "" {
		return report
	}
	return colour(report)
}

// colour tells the lines of a report apart by how they begin: an excerpt has a
// line's number or blanks before its bar, hints and calls are indented.
func colour(report string) string {
	lines := strings.SplitAfter(report, "\n")
	for i, line := range lines {
		text, end := strings.CutSuffix(line, "\n")
		switch before, marks, excerpt := strings.Cut(text, " | "); {
		case text == "":
			continue
		case excerpt && strings.Trim(before, " ") == "":
			text = before + " | " + red + marks + plain
		case excerpt && strings.Trim(before, "0123456789") == "":
		case strings.HasPrefix(text, " "):
			text = faint + text + plain
		default:
			text = bold + text + plain
		}
		lines[i] = text
		if end {
			lines[i] += "\n"
		}
	}
	return strings.Join(lines, "")
}
