package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/twelvefold/twelvefold/tests/lox/judge"
)

var (
	syntaxError = regexp.MustCompile(`\[.*line (\d+)\] (Error.+)`)
	stackTrace  = regexp.MustCompile(`\[line (\d+)\]`)
	lineEnd     = regexp.MustCompile(`\r\n|\n|\r`)
)

// splitLines splits as Dart's LineSplitter does: at each kind of line end, and
// without an empty line after the last.
func splitLines(text string) []string {
	all := lineEnd.Split(text, -1)
	if all[len(all)-1] == "" {
		all = all[:len(all)-1]
	}
	return all
}

// check gives a sentence for each thing that was not as expected.
func (p program) check(o judge.Outcome) (failures []string) {
	errorLines := splitLines(o.Stderr)
	if p.runtimeError != "" {
		failures = p.checkRuntimeError(errorLines)
	} else {
		failures = p.checkCompileErrors(errorLines)
	}
	if o.Exit != p.exit {
		failures = append(failures, fmt.Sprintf("exit code: want %d, got %d: %s", p.exit, o.Exit, strings.Join(errorLines, "; ")))
	}
	return append(failures, p.checkOutput(splitLines(o.Stdout))...)
}

// checkRuntimeError wants the message, and the line of the first frame.
func (p program) checkRuntimeError(errorLines []string) (failures []string) {
	if len(errorLines) < 2 {
		return []string{fmt.Sprintf("runtime error: want %q, got none", p.runtimeError)}
	}
	if errorLines[0] != p.runtimeError {
		failures = append(failures, fmt.Sprintf("runtime error: want %q, got %q", p.runtimeError, errorLines[0]))
	}
	for _, line := range errorLines[1:] {
		if m := stackTrace.FindStringSubmatch(line); m != nil {
			if m[1] != strconv.Itoa(p.runtimeLine) {
				failures = append(failures, fmt.Sprintf("runtime error on line %s, want line %d", m[1], p.runtimeLine))
			}
			return failures
		}
	}
	return append(failures, "no stack trace")
}

// checkCompileErrors wants each expected error once or more, and nothing else.
func (p program) checkCompileErrors(errorLines []string) (failures []string) {
	missing := maps.Clone(p.compileErrors)
	for _, line := range errorLines {
		m := syntaxError.FindStringSubmatch(line)
		if m != nil && p.compileErrors["["+m[1]+"] "+m[2]] {
			delete(missing, "["+m[1]+"] "+m[2])
		} else if line != "" {
			failures = append(failures, fmt.Sprintf("unexpected on stderr: %q", line))
		}
	}
	for _, line := range slices.Sorted(maps.Keys(missing)) {
		failures = append(failures, fmt.Sprintf("missing error: %q", line))
	}
	return failures
}

// checkOutput compares line by line. As in test.dart, one empty line at the end
// does not count.
func (p program) checkOutput(lines []string) (failures []string) {
	if n := len(lines); n > 0 && lines[n-1] == "" {
		lines = lines[:n-1]
	}
	for i := range max(len(lines), len(p.output)) {
		switch {
		case i >= len(p.output):
			failures = append(failures, fmt.Sprintf("output: want no more, got %q", lines[i]))
		case i >= len(lines):
			failures = append(failures, fmt.Sprintf("output: want %q, got no more", p.output[i]))
		case lines[i] != p.output[i]:
			failures = append(failures, fmt.Sprintf("output: want %q, got %q", p.output[i], lines[i]))
		}
	}
	return failures
}
