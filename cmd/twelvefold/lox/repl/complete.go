package repl

import (
	"maps"
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// Complete offers what the word that ends at a place of a line may become, and
// gives what is before and behind it: commands at the beginning of a line,
// behind a dot the properties that were typed so far, else keywords and
// globals.
func (s *Session) Complete(line string, at int) (before string, words []string, behind string) {
	start := at
	for start > 0 && isWord(line[start-1]) {
		start--
	}
	before, behind = line[:start], line[at:]
	var from []string
	switch {
	case strings.TrimSpace(before) == ":":
		// The colon is part of the name: it is offered as one word.
		before = ""
		line, start = strings.TrimSpace(line[:at]), 0
		at = len(line)
		for _, c := range commands() {
			from = append(from, c.name)
		}
	case strings.HasSuffix(before, "."):
		from = slices.Sorted(maps.Keys(s.properties))
	default:
		from = s.names()
	}
	for _, word := range from {
		if strings.HasPrefix(word, line[start:at]) {
			words = append(words, word)
		}
	}
	return before, words, behind
}

// names are the keywords and globals, sorted.
func (s *Session) names() []string {
	names := slices.Collect(maps.Keys(syntax.Keywords))
	if globals, err := s.in.Globals(); err == nil {
		names = append(names, globals...)
	}
	slices.Sort(names)
	return names
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// learn keeps the names of properties and methods in a program.
func (s *Session) learn(f *syntax.File) {
	tokens, _ := syntax.Scan(f.Source.Text)
	for i, t := range tokens {
		if t.Kind == syntax.Identifier && i > 0 && tokens[i-1].Kind == syntax.Dot {
			s.properties[t.Text] = true
		}
	}
	for _, statement := range f.Script.Body {
		if class, ok := statement.(*syntax.ClassDecl); ok {
			for _, m := range class.Methods {
				s.properties[m.Name.Text] = true
			}
		}
	}
}
