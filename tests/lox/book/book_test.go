package main

import (
	"strconv"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/tests/lox/judge"
)

func TestParse(t *testing.T) {
	tests := map[string]struct {
		source string
		want   program
	}{
		"output":          {"// expect: a\n// expect:\n", program{output: []string{"a", ""}}},
		"same line":       {"\n// Error at 'x': y", program{compileErrors: map[string]bool{"[2] Error at 'x': y": true}, exit: 65}},
		"other line":      {"// [line 7] Error: y", program{compileErrors: map[string]bool{"[7] Error: y": true}, exit: 65}},
		"only in C":       {"// [c line 7] Error: y", program{compileErrors: map[string]bool{"[7] Error: y": true}, exit: 65}},
		"only in Java":    {"// [java line 7] Error: y", program{}},
		"runtime":         {"\n\n// expect runtime error: z", program{runtimeError: "z", runtimeLine: 3, exit: 70}},
		"carriage return": {"// expect: a\r\n", program{output: []string{"a"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.want.compileErrors == nil {
				test.want.compileErrors = map[string]bool{}
			}
			got, isTest, err := parse("", test.source)
			require.NoError(t, err)
			assert.True(t, isTest)
			assert.Equal(t, test.want, got)
		})
	}
	_, isTest, err := parse("p", "// expect: a\n// nontest")
	assert.NoError(t, err)
	assert.False(t, isTest)
	_, _, err = parse("p", "// Error: a\n// expect runtime error: b")
	assert.ErrorContains(t, err, "both")
}

func TestCheck(t *testing.T) {
	tests := map[string]struct {
		source   string
		outcome  judge.Outcome
		failures int
	}{
		"as expected":             {"// expect: a", judge.Outcome{Stdout: "a\n"}, 0},
		"Windows line ends":       {"// expect: a\n// expect: b", judge.Outcome{Stdout: "a\r\nb\r\n"}, 0},
		"one empty line more":     {"// expect: a", judge.Outcome{Stdout: "a\n\n"}, 0},
		"other output":            {"// expect: a", judge.Outcome{Stdout: "b\n"}, 1},
		"no output":               {"// expect: a", judge.Outcome{}, 1},
		"more output":             {"// expect: a", judge.Outcome{Stdout: "a\nb\n"}, 1},
		"exit code":               {"// expect: a", judge.Outcome{Stdout: "a\n", Exit: 1}, 1},
		"something on stderr":     {"// expect: a", judge.Outcome{Stdout: "a\n", Stderr: "b\n"}, 1},
		"compile error":           {"// Error at 'x': y", judge.Outcome{Stderr: "[line 1] Error at 'x': y\n", Exit: 65}, 0},
		"compile error twice":     {"// Error at 'x': y", judge.Outcome{Stderr: "[line 1] Error at 'x': y\n[line 1] Error at 'x': y\n", Exit: 65}, 0},
		"compile error elsewhere": {"// Error at 'x': y", judge.Outcome{Stderr: "[line 2] Error at 'x': y\n", Exit: 65}, 2},
		"no compile error":        {"// Error at 'x': y", judge.Outcome{}, 2},
		"runtime error":           {"// expect runtime error: a", judge.Outcome{Stderr: "a\n[line 1] in script\n", Exit: 70}, 0},
		"other runtime error":     {"// expect runtime error: a", judge.Outcome{Stderr: "b\n[line 1] in script\n", Exit: 70}, 1},
		"other runtime line":      {"// expect runtime error: a", judge.Outcome{Stderr: "a\n[line 2] in script\n", Exit: 70}, 1},
		"runtime error, no trace": {"// expect runtime error: a", judge.Outcome{Stderr: "a\nb\n", Exit: 70}, 1},
		"no runtime error":        {"// expect runtime error: a", judge.Outcome{}, 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p, _, err := parse("p", test.source)
			require.NoError(t, err)
			failures := p.check(test.outcome)
			assert.Len(t, failures, test.failures, "%q", failures)
		})
	}
}

// The suite is the book's only if it is whole; what the runner skips does not
// count.
func TestLoad(t *testing.T) {
	book := fstest.MapFS{
		"test/scanning/a.lox":    {},
		"test/expressions/b.lox": {},
		"test/benchmark/c.lox":   {},
		"test/notes.txt":         {},
		"test/nontest.lox":       {Data: []byte("// nontest")},
	}
	for i := range suiteSize {
		book["test/class/"+strconv.Itoa(i)+".lox"] = &fstest.MapFile{}
	}
	all, err := load(book)
	require.NoError(t, err)
	assert.Len(t, all, suiteSize)

	delete(book, "test/class/0.lox")
	_, err = load(book)
	assert.ErrorContains(t, err, "245")
}
