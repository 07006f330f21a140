package docstest

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
)

// root is the project's folder, as seen from this package's.
const root = "../.."

// document is one Markdown file.
type document struct {
	path  string // from the root, with slashes
	prose string // the text without fenced blocks
	code  string // the fenced blocks' lines
}

// at gives the path, from the root, of what the document calls target.
func (d document) at(target string) string { return path.Join(path.Dir(d.path), target) }

var (
	span    = regexp.MustCompile("`([^`\n]+)`")
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#{1,6} +(.+)$`)
)

// spans gives what stands between backticks in the prose.
func (d document) spans() []string { return firstGroups(span, d.prose) }

// links gives the targets of links and images.
func (d document) links() []string { return firstGroups(link, span.ReplaceAllString(d.prose, "")) }

// anchors gives the fragments that lead to the document's headings.
func (d document) anchors() map[string]bool {
	found := map[string]bool{}
	for _, title := range firstGroups(heading, d.prose) {
		found[anchor(title)] = true
	}
	return found
}

// anchor turns a heading into its fragment as GitHub does: lower case, spaces
// to hyphens, and no punctuation but hyphens and underscores.
func anchor(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}

func firstGroups(pattern *regexp.Regexp, text string) (found []string) {
	for _, match := range pattern.FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	return found
}

// documents reads the Markdown files that git knows.
func documents() (found []document, err error) {
	files, err := tracked()
	for _, file := range files {
		if path.Ext(file) != ".md" || err != nil {
			continue
		}
		var text []byte
		text, err = os.ReadFile(filepath.Join(root, file))
		found = append(found, parse(file, string(text)))
	}
	return found, err
}

// parse divides a document into prose and fenced blocks.
func parse(file, text string) document {
	var parts [2]strings.Builder
	fenced := 0
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = 1 - fenced
			continue
		}
		parts[fenced].WriteString(line)
	}
	return document{path: file, prose: parts[0].String(), code: parts[1].String()}
}

// tracked gives the files of the project, from the root: those that git knows,
// and new ones that it does not ignore.
func tracked() ([]string, error) {
	cmd := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard")
	cmd.Dir = root
	out, err := cmd.Output()
	return strings.Fields(string(out)), err
}
