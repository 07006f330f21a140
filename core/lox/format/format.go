// Package format writes Lox source in the one way that it should look.
//
//	text, found := format.Source("fib.lox", source)
//
// What comes out has the same tokens and comments in the same order, so it
// means the same, and formatting it again changes nothing. It decides on
// indentation, blanks, and where statements begin; what it leaves to the writer
// is listed in printer.go.
//
// Order of reading: format.go, statements.go, printer.go, comments.go,
// spacing.go.
package format

import "github.com/twelvefold/twelvefold/core/lox/syntax"

// Source formats a program. One with errors comes back as it is, with what is
// wrong with it.
func Source(name, text string) (string, []syntax.Diagnostic) {
	if _, found := syntax.Parse(name, text, syntax.Wide); len(found) > 0 {
		return text, found
	}
	p := &printer{text: text}
	p.tokens, p.comments = syntax.Scan(text)
	p.program()
	return string(p.out), nil
}
