package syntax

import "strconv"

// precedence of an operator, from the loosest.
type precedence uint8

const (
	none       precedence = iota
	assignment            // =
	or                    // or
	and                   // and
	equality              // == !=
	comparison            // < > <= >=
	term                  // + -
	factor                // * /
	unary                 // ! -
	call                  // . ()
)

// infix gives the precedence with which a token follows an operand.
func infix(k Kind) precedence {
	switch k {
	case Or:
		return or
	case And:
		return and
	case BangEqual, EqualEqual:
		return equality
	case Greater, GreaterEqual, Less, LessEqual:
		return comparison
	case Plus, Minus:
		return term
	case Star, Slash:
		return factor
	case Dot, LeftParen:
		return call
	}
	return none
}

func (p *parser) expression() Expr { return p.precedence(assignment) }

// precedence reads an expression whose operators bind at least as tight as
// least: Pratt's algorithm, as in the book's chapter 17.
func (p *parser) precedence(least precedence) Expr {
	defer func() { p.nesting-- }()
	if !p.deeper() {
		return &Bad{p.from(p.previous)}
	}
	p.advance()
	first := p.previous
	canAssign := least <= assignment
	p.lean = 0
	e, ok := p.prefix(canAssign)
	if !ok {
		p.fail(p.previous, "Expect expression.")
		return &Bad{p.from(first)}
	}
	for least <= infix(p.current.Kind) && infix(p.current.Kind) != none {
		if p.lean >= MaxChain {
			p.giveUp("Too many operators in one expression.")
			break
		}
		p.advance()
		left := p.lean
		p.lean = 0
		e = p.infix(first, e, canAssign)
		p.lean = max(left, p.lean) + 1
	}
	if canAssign && p.match(Equal) {
		p.fail(p.previous, "Invalid assignment target.")
	}
	return e
}

// prefix reads what can begin an expression; its first token is taken.
func (p *parser) prefix(canAssign bool) (e Expr, ok bool) {
	t := p.previous
	switch t.Kind {
	case LeftParen:
		inner := p.expression()
		p.expect(RightParen, "Expect ')' after expression.")
		return &Grouping{p.from(t), inner}, true
	case Minus, Bang:
		operand := p.precedence(unary)
		return &Unary{p.from(t), t.Kind, operand}, true
	case Number:
		// What the scanner takes for a number always is one; a very large
		// one is infinite, as in C.
		n, _ := strconv.ParseFloat(t.Text, 64)
		return &Literal{at: at{t.Span}, Kind: Number, Number: n}, true
	case String:
		return &Literal{at: at{t.Span}, Kind: String, Text: t.Text[1 : len(t.Text)-1]}, true
	case True, False, Nil:
		return &Literal{at: at{t.Span}, Kind: t.Kind}, true
	case Identifier:
		ref := p.resolver.ref(t.Text, t)
		if canAssign && p.match(Equal) {
			value := p.expression()
			return &Assign{p.from(t), ref, p.named(t), value}, true
		}
		return &Name{at{t.Span}, ref, p.named(t)}, true
	case This:
		return &ThisExpr{at{t.Span}, p.resolver.this(t)}, true
	case Super:
		p.resolver.checkSuper(t)
		p.expect(Dot, "Expect '.' after 'super'.")
		method := p.ident("Expect superclass method name.")
		return &SuperGet{p.from(t), p.resolver.ref("this", t), p.resolver.ref("super", t), method}, true
	}
	return nil, false
}

// infix reads what follows an operand; its first token is taken.
func (p *parser) infix(first Token, left Expr, canAssign bool) Expr {
	op := p.previous.Kind
	switch op {
	case LeftParen:
		args := p.arguments()
		return &Call{p.from(first), left, args}
	case Dot:
		name := p.ident("Expect property name after '.'.")
		if canAssign && p.match(Equal) {
			value := p.expression()
			return &Set{p.from(first), left, name, value}
		}
		return &Get{p.from(first), left, name}
	case And, Or:
		// The right side may hold another of the same: both lean to the right,
		// which gives the same value.
		right := p.precedence(infix(op))
		return &Logical{p.from(first), op, left, right}
	}
	right := p.precedence(infix(op) + 1)
	return &Binary{p.from(first), op, left, right}
}

func (p *parser) arguments() (args []Expr) {
	if p.current.Kind != RightParen {
		lean := 0
		defer func() { p.lean = lean }()
		for {
			args = append(args, p.expression())
			lean = max(lean, p.lean)
			if len(args) == MaxParams+1 {
				p.fail(p.previous, "Can't have more than 255 arguments.")
			}
			if !p.match(Comma) {
				break
			}
		}
	}
	p.expect(RightParen, "Expect ')' after arguments.")
	return args
}
