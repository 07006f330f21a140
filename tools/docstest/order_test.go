package docstest

import (
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// guided are the parts of the tree whose packages a reader is led through.
var guided = regexp.MustCompile(`^(core|server|bindings-python|bindings-wasm)/`)

// few is up to how many files a package needs no guide.
const few = 5

var goFile = regexp.MustCompile(`[\w*]+\.go`)

// TestPackagesSayInWhichOrderToReadThem wants every file of a package named in
// the package's comment, where there are more than a few: a file that is not
// named is one that a reader finds last.
func TestPackagesSayInWhichOrderToReadThem(t *testing.T) {
	files, err := tracked()
	require.NoError(t, err)
	packages := map[string][]string{}
	for _, file := range files {
		if path.Ext(file) == ".go" && guided.MatchString(file) &&
			!strings.HasSuffix(file, "_test.go") && !strings.HasSuffix(file, "_gen.go") {
			packages[path.Dir(file)] = append(packages[path.Dir(file)], file)
		}
	}
	checked := 0
	for folder, files := range packages {
		if len(files) <= few {
			continue
		}
		checked++
		comment, home := packageComment(t, files)
		named := goFile.FindAllString(comment, -1)
		for _, file := range files {
			isNamed := func(pattern string) bool { ok, _ := path.Match(pattern, path.Base(file)); return ok }
			assert.True(t, file == home || slices.ContainsFunc(named, isNamed),
				"%s is not named in the comment of its package (%s): say when to read it", file, folder)
		}
	}
	require.NotZero(t, checked, "no package was found")
}

// packageComment reads the comment of a package, and tells which file has it.
func packageComment(t *testing.T, files []string) (comment, home string) {
	t.Helper()
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ParseComments|parser.PackageClauseOnly)
		require.NoError(t, err)
		if text := parsed.Doc.Text(); text != "" {
			comment, home = comment+text, file
		}
	}
	return comment, home
}
