package programs

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// The kinds of comments, in the order in which a line is held against them:
// the first that matches counts, and a line carries no more than one.
var (
	runtimeErrorComment = regexp.MustCompile(`// expect runtime error: (.+)`)
	outputComment       = regexp.MustCompile(`// expect: ?(.*)`)
	traceComment        = regexp.MustCompile(`// trace: (.+)`)
	otherLineComment    = regexp.MustCompile(`// \[line (\d+)\] (Error.*)`)
	thisLineComment     = regexp.MustCompile(`// (Error.*)`)
)

// Parse reads the expectations in a source. It fails where they contradict one
// another: a program that does not compile runs nothing.
func Parse(name, source string) (Program, error) {
	p := Program{Name: name, Source: source}
	for i, line := range strings.Split(source, "\n") {
		if err := p.expect(i+1, strings.TrimSuffix(line, "\r")); err != nil {
			return p, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
	}
	switch {
	case p.CompileErrors != nil && (p.RuntimeError != "" || p.Output != nil):
		return p, fmt.Errorf("%s: expects compile errors and a run", name)
	case p.Trace != nil && p.RuntimeError == "":
		return p, fmt.Errorf("%s: expects a trace and no runtime error", name)
	case p.CompileErrors != nil:
		p.ExitCode = ExitCompileError
	case p.RuntimeError != "":
		p.ExitCode = ExitRuntimeError
	}
	return p, nil
}

// expect takes the expectation of one line, if it has one.
func (p *Program) expect(number int, line string) error {
	if m := runtimeErrorComment.FindStringSubmatch(line); m != nil {
		if p.RuntimeError != "" {
			return fmt.Errorf("a second runtime error")
		}
		p.RuntimeError, p.RuntimeLine = m[1], number
	} else if m := outputComment.FindStringSubmatch(line); m != nil {
		p.Output = append(p.Output, m[1])
	} else if m := traceComment.FindStringSubmatch(line); m != nil {
		p.Trace = append(p.Trace, m[1])
	} else if m := otherLineComment.FindStringSubmatch(line); m != nil {
		p.CompileErrors = append(p.CompileErrors, "[line "+m[1]+"] "+m[2])
	} else if m := thisLineComment.FindStringSubmatch(line); m != nil {
		p.CompileErrors = append(p.CompileErrors, "[line "+strconv.Itoa(number)+"] "+m[1])
	}
	return nil
}
