package docstest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	makeCall  = regexp.MustCompile(`(?m)^(?:\$ )?make ((?:[a-z-]+(?: |$))+)`)
	stepsCall = regexp.MustCompile(`(?m)^go run \./tools/check ((?:[\w-]+ ?)+)`)
	npmCall   = regexp.MustCompile(`(?m)^npm (?:run |)(?:--silent )?([\w:-]+) -w ([\w@/-]+)`)
	goRun     = regexp.MustCompile(`(?m)^go run (\./[\w/.-]+)`)

	target = regexp.MustCompile(`(?m)^([a-z-]+):`)
	step   = regexp.MustCompile(`\{phase\w+, "([\w-]+)"`)
)

// commands gives what a reader may paste of a document: its spans and the
// lines of its fenced blocks, a line each.
func (d document) commands() string {
	return strings.Join(d.spans(), "\n") + "\n" + d.code
}

func TestMakeTargetsExist(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "Makefile"))
	require.NoError(t, err)
	eachWord(t, makeCall, toSet(firstGroups(target, string(text))), "the Makefile has no target")
}

func TestStepsOfCheckExist(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "tools/check/steps.go"))
	require.NoError(t, err)
	known := toSet(firstGroups(step, string(text)))
	known["check"], known["test"] = true, true
	eachWord(t, stepsCall, known, "tools/check has no step")
}

// eachWord looks for each word that follows a command in the documents.
func eachWord(t *testing.T, call *regexp.Regexp, known map[string]bool, complaint string) {
	t.Helper()
	docs, err := documents()
	require.NoError(t, err)
	for _, d := range docs {
		for _, words := range firstGroups(call, d.commands()) {
			for _, word := range strings.Fields(words) {
				assert.True(t, known[word], "%s: %s %q", d.path, complaint, word)
			}
		}
	}
}

func TestNpmScriptsExist(t *testing.T) {
	docs, err := documents()
	require.NoError(t, err)
	scripts := map[string]map[string]string{}
	for _, p := range packages(t) {
		scripts[p.Name] = p.Scripts
		scripts[filepath.Dir(p.path)] = p.Scripts
	}
	for _, d := range docs {
		for _, call := range npmCall.FindAllStringSubmatch(d.commands(), -1) {
			assert.Contains(t, scripts[call[2]], call[1], "%s: `%s`", d.path, call[0])
		}
	}
}

func TestProgramsThatAreRunExist(t *testing.T) {
	docs, err := documents()
	require.NoError(t, err)
	checked := 0
	for _, d := range docs {
		for _, folder := range firstGroups(goRun, d.commands()) {
			checked++
			programs, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
			require.NoError(t, err)
			assert.NotEmpty(t, programs, "%s: go run %s", d.path, folder)
		}
	}
	require.NotZero(t, checked, "no command was found")
}

var (
	ownCall = regexp.MustCompile(`(?m)(?:^|[|;&] *|\$ )twelvefold ([a-z][^\n|;&>]*)`)
	flag    = regexp.MustCompile(`--[a-z][a-z-]*`)
)

// TestCommandsOfTheBinaryExist asks the binary itself: the help of a command
// that is not there would be its parent's.
func TestCommandsOfTheBinaryExist(t *testing.T) {
	docs, err := documents()
	require.NoError(t, err)
	binary := filepath.Join(t.TempDir(), "twelvefold")
	out, err := exec.Command("go", "build", "-o", binary, root+"/cmd/twelvefold").CombinedOutput()
	require.NoError(t, err, string(out))
	checked := 0
	for _, d := range docs {
		for _, line := range firstGroups(ownCall, d.commands()) {
			checked++
			line, _, _ = strings.Cut(line, " -- ") // what follows is another program's
			testCall(t, binary, d.path, line)
		}
	}
	require.NotZero(t, checked, "no command was found")
}

// testCall checks the words and the flags of one command line.
func testCall(t *testing.T, binary, document, line string) {
	t.Helper()
	var path []string
	var help string
	for _, word := range strings.Fields(line) {
		if strings.HasPrefix(word, "-") {
			break // a flag would take --help for its value
		}
		out, err := exec.Command(binary, append(append(path, word), "--help")...).CombinedOutput()
		longer := strings.Join(append(path, word), " ")
		if err != nil || !strings.Contains(string(out), "twelvefold "+longer) {
			break // an argument
		}
		path, help = append(path, word), string(out)
	}
	if assert.NotEmpty(t, path, "%s: `twelvefold %s`: no such command", document, line) {
		for _, name := range flag.FindAllString(line, -1) {
			assert.Contains(t, help, name, "%s: `twelvefold %s`", document, line)
		}
	}
}

func toSet(words []string) map[string]bool {
	set := map[string]bool{}
	for _, word := range words {
		set[word] = true
	}
	return set
}
