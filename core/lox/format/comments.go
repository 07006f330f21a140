package format

import "strings"

// commentsWait tells that there is a comment before the next token.
func (p *printer) commentsWait() bool {
	return p.noted < len(p.comments) && p.comments[p.noted].Span.Start < p.tokens[p.next].Span.Start
}

// flushComments writes the comments before the next token: behind what stands
// on their line, or on lines of their own.
func (p *printer) flushComments() {
	for p.commentsWait() {
		c := p.comments[p.noted]
		p.noted++
		switch {
		case len(p.out) == 0:
		case !p.hasLineEnd(p.at, c.Span.Start):
			p.out = append(p.out, ' ')
		case p.line == sameLine, p.line == cutLine:
			p.endLine()
			p.indent(p.level + max(1, p.depth))
		default:
			p.beginLine(c.Span.Start)
		}
		p.out = append(p.out, strings.TrimRight(c.Text, " \t\r")...)
		p.at, p.opened = c.Span.End, false
		if p.line == sameLine {
			p.line = cutLine
		}
	}
}
