package syntax

import "strings"

// scanner cuts a text into tokens, one at a call.
type scanner struct {
	text     string
	start    int // of the token being read
	at       int // the next byte
	line     int
	comments []Comment
}

// next gives the next token; at the end it gives EOF again and again.
func (s *scanner) next() Token {
	s.skipBlanks()
	s.start = s.at
	if s.at >= len(s.text) {
		return s.token(EOF)
	}
	c := s.text[s.at]
	s.at++
	switch {
	case isLetter(c):
		return s.word()
	case isDigit(c):
		return s.number()
	case c == '"':
		return s.string()
	}
	if kind, ok := s.sign(c); ok {
		return s.token(kind)
	}
	return s.fail("Unexpected character.")
}

func (s *scanner) sign(c byte) (Kind, bool) {
	switch c {
	case '(':
		return LeftParen, true
	case ')':
		return RightParen, true
	case '{':
		return LeftBrace, true
	case '}':
		return RightBrace, true
	case ';':
		return Semicolon, true
	case ',':
		return Comma, true
	case '.':
		return Dot, true
	case '-':
		return Minus, true
	case '+':
		return Plus, true
	case '/':
		return Slash, true
	case '*':
		return Star, true
	case '!':
		return s.orEqual(Bang, BangEqual), true
	case '=':
		return s.orEqual(Equal, EqualEqual), true
	case '<':
		return s.orEqual(Less, LessEqual), true
	case '>':
		return s.orEqual(Greater, GreaterEqual), true
	}
	return Error, false
}

func (s *scanner) orEqual(alone, withEqual Kind) Kind {
	if s.peek(0) == '=' {
		s.at++
		return withEqual
	}
	return alone
}

func (s *scanner) word() Token {
	for isLetter(s.peek(0)) || isDigit(s.peek(0)) {
		s.at++
	}
	if kind, ok := Keywords[s.text[s.start:s.at]]; ok {
		return s.token(kind)
	}
	return s.token(Identifier)
}

func (s *scanner) number() Token {
	for isDigit(s.peek(0)) {
		s.at++
	}
	// A dot belongs to the number only where a digit follows: 1.abs is a
	// property of 1.
	if s.peek(0) == '.' && isDigit(s.peek(1)) {
		s.at++
		for isDigit(s.peek(0)) {
			s.at++
		}
	}
	return s.token(Number)
}

func (s *scanner) string() Token {
	end := strings.IndexByte(s.text[s.at:], '"')
	if end < 0 {
		s.line += strings.Count(s.text[s.at:], "\n")
		s.at = len(s.text)
		return s.fail("Unterminated string.")
	}
	s.line += strings.Count(s.text[s.at:s.at+end], "\n")
	s.at += end + 1
	return s.token(String)
}

// skipBlanks passes white space and keeps comments.
func (s *scanner) skipBlanks() {
	for s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case c == '\n':
			s.line++
			s.at++
		case c == ' ' || c == '\r' || c == '\t':
			s.at++
		case c == '/' && s.peek(1) == '/':
			s.comment()
		default:
			return
		}
	}
}

func (s *scanner) comment() {
	start := s.at
	if n := strings.IndexByte(s.text[s.at:], '\n'); n >= 0 {
		s.at += n
	} else {
		s.at = len(s.text)
	}
	s.comments = append(s.comments, Comment{Span{start, s.at}, strings.TrimRight(s.text[start:s.at], "\r")})
}

// peek looks n bytes ahead; past the end is 0.
func (s *scanner) peek(n int) byte {
	if s.at+n >= len(s.text) {
		return 0
	}
	return s.text[s.at+n]
}

func (s *scanner) token(kind Kind) Token {
	return Token{Kind: kind, Span: Span{s.start, s.at}, Text: s.text[s.start:s.at], Line: s.line}
}

func (s *scanner) fail(message string) Token {
	return Token{Kind: Error, Span: Span{s.start, s.at}, Text: message, Line: s.line}
}

// IsName tells that a program could give a variable this name.
func IsName(name string) bool {
	s := scanner{text: name}
	t := s.next()
	return t.Kind == Identifier && t.Text == name
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_'
}
