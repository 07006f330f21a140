// Package readme runs the samples of README.md and docs/lox.md as they stand
// there, with what the steps before it made: the binary, the Python extension
// in place, the npm package in the workspace.
package readme

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// sample is a fenced block, and what its output must hold.
type sample struct {
	language string
	prints   []string
}

// readmeSamples are those of README.md, in their order, and loxSamples those
// of docs/lox.md.
var readmeSamples = []sample{
	{"sh", []string{"OK", "hello"}},
	{"go", []string{"on disk <nil>"}},
	{"python", []string{"[b'a', b'b']", "b'on disk'", "b'hello'", "12.0", "1.5"}},
	{"js", []string{"2\n", "v Float64Array"}},
	{"js", []string{"'redis'", "'bitcask'", "1"}},
}

var loxSamples = []sample{
	{"sh", []string{"6765"}},
	{"go", []string{"hello, world <nil>", "12 <nil>", "true Step limit reached."}},
	{"python", []string{"hello, world", "12.0", "limit_exceeded Step limit reached."}},
	{"js", []string{"hello, world", "12\n", "limit_exceeded Step limit reached."}},
	{"js", []string{"hello\n", "runtime Operands must be two numbers", "Expect ';' after value.", "12\n"}},
}

var fence = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")

func TestREADME(t *testing.T) { testSamples(t, "README.md", readmeSamples) }

func TestLox(t *testing.T) { testSamples(t, "docs/lox.md", loxSamples) }

func testSamples(t *testing.T, file string, samples []sample) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	text, err := os.ReadFile(filepath.Join(root, file))
	require.NoError(t, err)
	blocks := fence.FindAllStringSubmatch(string(text), -1)
	require.Len(t, blocks, len(samples), "samples in %s", file)
	for i, want := range samples {
		language, source := blocks[i][1], blocks[i][2]
		require.Equal(t, want.language, language)
		t.Run(language, func(t *testing.T) {
			out := run(t, root, language, source)
			for _, text := range want.prints {
				require.Contains(t, out, text)
			}
		})
	}
}

// run runs a sample in an empty folder, beside engines on free ports.
func run(t *testing.T, root, language, source string) string {
	file := map[string]string{"sh": "sample.sh", "go": "main.go", "python": "sample.py", "js": "sample.mjs"}[language]
	// Inside the project, so that Go finds its module and Node its packages.
	parent := filepath.Join(root, ".cache", "readme")
	require.NoError(t, os.MkdirAll(parent, 0o755))
	dir, err := os.MkdirTemp(parent, language)
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte(source), 0o644))

	command := map[string][]string{
		"sh":     {"bash", "-eu", file},
		"go":     {"go", "run", "."},
		"python": {filepath.Join(root, ".cache", "venv", "bin", "python"), file},
		"js":     {"node", file},
	}[language]
	cmd := exec.Command(filepath.Join(root, "bin", "twelvefold"), append([]string{"run", "--"}, command...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(),
		"PATH="+filepath.Join(root, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"),
		"PYTHONPATH="+filepath.Join(root, "bindings-python", "src"))
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return string(out)
}
