package programs

import (
	"fmt"
	"strings"
)

// Check holds a run against the expectations, and gives a sentence for each
// difference: none means that the program passed.
func (p Program) Check(stdout, stderr string, exit int) []string {
	differences := differ("output", p.Output, lines(stdout))
	errors := lines(stderr)
	switch {
	case p.RuntimeError != "":
		differences = append(differences, p.checkRuntimeError(errors)...)
	default:
		differences = append(differences, differ("errors", p.CompileErrors, errors)...)
	}
	if exit != p.ExitCode {
		differences = append(differences, fmt.Sprintf("exit code: want %d, got %d", p.ExitCode, exit))
	}
	return differences
}

// checkRuntimeError wants the message, and below it a stack trace that begins
// on the right line.
func (p Program) checkRuntimeError(errors []string) []string {
	if len(errors) == 0 {
		return []string{fmt.Sprintf("errors: want %q, got none", p.RuntimeError)}
	}
	differences := differ("runtime error", []string{p.RuntimeError}, errors[:1])
	trace := errors[1:]
	if p.Trace != nil {
		return append(differences, differ("trace", p.Trace, trace)...)
	}
	want := fmt.Sprintf("[line %d] in ", p.RuntimeLine)
	if len(trace) == 0 || !strings.HasPrefix(trace[0], want) {
		differences = append(differences, fmt.Sprintf("trace: want %q to begin it, got %q", want, trace))
	}
	return differences
}

// differ compares lines one by one. After the first difference the others say
// little, so that it is the only one told.
func differ(what string, want, got []string) []string {
	for i := range max(len(want), len(got)) {
		switch {
		case i >= len(got):
			return []string{fmt.Sprintf("%s, line %d: want %q, got no more", what, i+1, want[i])}
		case i >= len(want):
			return []string{fmt.Sprintf("%s, line %d: want no more, got %q", what, i+1, got[i])}
		case want[i] != got[i]:
			return []string{fmt.Sprintf("%s, line %d: want %q, got %q", what, i+1, want[i], got[i])}
		}
	}
	return nil
}

// lines splits what was written; the last line ends with a line feed, too.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}
