package syntax

// Scan gives the tokens of a text, the last of which is EOF, and its comments:
// for tools that need no tree.
func Scan(text string) ([]Token, []Comment) {
	s := scanner{text: text, line: 1}
	var tokens []Token
	for {
		t := s.next()
		tokens = append(tokens, t)
		if t.Kind == EOF {
			return tokens, s.comments
		}
	}
}
