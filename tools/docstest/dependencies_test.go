package docstest

import (
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// manifest is a package.json.
type manifest struct {
	path                                            string
	Name                                            string
	Scripts                                         map[string]string
	Dependencies, DevDependencies, PeerDependencies map[string]string
}

// packages reads every package.json of the project.
func packages(t *testing.T) (found []manifest) {
	t.Helper()
	for _, file := range trackedNamed(t, "package.json") {
		p := manifest{path: file}
		require.NoError(t, json.Unmarshal([]byte(read(t, file)), &p), file)
		found = append(found, p)
	}
	return found
}

// TestDependenciesHaveTheirReason looks for each direct dependency of a module
// or package in docs/dependencies.md.
func TestDependenciesHaveTheirReason(t *testing.T) {
	text := read(t, "docs/dependencies.md")
	for _, file := range trackedNamed(t, "go.mod") {
		for _, module := range required(t, file) {
			named(t, text, file, module)
		}
	}
	for _, p := range packages(t) {
		for _, group := range []map[string]string{p.Dependencies, p.DevDependencies, p.PeerDependencies} {
			for name := range group {
				if name != "twelvefold" {
					named(t, text, p.path, name)
				}
			}
		}
	}
	for _, file := range append(trackedNamed(t, "requirements.txt"), trackedNamed(t, "requirements-dev.txt")...) {
		if file == "tools/gen/requirements.txt" {
			continue // one generator, and all that it pulls in
		}
		for _, name := range firstGroups(requirement, read(t, file)) {
			named(t, text, file, name)
		}
	}
	for _, name := range firstGroups(inPyproject, read(t, "pyproject.toml")) {
		named(t, text, "pyproject.toml", name)
	}
}

var (
	requirement = regexp.MustCompile(`(?m)^([A-Za-z][\w.-]*)`)
	inPyproject = regexp.MustCompile(`"([A-Za-z][\w.-]*)(?:==|>=)[\d.]+"`)
	majorSuffix = regexp.MustCompile(`^v\d+$`)
)

// required gives the modules that a go.mod asks for itself, but our own.
func required(t *testing.T, file string) (modules []string) {
	t.Helper()
	cmd := exec.Command("go", "mod", "edit", "-json", file)
	cmd.Dir = root
	out, err := cmd.Output()
	require.NoError(t, err, file)
	var parsed struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	require.NoError(t, json.Unmarshal(out, &parsed), file)
	for _, r := range parsed.Require {
		if !r.Indirect && !strings.HasPrefix(r.Path, "github.com/twelvefold/") {
			modules = append(modules, r.Path)
		}
	}
	return modules
}

// named wants the dependency's last name in the text, as a word of its own; of
// a provider of koanf, koanf's.
func named(t *testing.T, text, file, dependency string) {
	t.Helper()
	dependency, _, _ = strings.Cut(dependency, "/providers/")
	name := path.Base(dependency)
	if majorSuffix.MatchString(name) {
		name = path.Base(path.Dir(dependency))
	}
	word := regexp.MustCompile(`(^|[^\w-])` + regexp.QuoteMeta(name) + `($|[^\w-])`)
	assert.True(t, word.MatchString(text), "%s needs %s, which has no line in docs/dependencies.md", file, dependency)
}

// trackedNamed gives the tracked files with a name; there is at least one.
func trackedNamed(t *testing.T, name string) (found []string) {
	t.Helper()
	files, err := tracked()
	require.NoError(t, err)
	for _, file := range files {
		if path.Base(file) == name {
			found = append(found, file)
		}
	}
	require.NotEmpty(t, found, name)
	return found
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, file))
	require.NoError(t, err)
	return string(text)
}
