package repl

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// kept notes what a session remembers.
type kept struct {
	Lines
	entries []string
}

func (k *kept) Remember(line string) { k.entries = append(k.entries, line) }

func TestRemember(t *testing.T) {
	for text, want := range map[string][]string{
		"1 + 2 // three":                          {"1 + 2 // three"},
		"fun f(n) {\n  return  n; // n\n\n}":      {"fun f(n) { return  n; }"},
		"// what it is\nf(\n  1)":                 {"f( 1)"},
		"print \"a\n\nb\";\n1":                    {"print \"a", "b\";", "1"},
		":time f(1,\n  2)":                        {":time f(1, 2)"},
		":engine  tree":                           {":engine tree"},
		":time":                                   {":time"},
		":time print \"a\nb\";":                   {":time print \"a", "b\";"},
		"print \"\u00e4 // no comment\" +\n\"b\"": {"print \"\u00e4 // no comment\" + \"b\""},
	} {
		k := &kept{}
		s := &Session{config: Config{Lines: k}}
		s.remember(text)
		assert.Equal(t, want, k.entries, "%q", text)
	}
}
