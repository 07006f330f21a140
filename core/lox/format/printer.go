package format

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// printer writes tokens one after the other. The layout tells it of statements
// and levels; what is left to the writer of the source is
//
//   - one blank line, between statements and between comments,
//   - the end of a line behind an opening parenthesis, a comma or an operator,
//     and before a closing parenthesis, a dot or an operator,
//   - whether a body without braces, or the else behind one, begins a line,
//   - whether a block of one simple statement is written on one line,
//   - where comments stand, and all that is in them.
type printer struct {
	text     string
	tokens   []syntax.Token
	next     int // the token to be written next
	comments []syntax.Comment
	noted    int // how many comments are written

	out   []byte
	level int // of statements in each other
	depth int // of open parentheses
	// previous is the last token written, prefix whether it was an operator
	// before its operand, and at where it or a comment behind it ended in the
	// source.
	previous syntax.Kind
	prefix   bool
	at       int
	// opened says that nothing stands behind an opening brace yet.
	opened bool
	line   lineEnd
}

// lineEnd is whether a line has ended, and what for.
type lineEnd uint8

const (
	sameLine  lineEnd = iota
	freshLine         // a statement begins
	blankLine         // a statement begins, and a blank line may stand before it
	cutLine           // a comment has ended the line in the middle of a statement
)

// A line is indented by so much for each level, up to maxIndent levels: what
// nests deeper by the thousand would become a thousand times as long.
const (
	indentation = "  "
	maxIndent   = 40
)

func (p *printer) kind() syntax.Kind { return p.tokens[p.next].Kind }

// newLine lets the next token begin a line, after a blank one if the source has
// some there and it may be.
func (p *printer) newLine(mayBeBlank bool) {
	p.line = freshLine
	if mayBeBlank {
		p.line = blankLine
	}
}

// emit writes the next token, with the comments and the space before it.
func (p *printer) emit() {
	p.flushComments()
	t := p.tokens[p.next]
	p.next++
	if t.Kind == syntax.RightParen {
		p.depth--
	}
	p.space(t)
	p.out = append(p.out, t.Text...)
	if t.Kind == syntax.LeftParen {
		p.depth++
	}
	p.prefix = t.Kind == syntax.Bang || t.Kind == syntax.Minus && !endsOperand(p.previous)
	p.previous, p.at, p.line = t.Kind, t.Span.End, sameLine
	p.opened = t.Kind == syntax.LeftBrace
}

// space writes what stands before a token.
func (p *printer) space(t syntax.Token) {
	switch {
	case len(p.out) == 0:
	case p.line == cutLine, p.line == sameLine && p.mayBreak(t.Kind) && p.hasLineEnd(p.at, t.Span.Start):
		p.endLine()
		p.indent(p.level + p.continuation(t.Kind))
	case p.line != sameLine:
		p.beginLine(t.Span.Start)
	case p.needsSpace(t.Kind):
		p.out = append(p.out, ' ')
	}
}

// beginLine begins the line of a statement, or of a comment, that is at a place
// of the source.
func (p *printer) beginLine(at int) {
	p.endLine()
	if p.line == blankLine && !p.opened && p.hasBlankLine(p.at, at) {
		p.out = append(p.out, '\n')
	}
	p.indent(p.level)
}

// continuation is how many levels a line in the middle of a statement is
// further in than the statement.
func (p *printer) continuation(k syntax.Kind) int {
	switch k {
	case syntax.RightParen:
		return p.depth
	case syntax.LeftBrace, syntax.If:
		return 0 // behind a comment behind what they belong to
	}
	return max(1, p.depth)
}

// endLine ends the line, if there is something on it.
func (p *printer) endLine() {
	if n := len(p.out); n > 0 && p.out[n-1] != '\n' {
		p.out = append(p.out, '\n')
	}
}

func (p *printer) indent(level int) {
	for range min(level, maxIndent) {
		p.out = append(p.out, indentation...)
	}
}

// brokenBefore tells that the next token began a line.
func (p *printer) brokenBefore() bool {
	return p.hasLineEnd(p.at, p.tokens[p.next].Span.Start)
}

func (p *printer) hasLineEnd(from, to int) bool {
	return strings.IndexByte(p.text[from:to], '\n') >= 0
}

// hasBlankLine tells that there is an empty line between two places with
// nothing but blanks between.
func (p *printer) hasBlankLine(from, to int) bool {
	return strings.Count(p.text[from:to], "\n") > 1
}
