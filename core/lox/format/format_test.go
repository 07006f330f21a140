package format_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/conformance/programs"
	"github.com/twelvefold/twelvefold/core/lox/format"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

var update = flag.Bool("update", false, "write the golden files anew")

// testdata/*.lox are formatted as in the files of the same name.
func TestGolden(t *testing.T) {
	sources, err := filepath.Glob("testdata/*.lox")
	require.NoError(t, err)
	require.NotEmpty(t, sources)
	for _, path := range sources {
		source, err := os.ReadFile(path)
		require.NoError(t, err)
		got := check(t, path, string(source))
		golden := strings.TrimSuffix(path, ".lox") + ".golden"
		if *update {
			require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err, "go test -update writes it")
		assert.Equal(t, string(want), got, path)
	}
}

// check formats a source without errors, and looks that it stays the same
// program and is formatted then.
func check(t *testing.T, name, source string) string {
	t.Helper()
	before, found := syntax.Parse(name, source, syntax.Wide)
	require.Empty(t, found, name)
	formatted, found := format.Source(name, source)
	require.Empty(t, found, name)
	after, found := syntax.Parse(name, formatted, syntax.Wide)
	require.Empty(t, found, "%s: %s", name, formatted)
	require.Equal(t, string(before.AppendText(nil)), string(after.AppendText(nil)), name)
	require.Equal(t, texts(before.Comments), texts(after.Comments), name)
	again, _ := format.Source(name, formatted)
	require.Equal(t, formatted, again, "%s: formatted twice", name)
	return formatted
}

// texts are those of comments, without the blanks behind them.
func texts(comments []syntax.Comment) (all []string) {
	for _, c := range comments {
		all = append(all, strings.TrimRight(c.Text, " \t\r"))
	}
	return all
}

func TestPrograms(t *testing.T) {
	all, err := programs.Own()
	require.NoError(t, err)
	checked := 0
	for _, p := range all {
		if _, found := syntax.Parse(p.Name, p.Source, syntax.Wide); len(found) > 0 {
			same, again := format.Source(p.Name, p.Source)
			assert.Equal(t, p.Source, same, "%s has errors, and stays as it is", p.Name)
			assert.Equal(t, found, again)
			continue
		}
		check(t, p.Name, p.Source)
		checked++
	}
	assert.Greater(t, checked, 300)
}

func TestSmall(t *testing.T) {
	for source, want := range map[string]string{
		"":                         "",
		" \n\n ":                   "",
		"//":                       "//\n",
		"\n\n// a\r\n\r\nb;\r\n":   "// a\n\nb;\n",
		"a;\n\n\n\nb;":             "a;\n\nb;\n",
		"{\n\na;\n\n}":             "{\n  a;\n}\n",
		"{ a; }":                   "{ a; }\n",
		"{ if (a) b; else c; }":    "{\n  if (a) b; else c;\n}\n",
		"{ print \"\n\"; }":        "{\n  print \"\n\";\n}\n",
		"a = - - b - -c;":          "a = - -b - -c;\n",
		"if (a) (b); else (c);":    "if (a) (b); else (c);\n",
		"if (a) -b; else -c;":      "if (a) -b; else -c;\n",
		"if (a) if (b)\nc;else d;": "if (a) if (b)\n    c; else d;\n",
	} {
		assert.Equal(t, want, check(t, "small", source))
	}
}

// What nests deep is not made large.
func TestDeep(t *testing.T) {
	source := strings.Repeat("{", 900) + strings.Repeat("a;", 5000) + strings.Repeat("}", 900)
	assert.Less(t, len(check(t, "deep", source)), 50*len(source))
}

func FuzzSource(f *testing.F) {
	all, err := programs.Own()
	require.NoError(f, err)
	for _, p := range all {
		f.Add(p.Source)
	}
	f.Add("if (a) // b\n{ c; }\n\n// d\nelse // e\nif (f) g(// h\n, // i\n) . j;")
	f.Fuzz(func(t *testing.T, source string) {
		if _, found := syntax.Parse("fuzz", source, syntax.Wide); len(found) == 0 {
			check(t, "fuzz", source)
		}
	})
}
