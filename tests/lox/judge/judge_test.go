package judge_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/tests/lox/judge"
)

func TestParseCommand(t *testing.T) {
	for line, want := range map[string]judge.Command{
		"clox":                     {"clox", "{file}"},
		"  lox run --f={file} -v ": {"lox", "run", "--f={file}", "-v"},
	} {
		got, err := judge.ParseCommand(line)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	_, err := judge.ParseCommand("  ")
	assert.Error(t, err)
}

func TestRun(t *testing.T) {
	file := filepath.Join(t.TempDir(), "program")
	require.NoError(t, os.WriteFile(file, []byte("echo out; echo err >&2; exit 70"), 0o644))
	got, err := judge.Command{"sh", "{file}"}.Run(file)
	require.NoError(t, err)
	assert.Equal(t, judge.Outcome{Stdout: "out\n", Stderr: "err\n", Exit: 70}, got)

	require.NoError(t, os.WriteFile(file, []byte("kill -SEGV $$"), 0o644))
	_, err = judge.Command{"sh", "{file}"}.Run(file)
	assert.Error(t, err, "a crash is no exit code")

	_, err = judge.Command{file + "-is-not-there", "{file}"}.Run(file)
	assert.Error(t, err)
}

// An interpreter that does nothing passes only what expects nothing.
func TestOwn(t *testing.T) {
	var out strings.Builder
	tally, err := judge.Own(judge.Command{"true", "{file}"}, regexp.MustCompile(`^(scanning/only_a_comment|booleans/literals)$`), &out)
	require.NoError(t, err)
	assert.Equal(t, "1 passed, 1 failed", tally.String())
	assert.Contains(t, out.String(), "FAIL booleans/literals\n     output, line 1: want \"true\", got no more\n")
}
