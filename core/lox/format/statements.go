package format

import "github.com/twelvefold/twelvefold/core/lox/syntax"

// program writes everything. The source is known to have no errors, so that
// each statement can be told by its first token, and ends where its semicolon
// or brace is: there are neither in expressions.
func (p *printer) program() {
	p.statements(syntax.EOF)
	p.newLine(true)
	p.flushComments()
	p.endLine()
}

// statements writes statements or methods up to a token, each on a line of its
// own.
func (p *printer) statements(end syntax.Kind) {
	for p.kind() != end {
		p.newLine(true)
		p.statement()
	}
}

func (p *printer) statement() {
	switch p.kind() {
	case syntax.LeftBrace:
		p.block()
	case syntax.If:
		p.ifStatement()
	case syntax.While, syntax.For:
		p.emit()
		p.parens()
		p.body()
	default:
		p.simple()
	}
}

// simple writes what ends with its semicolon, and declarations, which end with
// their braces.
func (p *printer) simple() {
	for p.kind() != syntax.Semicolon && p.kind() != syntax.LeftBrace {
		p.emit()
	}
	if p.kind() == syntax.Semicolon {
		p.emit()
		return
	}
	p.block()
}

// parens writes what is in parentheses after a word.
func (p *printer) parens() {
	p.emit()
	for p.depth > 0 {
		p.emit()
	}
}

func (p *printer) ifStatement() {
	p.emit()
	p.parens()
	p.body()
	if p.kind() != syntax.Else {
		return
	}
	// It stands behind a brace, and behind a semicolon where it was written.
	if p.commentsWait() || p.previous == syntax.Semicolon && p.brokenBefore() {
		p.newLine(false)
	}
	p.emit()
	if p.kind() == syntax.If {
		p.statement()
		return
	}
	p.body()
}

// body writes the statement that belongs to an if, else, while or for. One
// without braces stays on the line or has the next one to itself, as it was
// written.
func (p *printer) body() {
	if p.kind() == syntax.LeftBrace {
		p.block()
		return
	}
	p.level++
	if p.brokenBefore() {
		p.newLine(false)
	}
	p.previous = syntax.Semicolon // the parenthesis before it ends no operand
	p.statement()
	p.level--
}

// block writes braces and what is between them: of a block, a function, a
// class.
func (p *printer) block() {
	if p.staysOnLine() {
		for p.kind() != syntax.RightBrace {
			p.emit()
		}
		p.emit()
		return
	}
	p.emit()
	p.level++
	p.statements(syntax.RightBrace)
	if p.previous == syntax.LeftBrace && !p.commentsWait() {
		p.level--
		p.emit()
		return
	}
	p.newLine(true)
	p.flushComments() // they belong to what is inside
	p.level--
	p.newLine(false)
	p.emit()
}

// staysOnLine tells that the block before us is one simple statement, written
// on one line.
func (p *printer) staysOnLine() bool {
	for i := p.next + 1; ; i++ {
		switch p.tokens[i].Kind {
		case syntax.LeftBrace, syntax.RightBrace, syntax.For:
			return false
		case syntax.Semicolon:
			last := p.tokens[i+1]
			return last.Kind == syntax.RightBrace && !p.hasLineEnd(p.tokens[p.next].Span.Start, last.Span.End)
		}
	}
}
