package programs_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/conformance/programs"
	"github.com/twelvefold/twelvefold/conformance/programs/limits"
)

func TestParse(t *testing.T) {
	tests := map[string]struct {
		source string
		want   programs.Program
	}{
		"nothing": {"print 1;\n", programs.Program{}},
		"output": {"print 1; // expect: 1\nprint \"\"; // expect:\n// expect:  x \n", programs.Program{
			Output: []string{"1", "", " x "}}},
		"runtime error": {"print 1; // expect: 1\n-nil; // expect runtime error: Operand must be a number.\n// trace: [line 2] in script", programs.Program{
			Output: []string{"1"}, RuntimeError: "Operand must be a number.", RuntimeLine: 2,
			Trace: []string{"[line 2] in script"}, ExitCode: 70}},
		"compile errors": {"// [line 3] Error at end: Expect expression.\nprint; // Error at ';': Expect expression.\n", programs.Program{
			CompileErrors: []string{"[line 3] Error at end: Expect expression.", "[line 2] Error at ';': Expect expression."}, ExitCode: 65}},
		"carriage returns": {"print 1; // expect: 1\r\n", programs.Program{Output: []string{"1"}}},
		"one a line":       {"// expect: // expect runtime error: not this\n", programs.Program{RuntimeError: "not this", RuntimeLine: 1, ExitCode: 70}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := programs.Parse("p", test.source)
			require.NoError(t, err)
			test.want.Name, test.want.Source = "p", test.source
			assert.Equal(t, test.want, got)
		})
	}
}

func TestParseContradictions(t *testing.T) {
	for name, source := range map[string]string{
		"compile error and output":        "// expect: 1\n// Error at 'a': b",
		"compile error and runtime error": "// expect runtime error: a\n// Error at 'a': b",
		"two runtime errors":              "// expect runtime error: a\n// expect runtime error: b",
		"trace without error":             "// trace: [line 1] in script",
	} {
		_, err := programs.Parse("p", source)
		assert.ErrorContains(t, err, "p:", name)
	}
}

func TestLoad(t *testing.T) {
	all, err := programs.Load(fstest.MapFS{
		"b/two.lox":  {Data: []byte("print 2; // expect: 2")},
		"a/one.lox":  {Data: []byte("")},
		"a/note.txt": {Data: []byte("// Error")},
	})
	require.NoError(t, err)
	require.Len(t, all, 2)
	assert.Equal(t, "a/one", all[0].Name)
	assert.Equal(t, "b/two.lox", all[1].Path)
	assert.Equal(t, []string{"2"}, all[1].Output)

	_, err = programs.Load(fstest.MapFS{"bad.lox": {Data: []byte("// trace: x")}})
	assert.ErrorContains(t, err, "bad: ")
}

