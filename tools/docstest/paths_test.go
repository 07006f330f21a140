package docstest

import (
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	// placeholder stands for a name in a path: core/<engine>/.
	placeholder = regexp.MustCompile(`<[^>]*>`)
	pathLike    = regexp.MustCompile(`^[\w.@*-]+(/[\w.@*-]+)*/?$`)
	// beyond is what follows a folder: a package's name, or all below it.
	beyond = regexp.MustCompile(`\.[A-Z]\w*$|/\.\.\.$`)
)

// ours are the extensions of the files that a document may name without
// their folders.
var ours = map[string]bool{
	".go": true, ".ts": true, ".py": true, ".pyi": true, ".c": true, ".h": true,
	".yaml": true, ".sh": true, ".md": true,
}

// made are names of what no clone has, with what makes it.
var made = map[string]string{
	"web/dist/site": "npm run build -w @twelvefold/web",
}

func TestNamedFilesExist(t *testing.T) {
	docs, err := documents()
	require.NoError(t, err)
	files, err := tracked()
	require.NoError(t, err)
	top := map[string]bool{}
	for _, file := range files {
		first, _, below := strings.Cut(file, "/")
		top[first] = below
	}
	checked := 0
	for _, d := range docs {
		if d.path == "docs/STYLE.md" {
			continue // it names other projects' files
		}
		for _, name := range d.spans() {
			name = beyond.ReplaceAllString(placeholder.ReplaceAllString(name, "*"), "")
			first, _, below := strings.Cut(name, "/")
			named := below && top[first] || ours[path.Ext(name)] && path.Base(name) != path.Ext(name)
			if !named || !pathLike.MatchString(name) || made[name] != "" {
				continue
			}
			checked++
			assert.True(t, exists(files, name), "%s names `%s`, and there is no such file", d.path, name)
		}
	}
	require.NotZero(t, checked, "no name was found")
}

// exists tells whether a file's path, or that of one of its folders, ends with
// the elements of the pattern.
func exists(files []string, pattern string) bool {
	elements := strings.Split(strings.Trim(pattern, "/"), "/")
	for _, file := range files {
		parts := strings.Split(file, "/")
		for at := 0; at+len(elements) <= len(parts); at++ {
			if matches(elements, parts[at:]) && (at+len(elements) == len(parts) || path.Ext(pattern) == "") {
				return true
			}
		}
	}
	return false
}

// matches tells whether each element is a pattern for its part.
func matches(elements, parts []string) bool {
	for i, element := range elements {
		if ok, err := path.Match(element, parts[i]); !ok || err != nil {
			return false
		}
	}
	return true
}
