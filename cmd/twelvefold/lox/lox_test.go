package lox_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/cmd/twelvefold/exit"
	"github.com/twelvefold/twelvefold/cmd/twelvefold/lox"
	"github.com/twelvefold/twelvefold/conformance/programs"
	"github.com/twelvefold/twelvefold/core/lox/format"
)

var update = flag.Bool("update", false, "write the golden files anew")

// result is what a command came to.
type result struct {
	stdout, stderr string
	exit           int
}

// run runs `twelvefold lox` with args.
func run(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c := lox.New()
	c.SetIn(strings.NewReader(stdin))
	c.SetOut(&stdout)
	c.SetErr(&stderr)
	c.SilenceUsage, c.SilenceErrors = true, true
	c.SetArgs(args)
	err := c.ExecuteContext(t.Context())
	r := result{stdout: stdout.String(), stderr: stderr.String()}
	var status *exit.Status
	if err != nil {
		require.ErrorAs(t, err, &status)
		r.exit = status.Code
		if status.Err != nil {
			r.stderr += status.Err.Error() + "\n"
		}
	}
	return r
}

func TestRun(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.lox")
	for name, test := range map[string]struct {
		args  []string
		stdin string
		want  result
	}{
		"output":        {[]string{"run", "-"}, `print 1 / 3; print clock; print clock() >= 0;`, result{"0.3333333333333333\n<native fn>\ntrue\n", "", 0}},
		"book":          {[]string{"run", "--std=lox", "-"}, `print 1 / 3;`, result{"0.333333\n", "", 0}},
		"syntax error":  {[]string{"run", "--std=lox", "-"}, `print;`, result{"", "[line 1] Error at ';': Expect expression.\n", 65}},
		"runtime error": {[]string{"run", "--std=lox", "--engine=tree", "-"}, "print 1;\n-nil;", result{"1\n", "Operand must be a number.\n[line 2] in script\n", 70}},
		"steps":         {[]string{"run", "--std=lox", "--max-steps=10", "-"}, "while (true) {}", result{"", "Step limit reached.\n[line 1] in script\n", 70}},
		"output limit":  {[]string{"run", "--std=lox", "--max-output=4", "-"}, `print 1; print 2; print 3;`, result{"1\n2\n", "Output limit reached.\n[line 1] in script\n", 70}},
		"memory":        {[]string{"run", "--std=lox", "--max-memory=100000", "-"}, `var s = "x"; while (true) s = s + s;`, result{"", "Out of memory.\n[line 1] in script\n", 70}},
		"depth":         {[]string{"run", "--std=lox", "--max-depth=2", "-"}, "fun f() { f(); } f();", result{"", "Stack overflow.\n[line 1] in f()\n[line 1] in script\n", 70}},
		"timeout":       {[]string{"run", "--std=lox", "--timeout=1ns", "-"}, "for (;;) {}", result{"", "Time is up.\n", 70}},
		"no file":       {[]string{"run", missing}, "", result{"", "open " + missing + ": no such file or directory\n", 74}},
		"no argument":   {[]string{"run"}, "", result{"", "accepts 1 arg(s), received 0\n", 64}},
		"no command":    {[]string{"fib.lox"}, "", result{"", "there is no command \"fib.lox\" (to run a program: twelvefold lox run FILE)\n", 64}},
		"no such flag":  {[]string{"run", "--speed=9"}, "", result{"", "unknown flag: --speed\n", 64}},
		"engine":        {[]string{"run", "--engine=jit", "-"}, "", result{"", "lox: engine must be fast or tree\n", 64}},
		"std":           {[]string{"run", "--std=c", "-"}, "", result{"", "--std is \"c\": there is lox\n", 64}},
		"ast":           {[]string{"ast", "-"}, "1;", result{"Script\n  ExprStmt\n    expr: Literal 1\n", "", 0}},
		"ast as JSON":   {[]string{"ast", "--json", "-"}, "", result{`{"tree":{"type":"Script","start":0,"end":0,"line":1,"body":[]},"comments":[]}` + "\n", "", 0}},
		"ast of error":  {[]string{"ast", "--std=lox", "-"}, "{", result{"", "[line 1] Error at end: Expect '}' after block.\n", 65}},
		"disasm":        {[]string{"disasm", "-"}, "", result{"== script (0 parameters, 1 register) ==\n; 1 | \n  0000  return_nil\n", "", 0}},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, run(t, test.stdin, test.args...))
		})
	}
}

// testdata/errors/*.lox end as the files of the same name tell, on each
// engine.
func TestReports(t *testing.T) {
	sources, err := filepath.Glob("testdata/errors/*.lox")
	require.NoError(t, err)
	require.NotEmpty(t, sources)
	for _, path := range sources {
		golden := strings.TrimSuffix(path, ".lox") + ".txt"
		for _, engine := range []string{"fast", "tree"} {
			r := run(t, "", "run", "--engine="+engine, "--max-depth=5", path)
			assert.Contains(t, []int{exit.Data, exit.Software}, r.exit)
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(r.stderr), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err, "go test -update writes it")
			assert.Equal(t, string(want), r.stderr, "%s on %s", path, engine)
		}
	}
}

// What cannot be written is an error of its own.
func TestFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("there is no /dev/full here")
	}
	require.NoError(t, err)
	defer full.Close()
	c := lox.New()
	c.SetIn(strings.NewReader("print 1;"))
	c.SetOut(full)
	c.SetErr(&bytes.Buffer{})
	c.SilenceUsage, c.SilenceErrors = true, true
	c.SetArgs([]string{"run", "-"})
	var status *exit.Status
	require.ErrorAs(t, c.Execute(), &status)
	assert.Equal(t, exit.IO, status.Code)
}

// A formatted program does what it did before. Only places change: the first
// line of an error tells none.
func TestFormattedPrograms(t *testing.T) {
	all, err := programs.Own()
	require.NoError(t, err)
	ran := 0
	for _, p := range all {
		formatted, found := format.Source(p.Name, p.Source)
		if len(found) > 0 || p.ExitCode == exit.Data {
			continue
		}
		before, after := run(t, p.Source, "run", "--std=lox", "-"), run(t, formatted, "run", "--std=lox", "-")
		before.stderr, _, _ = strings.Cut(before.stderr, "\n")
		after.stderr, _, _ = strings.Cut(after.stderr, "\n")
		assert.Equal(t, before, after, p.Name)
		ran++
	}
	assert.Greater(t, ran, 300)
}
