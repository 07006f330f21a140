package syntax

// Kind of a token.
type Kind uint8

// The kinds, in the order of the book's.
const (
	LeftParen Kind = iota
	RightParen
	LeftBrace
	RightBrace
	Comma
	Dot
	Minus
	Plus
	Semicolon
	Slash
	Star
	Bang
	BangEqual
	Equal
	EqualEqual
	Greater
	GreaterEqual
	Less
	LessEqual
	Identifier
	String
	Number
	And
	Class
	Else
	False
	For
	Fun
	If
	Nil
	Or
	Print
	Return
	Super
	This
	True
	Var
	While
	Error // what the scanner could not read; Token.Text says why
	EOF
)

var kindNames = [...]string{
	"(", ")", "{", "}", ",", ".", "-", "+", ";", "/", "*",
	"!", "!=", "=", "==", ">", ">=", "<", "<=",
	"identifier", "string", "number",
	"and", "class", "else", "false", "for", "fun", "if", "nil", "or",
	"print", "return", "super", "this", "true", "var", "while",
	"error", "end",
}

// String gives the sign or the word, and for the others what they are.
func (k Kind) String() string { return kindNames[k] }

// Keywords are the words that are no names.
var Keywords = map[string]Kind{
	"and": And, "class": Class, "else": Else, "false": False, "for": For,
	"fun": Fun, "if": If, "nil": Nil, "or": Or, "print": Print,
	"return": Return, "super": Super, "this": This, "true": True, "var": Var,
	"while": While,
}

// Token is a word of the language.
type Token struct {
	Kind Kind
	Span Span
	// Text is the token as it stands in the source; of an Error, the message.
	Text string
	// Line is the line on which the token ends: a string can span many.
	Line int
}

// Comment is a // comment, without its line's end.
type Comment struct {
	Span Span
	Text string
}
