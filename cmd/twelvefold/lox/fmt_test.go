package lox_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// folder has a program that is not formatted, one that is, and one with an
// error.
func folder(t *testing.T) (ugly, pretty, broken string) {
	dir := t.TempDir()
	for name, text := range map[string]string{"ugly": "print  1;", "pretty": "print 1;\n", "broken": "print;"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o640))
	}
	return filepath.Join(dir, "ugly"), filepath.Join(dir, "pretty"), filepath.Join(dir, "broken")
}

func content(t *testing.T, file string) string {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}

func TestFmtPrints(t *testing.T) {
	ugly, pretty, _ := folder(t)
	assert.Equal(t, result{"print 1;\nprint 1;\n", "", 0}, run(t, "", "fmt", ugly, pretty))
	assert.Equal(t, result{"a;\n", "", 0}, run(t, "a ;", "fmt", "-"))
	assert.Equal(t, "print  1;", content(t, ugly))
}

func TestFmtChecks(t *testing.T) {
	ugly, pretty, broken := folder(t)
	assert.Equal(t, result{ugly + "\n", "", 1}, run(t, "", "fmt", "-d", pretty, ugly))
	assert.Equal(t, result{"", "", 0}, run(t, "", "fmt", "--check", pretty))
	report := broken + ":1:6: error at ';': Expect expression.\n1 | print;\n  |      ^\n"
	assert.Equal(t, result{ugly + "\n", report, 65}, run(t, "", "fmt", "-d", broken, ugly), "one error does not stop the others")
}

// Only what changes is written, with its permissions, and where a link points
// to.
func TestFmtWrites(t *testing.T) {
	ugly, pretty, broken := folder(t)
	link := ugly + ".link"
	require.NoError(t, os.Symlink(ugly, link))
	before, err := os.Stat(pretty)
	require.NoError(t, err)
	assert.Equal(t, 65, run(t, "", "fmt", "-w", link, pretty, broken).exit)
	assert.Equal(t, "print 1;\n", content(t, ugly))
	assert.Equal(t, "print;", content(t, broken))
	kept, err := os.Lstat(link)
	require.NoError(t, err)
	assert.NotZero(t, kept.Mode()&os.ModeSymlink)
	written, err := os.Stat(ugly)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o640), written.Mode())
	after, err := os.Stat(pretty)
	require.NoError(t, err)
	assert.True(t, os.SameFile(before, after), "it was written although nothing changes")
}

// Of a folder all programs are formatted, and nothing else.
func TestFmtFolders(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	for _, name := range []string{"b.lox", "a/c.lox", "a/notes.txt", ".hidden/d.lox", "e.lox"} {
		require.NoError(t, os.MkdirAll(filepath.Dir(at(name)), 0o755))
		require.NoError(t, os.WriteFile(at(name), []byte("print  1;"), 0o644))
	}
	require.NoError(t, os.WriteFile(at("e.lox"), []byte("print 1;\n"), 0o644))
	names := at("a/c.lox") + "\n" + at("b.lox") + "\n"
	assert.Equal(t, result{names, "", 0}, run(t, "", "fmt", "-l", dir))
	assert.Equal(t, result{names, "", 1}, run(t, "", "fmt", "-d", dir))
	assert.Equal(t, "print  1;", content(t, at("b.lox")))
	assert.Equal(t, result{names, "", 0}, run(t, "", "fmt", "-l", "-w", dir))
	assert.Equal(t, result{"", "", 0}, run(t, "", "fmt", "-d", dir))
	assert.Equal(t, "print 1;\n", content(t, at("a/c.lox")))
	assert.Equal(t, "print  1;", content(t, at("a/notes.txt")))
	assert.Equal(t, "print  1;", content(t, at(".hidden/d.lox")))
	assert.Equal(t, result{"print 1;\n", "", 0}, run(t, "", "fmt", at("a")))
}

func TestFmtMisuse(t *testing.T) {
	ugly, _, _ := folder(t)
	assert.Equal(t, 64, run(t, "", "fmt").exit)
	assert.Equal(t, 64, run(t, "", "fmt", "-d", "-w", ugly).exit)
	assert.Equal(t, 64, run(t, "a ;", "fmt", "-w", "-").exit)
	assert.Equal(t, 74, run(t, "", "fmt", "-w", ugly+"missing").exit)
}
