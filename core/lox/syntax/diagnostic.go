package syntax

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Diagnostic is an error in a source.
type Diagnostic struct {
	At   Span
	Line int
	// Where is the book's word for the place: " at 'x'", " at end", or
	// nothing where the scanner itself failed.
	Where   string
	Message string
	// Hint is a sentence that may help; it can be empty.
	Hint string
}

// String gives the line as the book's interpreters print it.
func (d Diagnostic) String() string {
	return "[line " + strconv.Itoa(d.Line) + "] Error" + d.Where + ": " + d.Message
}

// MaxDiagnostics is how many errors of one source are kept.
const MaxDiagnostics = 100

// diagnose makes a diagnostic at a token.
func diagnose(t Token, message string) Diagnostic {
	d := Diagnostic{At: t.Span, Line: t.Line, Message: message, Hint: hints[message]}
	switch t.Kind {
	case EOF:
		d.Where = " at end"
	case Error:
	default:
		d.Where = " at '" + t.Text + "'"
	}
	return d
}

// hints say, beside the book's words, what one most likely meant.
var hints = map[string]string{
	"Unterminated string.":                              "strings end with a double quote; there are no escapes",
	"Invalid assignment target.":                        "only a variable or a field can be assigned to",
	"Can't read local variable in its own initializer.": "give one of the two variables another name",
	"Already a variable with this name in this scope.":  "leave out 'var' to assign to the one there is",
	"Can't return from top-level code.":                 "return belongs into a function",
	"Can't return a value from an initializer.":         "init always gives the new instance: write 'return;'",
	"Can't use 'super' in a class with no superclass.":  "name one: class Child < Parent { ... }",
	"Expect ';' after value.":                           "a statement ends with a semicolon",
	"Expect ';' after expression.":                      "a statement ends with a semicolon",
	"Expect ';' after variable declaration.":            "a statement ends with a semicolon",
	"Expect ';' after return value.":                    "a statement ends with a semicolon",
	"Expect '{' before class body.":                     "inheritance is written <, as in class Child < Parent { ... }",
	"Too much nesting.":                                 "give parts of it a name",
}

// Excerpt draws the line of a place with a caret under it:
//
//	3 | print 1 +;
//	  |          ^
func Excerpt(s *Source, at Span) string {
	line := s.Line(at.Start)
	text, number := s.LineText(line), strconv.Itoa(line)
	text, column := clip(text, min(s.Column(at.Start)-1, len(text)))
	margin := strings.Repeat(" ", len(number))
	width := utf8.RuneCountInString(text[column:max(column, min(column+at.End-at.Start, len(text)))])
	// Tabs stay tabs, so that the caret stands where the eye looks for it.
	indent := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, text[:column])
	return number + " | " + text + "\n" + margin + " | " + indent + strings.Repeat("^", max(1, width)) + "\n"
}

// maxExcerpt is how many bytes of a line are drawn: a whole program may stand
// in one, and each of its errors draws it.
const maxExcerpt = 160

// clip cuts a long line to what is around a column, and gives that column in
// what is left.
func clip(text string, column int) (string, int) {
	if len(text) <= maxExcerpt {
		return text, column
	}
	from := max(0, min(column-maxExcerpt/2, len(text)-maxExcerpt))
	to := from + maxExcerpt
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	part, before := text[from:to], ""
	if from > 0 {
		before = "..."
	}
	if to < len(text) {
		part += "..."
	}
	return before + part, len(before) + column - from
}
