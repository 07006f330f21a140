package repl

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox"
)

// session types lines and gives what is printed, errors among it by their
// first line.
func session(t *testing.T, typed string) string {
	t.Helper()
	s, out := newSession(t, NewPlain(strings.NewReader(typed)))
	require.NoError(t, s.Run(t.Context()))
	return out.String()
}

func newSession(t *testing.T, lines Lines) (*Session, *bytes.Buffer) {
	t.Helper()
	out := &bytes.Buffer{}
	s, err := New(Config{
		Options: lox.Options{Output: out, MaxSteps: 100_000},
		Funcs: []lox.Func{{Name: "clock", Call: func(context.Context, []lox.Value) (any, error) {
			return 1, nil
		}}},
		Errors: out,
		Report: func(e *lox.Error) string {
			first, _, _ := strings.Cut(e.Report(), "\n")
			return first + "\n"
		},
		Lines: lines,
	})
	require.NoError(t, err)
	return s, out
}

func TestSession(t *testing.T) {
	file := filepath.Join(t.TempDir(), "loaded.lox")
	require.NoError(t, os.WriteFile(file, []byte("var loaded = 7; print loaded;"), 0o644))
	for name, test := range map[string]struct{ typed, want string }{
		"nothing":            {"", ""},
		"blank lines":        {"\n  \n1\n", "1\n"},
		"no line end":        {"1", "1\n"},
		"values":             {"1 + 2;\n\"a\" + \"b\"\ntrue\nnil\nclock\n", "3\n\"ab\"\ntrue\n<native fn>\n"},
		"statements":         {"var a = 1\nprint a\na = 2\n", "1\n2\n"},
		"comments":           {"1 // one\n// nothing\n", "1\n"},
		"last of many":       {"1; 2; 3\n", "3\n"},
		"block":              {"{\nprint 1;\n\nprint 2;\n}\n", "1\n2\n"},
		"string":             {"\"a\nb\"\n", "\"a\nb\"\n"},
		"operator":           {"1 +\n2\n", "3\n"},
		"else on its line":   {"if (false) {\n} else {\nprint 1;\n}\n", "1\n"},
		"syntax error":       {"1 + ;\n2\n", "<input 1>:1:5: error at ';': Expect expression.\n2\n"},
		"error, then end":    {"var 1; {\n2\n", "<input 1>:1:5: error at '1': Expect variable name.\n2\n"},
		"runtime error":      {"var a = 1;\nnil + 1\na\n", "<input 2>:1:1: runtime error: Operands must be two numbers or two strings.\n1\n"},
		"limit":              {"while (true) {}\n1\n", "<input 1>:1:8: steps error: Step limit reached.\n1\n"},
		"unfinished":         {"fun (\n", "<input 1>:1:5: error at '(': Expect function name.\n"},
		"unfinished at end":  {"fun f() {\n", "<input 1>:1:10: error at end: Expect '}' after block.\n"},
		"quit":               {"1\n:quit\n2\n", "1\n"},
		"reset":              {"var a = 1;\n:reset\na\nclock()\n", "<input 2>:1:1: runtime error: Undefined variable 'a'.\n1\n"},
		"engine":             {":engine\n:engine tree\n:engine\n1\n:engine jit\n:engine\n", "fast\ntree\n1\nlox: engine must be fast or tree\ntree\n"},
		"load":               {":load " + file + "\nloaded\n:load " + file + "x\n", "7\n7\nopen " + file + "x: no such file or directory\n"},
		"ast":                {":ast 1\n", "Script\n  ExprStmt\n    expr: Literal 1\n"},
		"ast of the last":    {"2\n:ast\n", "2\nScript\n  ExprStmt\n    expr: Literal 2\n"},
		"ast of none":        {":ast\n", "Script\n"},
		"ast of lines":       {":ast {\n}\n", "Script\n  Block\n"},
		"ast of error":       {":ast )\n", "<input 1>:1:1: error at ')': Expect expression.\n"},
		"bytecode":           {":bytecode print 1\n", "== script (0 parameters, 2 registers) ==\n; 1 | print 1\n  0000  const        r1, 1\n  0001  print        r1\n  0002  return_nil\n"},
		"no such command":    {":what\n", "There is no command :what: see :help.\n"},
		"command with blank": {"  :engine  \n", "fast\n"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, session(t, test.typed))
		})
	}
}

func TestTime(t *testing.T) {
	out := session(t, ":time 1\n2\n:time\n3\n:time\n4\n")
	assert.Regexp(t, `^\S+s; steps: 1; bytes held: \d+\n1\n2\nEach run tells what it takes.\n\S+s; steps: 1; bytes held: \d+\n3\nRuns no longer tell what they take.\n4\n$`, out)
}

func TestHelp(t *testing.T) {
	out := session(t, ":help\n")
	for _, c := range commands() {
		assert.Contains(t, out, c.name+" "+c.arg)
	}
}

func TestComplete(t *testing.T) {
	s, _ := newSession(t, NewPlain(strings.NewReader("class Point { init() { this.x = 1; } length() {} }\nvar pi = 3;\npi.other\n")))
	require.NoError(t, s.Run(t.Context()))
	for _, test := range []struct {
		line           string
		before, behind string
		words          []string
	}{
		{"print p|", "print ", "", []string{"pi", "print"}},
		{"P|", "", "", []string{"Point"}},
		{"zzz|", "", "", nil},
		{"a.l|; b", "a.", "; b", []string{"length"}},
		{"a.|", "a.", "", []string{"init", "length", "other", "x"}},
		{"ret|urn", "", "urn", []string{"return"}},
		{":e|", "", "", []string{":engine"}},
		{" :|", "", "", []string{":ast", ":bytecode", ":time", ":load", ":engine", ":reset", ":help", ":quit"}},
		{":ast whi|", ":ast ", "", []string{"while"}},
	} {
		at := strings.IndexByte(test.line, '|')
		before, words, behind := s.Complete(strings.Replace(test.line, "|", "", 1), at)
		assert.Equal(t, test.before, before, test.line)
		assert.Equal(t, test.words, words, test.line)
		assert.Equal(t, test.behind, behind, test.line)
	}
}

// interrupted gives up the second line of a program.
type interrupted struct{ lines []string }

func (i *interrupted) Line(string) (string, error) {
	line := i.lines[0]
	i.lines = i.lines[1:]
	if line == "^C" {
		return "", ErrInterrupted
	}
	return line, nil
}

func (i *interrupted) Remember(string) {}

func TestInterruptedLine(t *testing.T) {
	s, out := newSession(t, &interrupted{[]string{"fun f() {", "^C", "1", ":quit"}})
	require.NoError(t, s.Run(t.Context()))
	assert.Equal(t, "1\n", out.String())
}