func TestCheck(t *testing.T) {
	const (
		runs    = "print 1; // expect: 1\nprint 2; // expect: 2\n"
		breaks  = "// expect: 1\n-nil; // expect runtime error: Message.\n"
		traced  = "f(); // expect runtime error: Message.\n// trace: [line 1] in f()\n// trace: [line 1] in script\n"
		rejects = "// [line 2] Error at 'a': b\n// Error: c\n"
	)
	tests := map[string]struct {
		source, stdout, stderr string
		exit                   int
		want                   []string // what the differences begin with
	}{
		"passes":                     {runs, "1\n2\n", "", 0, nil},
		"breaks as expected":         {breaks, "1\n", "Message.\n[line 2] in f()\n[line 9] in script\n", 70, nil},
		"traced":                     {traced, "", "Message.\n[line 1] in f()\n[line 1] in script\n", 70, nil},
		"rejected":                   {rejects, "", "[line 2] Error at 'a': b\n[line 2] Error: c\n", 65, nil},
		"wrong output":               {runs, "1\n3\n", "", 0, []string{`output, line 2: want "2", got "3"`}},
		"no output":                  {runs, "", "", 0, []string{`output, line 1: want "1", got no more`}},
		"too much output":            {runs, "1\n2\n\n", "", 0, []string{`output, line 3: want no more, got ""`}},
		"last line without its end":  {runs, "1\n2", "", 0, nil},
		"stderr without error":       {runs, "1\n2\n", "warning\n", 0, []string{`errors, line 1: want no more`}},
		"exit code":                  {runs, "1\n2\n", "", 1, []string{`exit code: want 0, got 1`}},
		"no runtime error":           {breaks, "1\n", "", 0, []string{`errors: want "Message."`, `exit code: want 70, got 0`}},
		"other runtime error":        {breaks, "1\n", "Other.\n[line 2] in script\n", 70, []string{`runtime error, line 1`}},
		"other runtime line":         {breaks, "1\n", "Message.\n[line 3] in script\n", 70, []string{`trace: want "[line 2] in "`}},
		"no trace":                   {breaks, "1\n", "Message.\n", 70, []string{`trace: want "[line 2] in "`}},
		"trace of another function":  {traced, "", "Message.\n[line 1] in g()\n[line 1] in script\n", 70, []string{`trace, line 1`}},
		"trace too short":            {traced, "", "Message.\n[line 1] in f()\n", 70, []string{`trace, line 2`}},
		"compile errors in order":    {rejects, "", "[line 2] Error: c\n[line 2] Error at 'a': b\n", 65, []string{`errors, line 1`}},
		"one compile error":          {rejects, "", "[line 2] Error at 'a': b\n", 65, []string{`errors, line 2`}},
		"output despite compile err": {rejects, "1\n", "[line 2] Error at 'a': b\n[line 2] Error: c\n", 65, []string{`output, line 1`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := programs.Parse("p", test.source)
			require.NoError(t, err)
			got := p.Check(test.stdout, test.stderr, test.exit)
			require.Len(t, got, len(test.want), "%q", got)
			for i, want := range test.want {
				assert.Contains(t, got[i], want)
			}
		})
	}
}

// all gives every program, kept and built.
func all(t *testing.T) []programs.Program {
	t.Helper()
	kept, err := programs.Own()
	require.NoError(t, err)
	built, err := limits.Programs()
	require.NoError(t, err)
	return append(kept, built...)
}

// Every program expects something that could fail, says what it is about, and
// has a name of its own. One that expects nothing but success must be named.
func TestPrograms(t *testing.T) {
	silent := map[string]bool{"scanning/only_a_comment": true, "limits/text_empty": true, "limits/text_one_space": true}
	seen := map[string]string{}
	for _, p := range all(t) {
		built := strings.HasPrefix(p.Name, "limits/")
		assert.NotContains(t, seen, p.Source, "%s is the same", p.Name)
		seen[p.Source] = p.Name
		if !built {
			assert.True(t, strings.HasPrefix(p.Source, "// ") && strings.HasSuffix(p.Source, "\n"), "%s does not say what it is about", p.Name)
		}
		if p.Output == nil && p.CompileErrors == nil && p.RuntimeError == "" {
			assert.True(t, silent[p.Name], "%s expects nothing", p.Name)
		}
	}
	assert.GreaterOrEqual(t, len(seen), 800, "programs have got lost")
}

// Each message of clox's compiler.c, scanner.c and vm.c is expected by a program.
func TestEveryMessageIsExpected(t *testing.T) {
	compile, run := map[string]int{}, map[string]int{}
	for _, p := range all(t) {
		for _, line := range p.CompileErrors {
			_, message, found := strings.Cut(line, ": ")
			require.True(t, found, "%s: %s", p.Name, line)
			compile[message]++
		}
		run[pattern(p.RuntimeError)]++
	}
	for _, message := range compileErrors {
		assert.NotZero(t, compile[message], message)
		delete(compile, message)
	}
	for _, message := range runtimeErrors {
		assert.NotZero(t, run[message], message)
		delete(run, message)
	}
	delete(run, "") // programs without a runtime error
	assert.Empty(t, compile, "messages that clox does not have")
	assert.Empty(t, run, "messages that clox does not have")
}

// pattern gives a message without the names and numbers of its program.
func pattern(message string) string {
	if before, rest, found := strings.Cut(message, "'"); found {
		_, after, _ := strings.Cut(rest, "'")
		return before + "'%s'" + after
	}
	var want, got int
	if n, _ := fmt.Sscanf(message, "Expected %d arguments but got %d.", &want, &got); n == 2 {
		return "Expected %d arguments but got %d."
	}
	return message
}
