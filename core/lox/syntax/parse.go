package syntax

// MaxNesting is how deep statements and expressions may stand in each other:
// what walks the tree walks it by recursion.
const MaxNesting = 1000

// MaxChain is how many operators may follow each other, as in a + b + c: the
// tree leans to the left by so much. Those of an operand count as well: else
// each level of nesting could lean on that of the one before it.
const MaxChain = 10_000

// Parse reads and resolves a source, and looks that it keeps the limits. With
// diagnostics the file is what could be read, good for tools but not to run.
func Parse(name, text string, limits Limits) (*File, []Diagnostic) {
	p := &parser{scanner: scanner{text: text, line: 1}, names: map[string]int{}}
	p.resolver = resolver{limits: limits, fail: p.fail, visible: map[string][]*Variable{}}
	p.advance()
	script := &Function{at: at{Span{0, len(text)}}, Kind: Script, BodyAt: Span{0, len(text)}}
	p.resolver.enter(script)
	for p.current.Kind != EOF {
		script.Body = append(script.Body, p.declaration())
	}
	file := &File{Source: NewSource(name, text), Script: script, Comments: p.scanner.comments}
	file.tokens = p.tokens
	file.Names = make([]string, len(p.names))
	for name, n := range p.names {
		file.Names[n] = name
	}
	if len(p.found) == 0 {
		p.found = checkLimits(file, limits)
	}
	return file, p.found
}

// parser turns tokens into the tree. Its errors are the book's: after the
// first in a statement it is silent until the next begins. It tells the
// resolver of scopes and names as it reads them, because in the book an error
// of either makes it go on in the same way.
type parser struct {
	scanner   scanner
	resolver  resolver
	previous  Token
	current   Token
	found     []Diagnostic
	panicking bool
	gaveUp    bool
	nesting   int
	lean      int            // how deep the expression read last is, by operators in a row
	tokens    int            // so far
	names     map[string]int // see File.Names
}

func (p *parser) advance() {
	p.previous = p.current
	p.tokens++
	for {
		p.current = p.scanner.next()
		if p.current.Kind != Error {
			return
		}
		p.fail(p.current, p.current.Text)
	}
}

// expect takes a token of a kind, or reports message.
func (p *parser) expect(kind Kind, message string) bool {
	if p.match(kind) {
		return true
	}
	p.fail(p.current, message)
	return false
}

func (p *parser) match(kind Kind) bool {
	if p.current.Kind != kind {
		return false
	}
	p.advance()
	return true
}

// ident takes a name, or reports message.
func (p *parser) ident(message string) Ident {
	p.expect(Identifier, message)
	return p.named(p.previous)
}

// named gives the name that a token is.
func (p *parser) named(t Token) Ident {
	n, ok := p.names[t.Text]
	if !ok {
		n = len(p.names)
		p.names[t.Text] = n
	}
	return Ident{Text: t.Text, At: t.Span, Line: t.Line, Number: n}
}

func (p *parser) fail(t Token, message string) {
	if p.panicking || p.gaveUp {
		return
	}
	p.panicking = true
	if len(p.found) < MaxDiagnostics {
		p.found = append(p.found, diagnose(t, message))
	}
}

// deeper counts one level of nesting, and at the limit gives up on the whole
// source: there is no sensible place to go on from.
func (p *parser) deeper() (ok bool) {
	Unwind()
	p.nesting++
	if p.nesting <= MaxNesting {
		return true
	}
	p.giveUp("Too much nesting.")
	return false
}

func (p *parser) giveUp(message string) {
	p.fail(p.previous, message)
	p.gaveUp = true // the braces that nobody closes are no news
	p.scanner.at = len(p.scanner.text)
	p.current = p.scanner.next()
}

// from is the span from a token to the last one read.
func (p *parser) from(t Token) at {
	return at{Span{t.Span.Start, max(t.Span.End, p.previous.Span.End)}}
}

// synchronize skips to where a statement seems to begin.
func (p *parser) synchronize() {
	p.panicking = false
	for p.current.Kind != EOF {
		if p.previous.Kind == Semicolon {
			return
		}
		switch p.current.Kind {
		case Class, Fun, Var, For, If, While, Print, Return:
			return
		}
		p.advance()
	}
}
