package main

import (
	"errors"
	"regexp"
	"strconv"
)

// The patterns of test.dart, in the order in which it tries them.
var (
	nonTest              = regexp.MustCompile(`// nontest`)
	expectedOutput       = regexp.MustCompile(`// expect: ?(.*)`)
	expectedError        = regexp.MustCompile(`// (Error.*)`)
	expectedErrorLine    = regexp.MustCompile(`// \[((java|c) )?line (\d+)\] (Error.*)`)
	expectedRuntimeError = regexp.MustCompile(`// expect runtime error: (.+)`)
)

// language is the suite's in patterns that hold for one interpreter only.
const language = "c"

// program is a test program of the book with its expectations.
type program struct {
	path          string
	output        []string
	compileErrors map[string]bool // [2] Error at ';': Expect expression.
	runtimeError  string
	runtimeLine   int
	exit          int
}

// parse reads the expectations; isTest is false for files that are none.
func parse(path, source string) (p program, isTest bool, err error) {
	p = program{path: path, compileErrors: map[string]bool{}}
	for i, line := range splitLines(source) {
		if nonTest.MatchString(line) {
			return p, false, nil
		}
		p.expect(i+1, line)
	}
	if len(p.compileErrors) > 0 && p.runtimeError != "" {
		return p, false, errors.New(path + ": expects both compile and runtime errors")
	}
	return p, true, nil
}

// expect takes the first expectation of a line.
func (p *program) expect(number int, line string) {
	if m := expectedOutput.FindStringSubmatch(line); m != nil {
		p.output = append(p.output, m[1])
	} else if m := expectedError.FindStringSubmatch(line); m != nil {
		p.compileErrors["["+strconv.Itoa(number)+"] "+m[1]] = true
		p.exit = 65
	} else if m := expectedErrorLine.FindStringSubmatch(line); m != nil {
		if m[2] == "" || m[2] == language {
			p.compileErrors["["+m[3]+"] "+m[4]] = true
			p.exit = 65
		}
	} else if m := expectedRuntimeError.FindStringSubmatch(line); m != nil {
		p.runtimeError, p.runtimeLine = m[1], number
		p.exit = 70
	}
}
