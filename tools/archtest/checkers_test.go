package archtest

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what the checkers find into testdata")

// TestCheckers runs every checker on small trees that break one rule each.
// The file "want" in a tree lists the findings; an empty one says that the
// tree is good.
func TestCheckers(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			require.NoError(t, err)
			got := check(t, archive)
			want := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
			require.GreaterOrEqual(t, want, 0, "%s has no file named want", name)
			if *update {
				archive.Files[want].Data = []byte(got)
				require.NoError(t, os.WriteFile(name, txtar.Format(archive), 0o644))
				return
			}
			require.Equal(t, string(archive.Files[want].Data), got)
		})
	}
}

// check gives the findings in a tree, a line each.
func check(t *testing.T, archive *txtar.Archive) string {
	files, err := txtar.FS(archive)
	require.NoError(t, err)
	tree, err := Read(files)
	require.NoError(t, err)
	small := House
	small.MaxLines = 20
	var found []Finding
	for _, check := range []func(*Tree) []Finding{
		small.CheckImports, small.CheckSymbols, small.CheckRooms, small.CheckLength,
	} {
		found = append(found, check(tree)...)
	}
	if slices.Contains(tree.Folders["."], "go.mod") { // a tree that compiles: ask the go command too
		dir := t.TempDir()
		require.NoError(t, os.CopyFS(dir, files))
		for _, on := range House.Platforms {
			g, err := LoadGraph(dir, on)
			require.NoError(t, err)
			found = append(found, small.CheckReach(g, on)...)
		}
	}
	var lines strings.Builder
	for _, f := range found {
		lines.WriteString(f.String() + "\n")
	}
	return lines.String()
}

func TestMatch(t *testing.T) {
	for _, tc := range []struct {
		pattern, folder string
		ok              bool
		engine          string
	}{
		{".", ".", true, ""},
		{".", "core", false, ""},
		{"**", ".", true, ""},
		{"**", "a/b/c", true, ""},
		{"core/**", "core", true, ""},
		{"core/**", "core/a/b", true, ""},
		{"core/**", "cored", false, ""},
		{"core/*", "core/a", true, ""},
		{"core/*", "core/a/b", false, ""},
		{"core/<engine>/wire", "core/redis/wire", true, "redis"},
		{"core/<engine>/wire", "core/redis/wires", false, ""},
		{"core/<engine>/internal/**", "core/redis/internal/dict", true, "redis"},
	} {
		engine, ok := match(tc.pattern, tc.folder, "")
		require.Equal(t, tc.ok, ok, "%s on %s", tc.pattern, tc.folder)
		if ok {
			require.Equal(t, tc.engine, engine, "%s on %s", tc.pattern, tc.folder)
		}
	}
	_, ok := match("core/<engine>/wire", "core/redis/wire", "bitcask")
	require.False(t, ok, "another engine's codec")
}
