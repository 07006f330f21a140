package format

import "github.com/twelvefold/twelvefold/core/lox/syntax"

// needsSpace tells whether a blank stands between the last token and one on
// the same line.
func (p *printer) needsSpace(next syntax.Kind) bool {
	switch next {
	case syntax.Semicolon, syntax.Comma, syntax.RightParen, syntax.Dot:
		return false
	case syntax.LeftParen:
		// A call's parenthesis clings to what it calls, a declaration's to its
		// name.
		return !p.prefix && p.previous != syntax.LeftParen && !endsOperand(p.previous)
	case syntax.RightBrace:
		return p.previous != syntax.LeftBrace
	case syntax.Minus:
		if p.previous == syntax.Minus {
			return true // other languages have an operator --
		}
	}
	return !p.prefix && p.previous != syntax.LeftParen && p.previous != syntax.Dot
}

// mayBreak tells whether a line may end before a token in the middle of a
// statement, if it does so in the source.
func (p *printer) mayBreak(next syntax.Kind) bool {
	switch {
	case p.prefix, p.previous == syntax.LeftParen && next == syntax.RightParen:
		return false
	case next == syntax.RightParen, next == syntax.Dot, isBinary(next) && endsOperand(p.previous):
		return true
	case p.previous == syntax.Semicolon:
		return p.depth > 0 // of a for
	case p.previous == syntax.LeftParen, p.previous == syntax.Comma, p.previous == syntax.Equal:
		return true
	}
	return isBinary(p.previous)
}

// endsOperand tells that an operand can end with a token: a minus behind it is
// the one between two.
func endsOperand(k syntax.Kind) bool {
	switch k {
	case syntax.Identifier, syntax.String, syntax.Number, syntax.True, syntax.False, syntax.Nil, syntax.This, syntax.RightParen:
		return true
	}
	return false
}

func isBinary(k syntax.Kind) bool {
	switch k {
	case syntax.Minus, syntax.Plus, syntax.Slash, syntax.Star, syntax.And, syntax.Or,
		syntax.BangEqual, syntax.EqualEqual, syntax.Greater, syntax.GreaterEqual, syntax.Less, syntax.LessEqual:
		return true
	}
	return false
}
